import type { RunSummary } from '#contract/runs.ts';

/** Newest first; what is told replaces what was held. */
export function mergeRuns(held: readonly RunSummary[], told: readonly RunSummary[]): readonly RunSummary[] {
  const byId = new Map(held.map((run) => [run.id, run]));
  for (const run of told) byId.set(run.id, run);
  return [...byId.values()].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
}
