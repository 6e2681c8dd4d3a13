// How far the set-up of a platform has come, told by its runs, so that Home says nothing else than they do.
import type { RunState, RunSummary } from '#contract/runs.ts';
import { isActive } from '#renderer/features/runs/run-model.ts';

export type SetUp =
  | { readonly kind: 'none' }
  | { readonly kind: 'under-way' | 'done' | 'failed' | 'stopped' | 'undone' | 'partly-undone'; readonly run: RunSummary };

const ended: Readonly<Partial<Record<RunState, 'done' | 'failed'>>> = { done: 'done', failed: 'failed' };

function standing(run: RunSummary): 'under-way' | 'done' | 'failed' | 'stopped' {
  return isActive(run.state) ? 'under-way' : (ended[run.state] ?? 'stopped');
}

/** Newest first: the runs of one platform. What was undone since the last set-up is as telling as the set-up. */
export function setUpOf(runs: readonly RunSummary[]): SetUp {
  const run = runs.find(({ kind }) => kind === 'provision');
  if (run === undefined) return { kind: 'none' };
  const undo = runs.find((one) => one.kind === 'undo' && one.startedAt >= run.startedAt && takesBack(one, run));
  if (undo === undefined) return { kind: standing(run), run };
  const kind = standing(undo);
  if (kind !== 'done') return { kind, run: undo };
  return { kind: undo.title === `Undo: ${run.title}` ? 'undone' : 'partly-undone', run: undo };
}

/** An undo bears the title of what it takes back, after how much of it; taking back the access of Hearth leaves the set-up as it is. */
const takesBack = (undo: RunSummary, run: RunSummary): boolean => undo.title.endsWith(`: ${run.title}`);
