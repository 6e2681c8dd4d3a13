import { t } from '#renderer/texts/current.ts';

/** What a field needs of a schema; the schemas themselves come from the contract. */
export interface Rule<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } };
}

/** Message of the first broken rule, or null when the value is fine. */
export function complaint<T>(rule: Rule<T>, value: unknown): string | null {
  const result = rule.safeParse(value);
  return result.success ? null : (result.error.issues[0]?.message ?? t.kit.notAllowed);
}
