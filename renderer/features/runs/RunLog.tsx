import { useCallback } from 'react';
import type { Run, Task } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { Segments } from '#renderer/kit/Choices.tsx';
import { asText, LogView } from '#renderer/kit/log/LogView.tsx';
import { t } from '#renderer/texts/current.ts';
import type { RunLine, RunStore } from './run-store.ts';
import { failuresOf, isActive } from './run-model.ts';
import styles from './RunView.module.css';

export type LogScope = 'now' | 'task' | 'all';

export interface RunLogProps {
  readonly run: Run;
  readonly store: RunStore;
  readonly scope: LogScope;
  /** The task whose log is shown; null shows all lines. */
  readonly task: Task | null;
  readonly hasSelection: boolean;
  readonly onScope: (scope: LogScope) => void;
}

const page = 10_000;

function nowWords(run: Run): string {
  if (failuresOf(run).length > 0) return t.runs.log.failed;
  return isActive(run.state) ? t.runs.log.following : t.runs.log.last;
}

/** All lines from the store of the engine, also those this window has let go. */
async function loadAll(runId: string, taskId: string | undefined): Promise<string> {
  const parts: string[] = [];
  for (let after = -1, more = true; more;) {
    const answer = await api.runs.logs({ runId, after, limit: page, ...(taskId === undefined ? {} : { taskId }) });
    parts.push(...answer.lines.map((line) => asText({ ...line, source: line.taskId })));
    after = answer.lines.at(-1)?.seq ?? after;
    more = answer.more && answer.lines.length > 0;
  }
  return parts.join('\n');
}

export function RunLog({ run, store, scope, task, hasSelection, onScope }: RunLogProps) {
  const taskId = scope === 'all' ? undefined : task?.id;
  const keep = useCallback((line: RunLine) => taskId === undefined || line.taskId === taskId, [taskId]);
  const scopes = [
    { value: 'now' as const, label: nowWords(run) },
    ...(hasSelection ? [{ value: 'task' as const, label: t.runs.log.task }] : []),
    { value: 'all' as const, label: t.runs.log.all },
  ];
  const subject = taskId === undefined ? run.title : (task?.title ?? run.title);
  return (
    <LogView
      key={taskId ?? 'all'}
      label={t.runs.log.of(subject)}
      lines={store.log}
      keep={keep}
      showSource={taskId === undefined}
      fileName={`${run.id}${taskId === undefined ? '' : `-${taskId.replace(':', '-')}`}`}
      loadAll={() => loadAll(run.id, taskId)}
      empty={t.runs.log.empty}
      title={
        <>
          <Segments small label={t.runs.log.scope} value={scope} options={scopes} onChange={onScope} />
          {taskId !== undefined && <span className={styles.logTask}>{subject}</span>}
        </>
      }
    />
  );
}
