import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Run } from '#contract/runs.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { TaskGrid } from '#renderer/kit/tasks/TaskGrid.tsx';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useRunActs } from './run-acts.ts';
import { Rehearsed } from './Rehearsed.tsx';
import { gridOf, isActive, mostInteresting } from './run-model.ts';
import { RunFailures } from './RunFailure.tsx';
import { RunHead } from './RunHead.tsx';
import { RunLog } from './RunLog.tsx';
import type { LogScope } from './RunLog.tsx';
import { RunNotice, SilentNotice } from './RunNotice.tsx';
import { RunPhases } from './RunPhases.tsx';
import { RunRetries } from './RunRetries.tsx';
import { RunStalls } from './RunStalls.tsx';
import type { RunStore } from './run-store.ts';
import styles from './RunView.module.css';
import { TaskReadout } from './TaskReadout.tsx';
import { useRun } from './use-run.ts';

export interface RunViewProps {
  readonly runId: string;
}

/** One run, live: phases, the grid of its tasks, what failed, and the log worth reading. */
export function RunView({ runId }: RunViewProps) {
  const { run, toldAt, fault, store } = useRun(runId);
  if (fault?.code === 'NOT_FOUND') return <EmptyState title={t.runs.goneTitle}>{t.runs.gone}</EmptyState>;
  if (run === null) {
    return (
      <div className={styles.view}>
        {fault === null ? <Skeleton rows={4} tall /> : <FaultCard fault={fault} onAction={() => store.start()} />}
      </div>
    );
  }
  return <Shown key={run.id} {...{ run, toldAt, store }} />;
}

function Shown({ run, toldAt, store }: { readonly run: Run; readonly toldAt: number; readonly store: RunStore }) {
  const acts = useRunActs(run.id, () => store.start());
  const [selected, setSelected] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [scope, setScope] = useState<LogScope>('now');
  const nodeName = useNodeNames(run.platformId);
  const grid = useMemo(() => gridOf(run, nodeName), [run, nodeName]);
  const byId = useMemo(() => new Map(run.tasks.map((task) => [task.id, task])), [run]);
  const now = mostInteresting(run);
  const readout = (pointed === null ? undefined : byId.get(pointed)) ?? now;
  const inLog = scope === 'task' && selected !== null ? (byId.get(selected) ?? null) : now;
  const select = (taskId: string): void => {
    setSelected(taskId);
    setScope('task');
  };
  return (
    <div className={styles.view}>
      <RunHead {...{ run, toldAt, acts }} />
      <SilentNotice />
      {acts.fault !== null && <FaultCard fault={acts.fault} onDismiss={acts.dismiss} />}
      <RunFailures {...{ run, acts, nodeName }} onOpenLog={select} />
      <RunRetries {...{ run, acts, nodeName }} />
      <RunStalls run={run} onOpenLog={select} />
      <RunNotice {...{ run, nodeName }} />
      <Rehearsed {...{ run, nodeName }} />
      <RunPhases {...{ run, toldAt }} />
      <div>
        <TaskGrid
          label={t.runs.grid}
          groups={grid.groups}
          rows={grid.rows}
          selected={scope === 'task' ? selected : null}
          onSelect={select}
          onPoint={setPointed}
        />
        <TaskReadout
          task={readout}
          where={readout === null || readout.nodeId === null ? '' : nodeName(readout.nodeId)}
          heardAt={isActive(run.state) && readout !== null ? heardAt(store, readout.id) : null}
        />
      </div>
      <RunLog {...{ run, store, scope }} task={inLog} hasSelection={selected !== null} onScope={setScope} />
    </div>
  );
}

function heardAt(store: RunStore, taskId: string): number | null {
  return store.log.rows.findLast((line) => line.taskId === taskId)?.at ?? null;
}

function useNodeNames(platformId: string): (id: string) => string {
  const nodes = useQuery(platformQuery(platformId)).data?.nodes;
  return useMemo(() => {
    const names = new Map(nodes?.map((node) => [node.id, node.name]));
    return (id: string) => names.get(id) ?? id;
  }, [nodes]);
}
