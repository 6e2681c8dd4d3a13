// What a drift is computed from, and how one difference is written.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Difference } from '#contract/inventory/drift.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import type { Variables } from '#core/catalog/values.ts';
import type { Applied } from '#core/ports/applied.ts';
import type { Seen } from '#core/ports/last-seen.ts';

export interface DriftInput {
  readonly platformId: string;
  readonly wanted: PlatformContent;
  /** Global ones of the same text. */
  readonly variables: Variables;
  /** What is wanted is a draft; what is saved still names these nodes. Null: what is wanted is what is saved. */
  readonly draftOf: Pick<PlatformContent, 'nodes'> | null;
  readonly applied: Applied | null;
  readonly live: Seen | null;
  readonly components: readonly ComponentFile[];
  /** Since when the kept secrets have their values. */
  readonly secrets: ReadonlyMap<string, number>;
}

/** The run that brings about what the inventory says; the plan of the whole is one of these. */
export const bySetUp = 'Set up';
export const byUpgrade = 'Upgrade';

interface Said {
  readonly wanted?: string | null;
  readonly applied?: string | null;
  readonly live?: string | null;
  readonly sentence: string;
  readonly closedBy: string | null;
  readonly closedWhen?: Difference['closedWhen'];
  readonly wish?: RunWish | null;
}

export function difference(subject: Difference['subject'], what: string, said: Said): Difference {
  const { wanted = null, applied = null, live = null, sentence, closedBy, closedWhen = null, wish = null } = said;
  const name = subject.kind === 'platform' ? '' : subject.name;
  return { id: [subject.kind, name, what].join(':'), subject, what, wanted, applied, live, sentence, closedBy, closedWhen, wish };
}
