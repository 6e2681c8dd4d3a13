import type { RunSummary } from '#contract/runs.ts';

type Counted = Pick<RunSummary, 'counts'>;

export const totalOf = (run: Counted): number => Object.values(run.counts).reduce((sum, count) => sum + count, 0);
export const doneOf = ({ counts }: Counted): number => (counts.done ?? 0) + (counts.unchanged ?? 0) + (counts.skipped ?? 0);
