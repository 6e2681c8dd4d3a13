import type { RunSummary } from '#contract/runs.ts';

/** Newest first; what is told replaces what was held. */
export function mergeRuns(held: readonly RunSummary[], told: readonly RunSummary[]): readonly RunSummary[] {
  const byId = new Map(held.map((run) => [run.id, run]));
  for (const run of told) byId.set(run.id, run);
  return [...byId.values()].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
}

/** After a list of the newest runs, at most `limit`: of those held, only older ones than it had room for may still be there. */
export function listRuns(held: readonly RunSummary[], listed: readonly RunSummary[], limit: number): readonly RunSummary[] {
  const oldest = listed.length < limit ? -Infinity : Math.min(...listed.map((run) => run.startedAt));
  return mergeRuns(
    held.filter((run) => run.startedAt < oldest),
    listed,
  );
}
