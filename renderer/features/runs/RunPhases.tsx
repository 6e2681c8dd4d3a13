import type { Run } from '#contract/runs.ts';
import { PhaseBar } from '#renderer/kit/tasks/PhaseBar.tsx';
import { useKnownTime } from '#renderer/live/known-time.ts';
import { t } from '#renderer/texts/current.ts';
import { phasesOf } from './run-model.ts';

/** Where the run stands, phase by phase; the time left counts down with that of the whole. */
export function RunPhases({ run, toldAt }: { readonly run: Run; readonly toldAt: number }) {
  const now = useKnownTime();
  return <PhaseBar label={t.runs.phases} phases={phasesOf(run, Math.max(0, now - toldAt))} />;
}
