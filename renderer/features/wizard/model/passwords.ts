// One password for all machines, or one for each; grouped so that equal ones need one run only.
import type { FaultView } from '#contract/faults/entry.ts';

export const ALL = 'all';

export interface Passwords {
  readonly nodeIds: readonly string[];
  readonly each: boolean;
  readonly passwords: Readonly<Record<string, string>>;
}

/** Fields that are empty, with the message for them. */
export function passwordProblems({ nodeIds, each, passwords }: Passwords, missing: string): Record<string, string> {
  const keys = each ? nodeIds : [ALL];
  return Object.fromEntries(keys.filter((key) => (passwords[key] ?? '') === '').map((key) => [key, missing]));
}

export interface PasswordJob {
  readonly nodeIds: readonly string[];
  readonly password: string;
}
export function jobsOf({ nodeIds, each, passwords }: Passwords): PasswordJob[] {
  if (!each) return [{ nodeIds, password: passwords[ALL] ?? '' }];
  const groups = new Map<string, string[]>();
  for (const nodeId of nodeIds) {
    const password = passwords[nodeId] ?? '';
    groups.set(password, [...(groups.get(password) ?? []), nodeId]);
  }
  return [...groups].map(([password, ids]) => ({ nodeIds: ids, password }));
}

export const isRefusal = (fault: FaultView): boolean => fault.code === 'PASSWORD_WRONG' || fault.code === 'SUDO_PASSWORD_WRONG';

interface Refusing {
  readonly each: boolean;
  readonly names: ReadonlyMap<string, string>;
  readonly say: (names: string) => string;
}
/** Passwords that machines refused, by field. */
export function refusals(faults: ReadonlyMap<string, FaultView>, { each, names, say }: Refusing): Record<string, string> {
  const refused = [...faults].filter(([, fault]) => isRefusal(fault));
  if (each) return Object.fromEntries(refused.map(([nodeId, fault]) => [nodeId, fault.what]));
  return refused.length === 0 ? {} : { [ALL]: say(refused.map(([nodeId]) => names.get(nodeId) ?? nodeId).join(', ')) };
}
