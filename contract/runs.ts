// Everything that changes the world is a run: a plan, its tasks, their journal and their log.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { duration, id, instant, procedure } from './base.ts';
import { faultView } from './faults/entry.ts';

export const taskState = z.enum(['waiting', 'ready', 'running', 'done', 'unchanged', 'failed', 'skipped', 'cancelled', 'interrupted']);
export type TaskState = z.infer<typeof taskState>;
export const runState = z.enum(['running', 'pausing', 'paused', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted']);
export type RunState = z.infer<typeof runState>;

/** access: put Hearth's key on the machines, optionally allow passwordless sudo. provision: bare machines to cluster and components. undo: take back what an earlier run did. */
export const runKind = z.enum(['access', 'provision', 'undo']);
export type RunKind = z.infer<typeof runKind>;
/** Made from the platform; an undo is made from a run. */
const plannableKind = runKind.exclude(['undo']);
export type PlannableKind = z.infer<typeof plannableKind>;

/** What a task does with its step: bring about what it wants, or take that back. */
const taskMode = z.enum(['apply', 'undo']);
export type TaskMode = z.infer<typeof taskMode>;

/** Stable within a plan, such as "join-worker:node2"; the journal stores it. */
export const taskId = z.string().regex(/^[a-z0-9-]+(:[a-z0-9-]+)?$/);

export const plannedTask = z.object({
  id: taskId,
  step: z.string(),
  /** Journals written before there was an undo lack it. */
  mode: taskMode.default('apply'),
  /** A sentence for the timeline: "Join node2 to the cluster". */
  title: z.string(),
  phase: z.string(),
  nodeId: id.nullable(),
  needs: z.array(taskId),
  /** Tasks with the same lane never run side by side, such as joins. */
  lane: z.string().nullable(),
  /** What it will change, in words, for the review. */
  changes: z.array(z.string()),
  estimateMs: duration,
  /** What the step reads; plain data without secrets. */
  input: z.record(z.string(), z.unknown()),
});
export type PlannedTask = z.infer<typeof plannedTask>;

export const plan = z.object({
  kind: runKind,
  title: z.string(),
  platformId: id,
  phases: z.array(z.object({ id: z.string(), title: z.string() })),
  tasks: z.array(plannedTask),
  /** For an undo: what it leaves as it is, and why; one sentence each. */
  stays: z.array(z.string()).default([]),
  /** Along the critical path, with the parallelism allowed. */
  estimateMs: duration,
});
export type Plan = z.infer<typeof plan>;

export const task = plannedTask.extend({
  state: taskState,
  attempt: z.number().int().nonnegative(),
  attempts: z.number().int().positive(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Kept in sight during retries, with its attempt. */
  fault: faultView.nullable(),
  lastLine: z.string(),
});
export type Task = z.infer<typeof task>;

export const runSummary = z.object({
  id,
  kind: runKind,
  title: z.string(),
  platformId: id,
  state: runState,
  startedAt: instant,
  endedAt: instant.nullable(),
  startedBy: z.string(),
  counts: z.record(taskState, z.number().int()),
  /** Milliseconds left, from the history of the same tasks; null when over or unknown. */
  leftMs: duration.nullable(),
  /** The sentence of the first failure, if any. */
  headline: z.string(),
});
export type RunSummary = z.infer<typeof runSummary>;

export const run = runSummary.extend({ phases: plan.shape.phases, tasks: z.array(task), estimateMs: duration, seq: z.number().int() });
export type Run = z.infer<typeof run>;

export const logLine = z.object({
  /** Rises by one within a run; no gaps, no repeats. */
  seq: z.number().int(),
  taskId,
  at: instant,
  stream: z.enum(['out', 'err', 'hearth']),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLine>;

export const runEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), run }),
  z.object({ type: z.literal('tasks'), summary: runSummary, tasks: z.array(task), seq: z.number().int() }),
  z.object({ type: z.literal('log'), lines: z.array(logLine) }),
]);
export type RunEvent = z.infer<typeof runEvent>;

const oneRun = z.object({ runId: id });
const oneTask = z.object({ runId: id, taskId });
const what = z.object({
  platformId: id,
  kind: plannableKind,
  /** For access: only these machines, each having its own password; all when left out. */
  nodeIds: z.array(id).min(1).optional(),
  /** For access: write a sudoers rule that lets this user work without a password. */
  passwordlessSudo: z.boolean().default(false),
});
const changed = z.object({ state: runState });
const act = (verb: string, summary: string) =>
  procedure
    .route({ method: 'POST', path: `/runs/{runId}/${verb}`, summary })
    .meta({ scope: 'change' })
    .input(oneRun)
    .output(changed);
const actOnTask = (verb: string, summary: string) =>
  procedure
    .route({ method: 'POST', path: `/runs/{runId}/tasks/{taskId}/${verb}`, summary })
    .meta({ scope: 'change' })
    .input(oneTask)
    .output(changed);

export const runs = {
  plan: procedure
    .route({ method: 'POST', path: '/runs/plan', summary: 'Make the plan of a run; changes nothing' })
    .input(what)
    .output(plan),
  start: procedure
    .route({ method: 'POST', path: '/runs', summary: 'Start a run' })
    .meta({ scope: 'change' })
    .input(
      what.extend({
        /** Used for this run only, kept in memory, never stored. */
        password: z.string().min(1).max(1024).optional(),
      }),
    )
    .output(z.object({ runId: id })),
  list: procedure
    .route({ method: 'GET', path: '/runs', summary: 'List runs, newest first' })
    .input(z.object({ platformId: id.optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }))
    .output(z.array(runSummary)),
  get: procedure.route({ method: 'GET', path: '/runs/{runId}', summary: 'Read a run with all its tasks' }).input(oneRun).output(run),
  watch: procedure
    .route({
      method: 'GET',
      path: '/runs/{runId}/events',
      summary: 'Follow a run: a snapshot, then changes and log lines; ends with the run',
    })
    .meta({ scope: 'read', stream: 'endless' })
    .input(oneRun.extend({ afterLog: z.coerce.number().int().min(-1).default(-1) }))
    .output(eventIterator(runEvent)),
  watchAll: procedure
    .route({ method: 'GET', path: '/runs/events', summary: 'Follow the summaries of all runs' })
    .meta({ scope: 'read', stream: 'endless' })
    .output(eventIterator(z.array(runSummary))),
  logs: procedure
    .route({ method: 'GET', path: '/runs/{runId}/logs', summary: 'Read or search the log of a run' })
    .input(
      oneRun.extend({
        taskId: taskId.optional(),
        search: z.string().max(200).optional(),
        after: z.coerce.number().int().min(-1).default(-1),
        limit: z.coerce.number().int().min(1).max(10_000).default(1000),
      }),
    )
    .output(z.object({ lines: z.array(logLine), more: z.boolean() })),
  pause: act('pause', 'Start no further tasks; what runs is finished'),
  resume: act('resume', 'Go on with a paused, interrupted, failed or cancelled run; finished tasks are kept'),
  cancel: act('cancel', 'Stop the run and what it runs on the machines'),
  retryTask: actOnTask('retry', 'Try a failed task again'),
  planUndo: procedure
    .route({ method: 'GET', path: '/runs/{runId}/undo-plan', summary: 'Make the plan that takes back what a run did; changes nothing' })
    .input(oneRun)
    .output(plan),
  undo: procedure
    .route({ method: 'POST', path: '/runs/{runId}/undo', summary: 'Take back what an ended run did, as a run of its own' })
    .meta({ scope: 'change' })
    .input(oneRun)
    .output(z.object({ runId: id })),
  skipTask: actOnTask('skip', 'Leave a failed task out; what needs it is left out too'),
};
