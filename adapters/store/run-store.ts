// The journal. Every call is whole or not at all, and kept when its promise resolves; those of one moment share a transaction.
import { sql, type Kysely } from 'kysely';
import { errorCode } from '#adapters/error-code.ts';
import type { LogLine, Run, RunState, RunSummary, TaskState } from '#contract/runs.ts';
import type { RunStore, TaskPatch } from '#core/ports/store.ts';
import { groupCommit, type GroupCommit } from './group-commit.ts';
import { guardFor, type Guard } from './guard.ts';
import { readRun, readSummary, runRow, taskChange, taskRow } from './run-rows.ts';
import type { Tables } from './schema.ts';

/** States in which a run holds its platform; the index one_unfinished_run_per_platform says the same. */
const holding: readonly RunState[] = ['running', 'pausing', 'paused', 'cancelling', 'interrupted'];
/** SQLite takes 32,766 values in a statement; a line of the log has six, a task twelve. */
const rowsPerInsert = 1000;

type Db = Kysely<Tables>;

interface Access {
  readonly db: Db;
  readonly guard: Guard;
  readonly commit: GroupCommit;
}

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerInsert) }, (_, index) =>
    rows.slice(index * rowsPerInsert, (index + 1) * rowsPerInsert),
  );

const looksOnly: ReadonlySet<TaskState> = new Set<TaskState>(['waiting', 'ready', 'running', 'unchanged']);
/** Before a machine is touched and after it has been, the disk has to know. What was only looked at is looked at again after a loss of power. */
const weightOf = (patches: readonly TaskPatch[]): 'forced' | 'easy' =>
  patches.every(({ patch }) => patch.acted !== true && (patch.state === undefined || looksOnly.has(patch.state))) ? 'easy' : 'forced';

/** False when the index refused the change: another run holds the platform. */
async function unlessHeld(change: () => Promise<boolean>): Promise<boolean> {
  try {
    return await change();
  } catch (error) {
    const held = errorCode(error) === 'SQLITE_CONSTRAINT_UNIQUE' && error instanceof Error && error.message.includes('runs.platform_id');
    if (held) return false;
    throw error;
  }
}

export function runStore(db: Db, dir: string): RunStore {
  const access: Access = { db, guard: guardFor(dir), commit: groupCommit(db) };
  return { ...journal(access), ...history(access), ...logs(access) };
}

function journal({ db, guard, commit }: Access): Pick<RunStore, 'create' | 'reopen' | 'recordTasks' | 'recordRun'> {
  return {
    create: (run) =>
      guard(() =>
        unlessHeld(() =>
          db.transaction().execute(async (trx) => {
            await trx.insertInto('runs').values(runRow(run)).execute();
            const rows = run.tasks.map((task, position) => taskRow(run.id, task, position));
            for (const part of chunks(rows)) await trx.insertInto('tasks').values(part).execute();
            return true;
          }),
        ),
      ),
    reopen: (runId) =>
      guard(() =>
        unlessHeld(async () => {
          const changed = await db
            .updateTable('runs')
            .set(({ eb }) => ({ state: 'running', ended_at: null, seq: eb('seq', '+', 1) }))
            .where('id', '=', runId)
            .where('state', 'not in', holding)
            .executeTakeFirst();
          return changed.numUpdatedRows > 0n;
        }),
      ),
    recordTasks: (runId, patches) =>
      guard(() =>
        commit(weightOf(patches), async (trx) => {
          for (const { taskId, patch } of patches) {
            const change = taskChange(patch);
            if (Object.keys(change).length === 0) continue;
            await trx.updateTable('tasks').set(change).where('run_id', '=', runId).where('id', '=', taskId).execute();
          }
          await trx
            .updateTable('runs')
            .set(({ eb }) => ({ seq: eb('seq', '+', 1) }))
            .where('id', '=', runId)
            .execute();
        }),
      ),
    recordRun: (runId, { state, endedAt }) =>
      guard(async () => {
        await db
          .updateTable('runs')
          .set(({ eb }) => ({ state, ended_at: endedAt, seq: eb('seq', '+', 1) }))
          .where('id', '=', runId)
          .execute();
      }),
  };
}

function history({ db, guard }: Access): Pick<RunStore, 'get' | 'list' | 'unfinished' | 'durations'> {
  return {
    get: (runId) =>
      guard(async () => {
        const row = await db.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst();
        return row === undefined ? null : readRun(row, await tasksOf(db, runId));
      }),
    list: (filter) => guard(() => listSummaries(db, filter)),
    unfinished: () =>
      guard(async () => {
        const rows = await db.selectFrom('runs').selectAll().where('state', 'in', holding).orderBy('started_at').execute();
        const runs: Run[] = [];
        for (const row of rows) runs.push(readRun(row, await tasksOf(db, row.id)));
        return runs;
      }),
    durations: (step, limit, mode = 'apply') =>
      guard(async () => {
        const rows = await db
          .selectFrom('tasks')
          .select(sql<number>`ended_at - started_at`.as('duration'))
          .where((eb) => eb.or([eb('state', '=', 'done'), eb('waited', '=', 1)]))
          .where('step', '=', step)
          .where(sql<string>`coalesce(planned ->> '$.mode', 'apply')`, '=', mode)
          .where('started_at', 'is not', null)
          .where('ended_at', 'is not', null)
          .orderBy('ended_at', 'desc')
          .limit(limit)
          .execute();
        return rows.map((row) => row.duration);
      }),
  };
}

const tasksOf = (db: Db, runId: string) => db.selectFrom('tasks').selectAll().where('run_id', '=', runId).orderBy('position').execute();

async function listSummaries(
  db: Db,
  { platformId, limit }: { readonly platformId?: string; readonly limit: number },
): Promise<RunSummary[]> {
  let query = db
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(limit);
  if (platformId !== undefined) query = query.where('platform_id', '=', platformId);
  const rows = await query.execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const states = await db
    .selectFrom('tasks')
    .select(({ fn }) => ['run_id', 'state', fn.countAll<number>().as('count')])
    .where('run_id', 'in', ids)
    .groupBy(['run_id', 'state'])
    .execute();
  const failures = await db
    .selectFrom('tasks')
    .select(['run_id', 'fault'])
    .where('run_id', 'in', ids)
    .where('state', '=', 'failed')
    .orderBy('ended_at')
    .orderBy('position')
    .execute();
  const statesByRun = Map.groupBy(states, (row) => row.run_id);
  const failuresByRun = Map.groupBy(failures, (row) => row.run_id);
  return rows.map((row) => readSummary(row, statesByRun.get(row.id) ?? [], failuresByRun.get(row.id)?.[0]?.fault ?? null));
}

const likePattern = (text: string) => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function logs({ db, guard, commit }: Access): Pick<RunStore, 'appendLog' | 'lastLogSeq' | 'readLog'> {
  return {
    appendLog: (runId, lines) =>
      guard(() =>
        // Forced to the disk with the end of its task.
        commit('easy', async (trx) => {
          const rows = lines.map(({ seq, taskId, at, stream, text }) => ({ run_id: runId, seq, task_id: taskId, at, stream, text }));
          for (const part of chunks(rows)) await trx.insertInto('log_lines').values(part).execute();
        }),
      ),
    lastLogSeq: (runId) =>
      guard(async () => {
        const row = await db
          .selectFrom('log_lines')
          .select('seq')
          .where('run_id', '=', runId)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row?.seq ?? -1;
      }),
    readLog: (runId, { taskId, search, after, limit }) =>
      guard(async () => {
        let query = db
          .selectFrom('log_lines')
          .selectAll()
          .where('run_id', '=', runId)
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(limit + 1);
        if (taskId !== undefined) query = query.where('task_id', '=', taskId);
        if (search !== undefined && search !== '') query = query.where(sql<boolean>`text LIKE ${likePattern(search)} ESCAPE '\\'`);
        const rows = await query.execute();
        const lines = rows
          .slice(0, limit)
          .map(({ seq, task_id, at, stream, text }): LogLine => ({ seq, taskId: task_id, at, stream, text }));
        return { lines, more: rows.length > limit };
      }),
  };
}
