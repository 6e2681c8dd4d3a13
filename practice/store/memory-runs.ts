// The journal of runs in memory, held to the same suite as the real one.
import type { LogLine, Run } from '#contract/runs.ts';
import type { RunStore } from '#core/ports/store.ts';
import { countTasks, headlineOf, isOver, summaryOf } from '#core/runs/summary.ts';

const counted = (run: Run): Run => ({ ...run, counts: countTasks(run.tasks), headline: headlineOf(run.tasks), leftMs: null });

const asciiLower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

type Runs = Map<string, Run>;

export function memoryRuns(): RunStore {
  const runs: Runs = new Map();
  return { ...journal(runs), ...history(runs), ...logs() };
}

function journal(runs: Runs): Pick<RunStore, 'create' | 'reopen' | 'recordTasks' | 'recordRun'> {
  const held = (platformId: string) => [...runs.values()].some((run) => run.platformId === platformId && !isOver(run.state));
  const change = (runId: string, to: (run: Run) => Partial<Run>) => {
    const run = runs.get(runId);
    if (run !== undefined) runs.set(runId, { ...run, ...to(run), seq: run.seq + 1 });
  };
  return {
    async create(run) {
      if (held(run.platformId)) return false;
      runs.set(run.id, run);
      return true;
    },
    async reopen(runId) {
      const run = runs.get(runId);
      if (run === undefined || !isOver(run.state) || held(run.platformId)) return false;
      change(runId, () => ({ state: 'running', endedAt: null }));
      return true;
    },
    async recordTasks(runId, patches) {
      const byId = new Map(patches.map(({ taskId, patch }) => [taskId, patch]));
      change(runId, (run) => ({ tasks: run.tasks.map((task) => Object.assign({ ...task }, byId.get(task.id))) }));
    },
    async recordRun(runId, patch) {
      change(runId, () => patch);
    },
  };
}

function history(runs: Runs): Pick<RunStore, 'get' | 'list' | 'unfinished' | 'durations'> {
  return {
    async get(runId) {
      const run = runs.get(runId);
      return run === undefined ? null : counted(run);
    },
    async list({ platformId, limit }) {
      return [...runs.values()]
        .filter((run) => platformId === undefined || run.platformId === platformId)
        .toReversed()
        .toSorted((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit)
        .map((run) => summaryOf(counted(run)));
    },
    unfinished: async () => [...runs.values()].filter((run) => !isOver(run.state)).map(counted),
    async durations(step, limit, mode = 'apply') {
      return [...runs.values()]
        .flatMap((run) => run.tasks)
        .filter((task) => task.step === step && task.mode === mode && (task.state === 'done' || task.waited === true))
        .flatMap(({ startedAt, endedAt }) => (startedAt === null || endedAt === null ? [] : [{ startedAt, endedAt }]))
        .toSorted((a, b) => b.endedAt - a.endedAt)
        .slice(0, limit)
        .map(({ startedAt, endedAt }) => endedAt - startedAt);
    },
  };
}

function logs(): Pick<RunStore, 'appendLog' | 'lastLogSeq' | 'readLog'> {
  const byRun = new Map<string, LogLine[]>();
  return {
    async appendLog(runId, lines) {
      const known = byRun.get(runId);
      if (known === undefined) byRun.set(runId, [...lines]);
      else for (const line of lines) known.push(line);
    },
    lastLogSeq: async (runId) => byRun.get(runId)?.at(-1)?.seq ?? -1,
    async readLog(runId, { taskId, search, after, limit }) {
      const wanted = asciiLower(search ?? '');
      // Lines are numbered from 0 without gaps, so a watcher's next page needs no search.
      const found = (byRun.get(runId) ?? [])
        .slice(after + 1)
        .filter((line) => (taskId === undefined || line.taskId === taskId) && (wanted === '' || asciiLower(line.text).includes(wanted)));
      return { lines: found.slice(0, limit), more: found.length > limit };
    },
  };
}
