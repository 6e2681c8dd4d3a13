import { PanelBottom } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'react-router';
import type { RunSummary } from '#contract/runs.ts';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { isActive, runStatus } from '#renderer/features/runs/run-model.ts';
import { doneOf, totalOf } from '#renderer/features/runs/run-counts.ts';
import { Elapsed } from '#renderer/features/runs/Elapsed.tsx';
import { TimeLeft } from '#renderer/features/runs/TimeLeft.tsx';
import { IconButton } from '#renderer/kit/Button.tsx';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { formatTime, visible } from '#renderer/kit/format.ts';
import { Meter } from '#renderer/kit/Meter.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { useSilentSince } from '#renderer/live/known-time.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { panels } from './panels.ts';
import { useEscape } from './shortcuts.ts';
import styles from './TaskCentre.module.css';

const recentCount = 20;

/** All runs, live, without leaving the page. */
export function TaskCentre() {
  const { runs, toldAt } = useAllRuns();
  const silentAt = useSilentSince();
  const close = useCallback(() => panels.show(null), []);
  useEscape(close, true);
  const active = runs.filter((run) => isActive(run.state));
  const recent = runs.filter((run) => !isActive(run.state)).slice(0, recentCount);
  return (
    <Drawer title={t.frame.tasks} onClose={close} takesFocus>
      {silentAt !== null && <p className={styles.empty}>{t.runs.silent.title(formatTime(silentAt))}</p>}
      {runs.length === 0 && <p className={styles.empty}>{t.runs.empty}</p>}
      {active.length > 0 && <Group title={t.runs.under} runs={active} toldAt={toldAt} />}
      {recent.length > 0 && <Group title={t.runs.recent} runs={recent} toldAt={toldAt} />}
    </Drawer>
  );
}

function Group({ title, runs, toldAt }: { readonly title: string; readonly runs: readonly RunSummary[]; readonly toldAt: number }) {
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.list}>
        {runs.map((run) => (
          <RunItem key={run.id} run={run} toldAt={toldAt} />
        ))}
      </ul>
    </section>
  );
}

function RunItem({ run, toldAt }: { readonly run: RunSummary; readonly toldAt: number }) {
  const done = doneOf(run);
  const total = totalOf(run);
  const running = isActive(run.state);
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <Link to={paths.run(run.id)} className={styles.name}>
          {run.title}
        </Link>
        <IconButton
          small
          label={t.runs.showLog}
          icon={<PanelBottom size={14} />}
          onPress={() => panels.dock({ runId: run.id, title: run.title })}
        />
      </div>
      <div className={styles.facts}>
        <StatusMark
          status={run.stalled === undefined ? runStatus[run.state] : 'attention'}
          word={run.stalled === undefined ? t.runs.runState[run.state] : t.runs.stalled.short}
        />
        <span>{t.runs.tasksOf(done, total)}</span>
        {run.state === 'running' ? <TimeLeft leftMs={run.leftMs} toldAt={toldAt} /> : <Elapsed from={run.startedAt} to={run.endedAt} />}
        {!running && <RelativeTime at={run.endedAt ?? run.startedAt} ago />}
      </div>
      {running && <Meter labelHidden label={run.title} value={done} max={total} text={t.runs.tasksOf(done, total)} />}
      {run.stalled !== undefined && <p className={styles.empty}>{visible(run.stalled)}</p>}
      {run.headline !== '' && run.state !== 'done' && <p className={styles.headline}>{visible(run.headline)}</p>}
    </li>
  );
}
