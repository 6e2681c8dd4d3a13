// Everything that differs between what is wanted, what was applied and what is. Pure.
import type { Difference } from '#contract/inventory/drift.ts';
import type { RunWish } from '#contract/runs.ts';
import { componentDifferences, settingDifferences } from './component-differences.ts';
import { bySetUp, type DriftInput } from './input.ts';
import { nodeDifferences } from './node-differences.ts';

export const driftOf = (input: DriftInput): Difference[] => [
  ...settingDifferences(input),
  ...nodeDifferences(input),
  ...componentDifferences(input),
];

export interface Closing {
  /** Null: no one run closes what differs. */
  readonly wish: RunWish | null;
  readonly reason: string;
}

/** The run to plan for all of it. What would go wrong with the rest has to be done first. */
export function closingOf(platformId: string, differences: readonly Difference[]): Closing {
  const first = differences.find(({ what }) => what === 'name' || what === 'distribution');
  if (first !== undefined) return { wish: null, reason: `First of all: ${first.sentence}` };
  const upgrade = differences.find(({ wish }) => wish?.kind === 'upgrade')?.wish;
  // A set-up would move all machines to the other channel at once.
  if (upgrade != null) return { wish: upgrade, reason: 'The upgrade comes first, node by node; what else differs is planned after it.' };
  if (differences.some(({ closedBy }) => closedBy === bySetUp)) return { wish: { kind: 'provision', platformId }, reason: '' };
  const own = differences.some(({ wish }) => wish !== null);
  return { wish: null, reason: own ? 'What differs is closed by runs of their own; each is named.' : '' };
}
