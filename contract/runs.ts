// Everything that changes the world is a run: a plan, its tasks, their journal and their log.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { duration, id, instant, procedure } from './base.ts';
import { clusterLoginSettings } from './cluster-login.ts';
import { faultView } from './faults/entry.ts';
import { nodeName } from './nodes.ts';
import { platformContent } from './platforms.ts';

export const taskState = z.enum(['waiting', 'ready', 'running', 'done', 'unchanged', 'failed', 'skipped', 'cancelled', 'interrupted']);
export type TaskState = z.infer<typeof taskState>;
export const runState = z.enum(['running', 'pausing', 'paused', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted']);
export type RunState = z.infer<typeof runState>;

/**
 * access: put Hearth's key on the machines, optionally allow passwordless sudo. provision: bare machines to cluster and components.
 * fix: mend what the preflight found. undo: take back what an earlier run did. remove-node: out of the cluster and the inventory.
 * rebuild-node: out of the cluster, installed anew, and in again. rename-node: the same under another name. upgrade: another snap channel,
 * node by node. renew-certificates: those of the control nodes that are about to end. rehearse: a dry run of provision, which only looks.
 * cluster-login: the API servers accept the accounts of an OpenID Connect issuer. open-node, close-node: whether new pods may start on it.
 */
export const runKind = z.enum([
  'access',
  'provision',
  'fix',
  'undo',
  'remove-node',
  'rebuild-node',
  'rename-node',
  'upgrade',
  'renew-certificates',
  'rehearse',
  'cluster-login',
  'open-node',
  'close-node',
]);
export type RunKind = z.infer<typeof runKind>;
/**
 * What a task does with its step: bring about what it wants, take that back, or only look. Rehearsed, `unchanged` is what is so already,
 * `done` what would be changed, and `skipped` what cannot be known before something else was changed.
 */
const taskMode = z.enum(['apply', 'undo', 'rehearse']);
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
  /** True where the estimate is what earlier runs took; else it is our guess. */
  usual: z.boolean().optional(),
  /** What the step reads; plain data without secrets. */
  input: z.record(z.string(), z.unknown()),
});
export type PlannedTask = z.infer<typeof plannedTask>;

/** How many changes tasks make: the same number for a plan, its dry run and its file. */
export const changesIn = (tasks: readonly Pick<PlannedTask, 'changes'>[]): number =>
  tasks.reduce((sum, { changes }) => sum + changes.length, 0);

export const plan = z.object({
  kind: runKind,
  title: z.string(),
  platformId: id,
  phases: z.array(z.object({ id: z.string(), title: z.string() })),
  tasks: z.array(plannedTask),
  /** For an undo: what it leaves as it is, and why; one sentence each. */
  stays: z.array(z.string()).default([]),
  /**
   * The identity of what it does, and to what: equal for plans that do the same, whatever the times in them. A dry run has that of the
   * set-up that it rehearses. Plans stored before there was one have "".
   */
  digest: z.string().default(''),
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
  /** While it takes much longer than usual: since when, and what it waits for as far as a look could tell, "" else. Shown, not journalled. */
  stalled: z.object({ since: instant, sentence: z.string() }).nullable().optional(),
  /** While another try is waited for: when it begins. Shown, not journalled. */
  retryAt: instant.nullable().optional(),
  lastLine: z.string(),
  /** True once this run has begun the task's effect, even if it never learned how that ended; an undo counts by it. */
  acted: z.boolean().optional(),
  /** True when it changed nothing and what it looks for came while it waited; how long that took is remembered as for work. */
  waited: z.boolean().optional(),
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
  /** Milliseconds left, from the history of the same tasks; null when over, unknown, or held up by what is tried again. */
  leftMs: duration.nullable(),
  /** The sentence of the first failure, if any. */
  headline: z.string(),
  /** As `leftMs`, for each phase with anything left to do: how long that takes from its beginning, or from now on. Left out where `leftMs` is null. */
  phaseLeftMs: z.record(z.string(), duration).optional(),
  /** The first task under way that takes much longer than usual, and what it waits for; left out when there is none. */
  stalled: z.string().optional(),
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
const aboutNode = {
  platformId: id,
  nodeId: id,
  /** Said by a person who has read which volumes lie on that machine; without it a machine with volumes is left as it is. */
  keepVolumes: z.boolean().default(false),
};
const aboutNewPods = {
  platformId: id,
  /** As the cluster calls it; it need not be in the list of machines. */
  node: z
    .string()
    .max(253)
    .regex(/^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/, 'Use the name of a node, as the cluster has it.'),
};
const wishes = [
  z.object({
    kind: z.literal('access'),
    platformId: id,
    /** Only these machines, each having its own password; all when left out. */
    nodeIds: z.array(id).min(1).optional(),
    /** Write a sudoers rule that lets this user work without a password. */
    passwordlessSudo: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('provision'), platformId: id }),
  z.object({ kind: z.literal('fix'), platformId: id, fixes: z.array(z.object({ nodeId: id, check: z.string() })).min(1) }),
  z.object({
    kind: z.literal('remove-node'),
    ...aboutNode,
    /** leave: the machine answers and leaves by itself. lost: it will not come back; only the cluster is told. */
    machine: z.enum(['leave', 'lost']),
  }),
  z.object({ kind: z.literal('rebuild-node'), ...aboutNode }),
  z.object({ kind: z.literal('rename-node'), ...aboutNode, name: nodeName }),
  z.object({ kind: z.literal('upgrade'), platformId: id, channel: platformContent.shape.channel }),
  z.object({ kind: z.literal('renew-certificates'), platformId: id }),
  z.object({ kind: z.literal('rehearse'), platformId: id }),
  z.object({ kind: z.literal('cluster-login'), platformId: id, ...clusterLoginSettings.shape }),
  z.object({ kind: z.literal('open-node'), ...aboutNewPods }),
  z.object({ kind: z.literal('close-node'), ...aboutNewPods }),
] as const;
/** What a plan is wanted for. */
export const runWish = z.discriminatedUnion('kind', wishes);
export type RunWish = z.infer<typeof runWish>;
/** Used for one run only, kept in memory, never stored. */
const password = z.string().min(1).max(1024).optional();
/** Of the plan that was read; left out: nobody has read one. */
const planDigest = z
  .string()
  .max(64)
  .optional()
  .describe('The digest of the plan that was read. If the plan is another one by now, nothing is started: PLAN_CHANGED.');
const started = { password, planDigest };
const [access, provision, fix, remove, rebuild, rename, upgrade, renew, rehearse, login, open, close] = wishes;
const startedWish = z.discriminatedUnion('kind', [
  access.extend(started),
  provision.extend(started),
  fix.extend(started),
  remove.extend(started),
  rebuild.extend(started),
  rename.extend(started),
  upgrade.extend(started),
  renew.extend(started),
  rehearse.extend(started),
  login.extend(started),
  open.extend(started),
  close.extend(started),
]);

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
    .route({ method: 'POST', path: '/runs/plan', summary: 'Make the plan of a run; changes nothing. Its digest stands for what it does' })
    .input(runWish)
    .output(plan),
  planText: procedure
    .route({
      method: 'POST',
      path: '/runs/plan/text',
      summary: 'Make the plan of a run as Markdown: its order, times and changes for each machine',
    })
    .input(runWish)
    .output(z.object({ markdown: z.string(), digest: plan.shape.digest })),
  start: procedure
    .route({
      method: 'POST',
      path: '/runs',
      summary:
        'Start a run. Pass the digest of the plan that was read as planDigest: if the plan is another one by now, nothing is started',
    })
    .meta({ scope: 'change' })
    .input(startedWish)
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
    .route({
      method: 'POST',
      path: '/runs/{runId}/undo',
      summary: 'Take back what an ended run did, as a run of its own. Pass the digest of its undo plan as planDigest',
    })
    .meta({ scope: 'change' })
    .input(oneRun.extend({ planDigest }))
    .output(z.object({ runId: id })),
  skipTask: actOnTask('skip', 'Leave a failed task out; what needs it is left out too'),
  skipNode: procedure
    .route({
      method: 'POST',
      path: '/runs/{runId}/nodes/{nodeId}/skip',
      summary: 'Go on without a machine: what is left to do on it is left out',
    })
    .meta({ scope: 'change' })
    .input(z.object({ runId: id, nodeId: id }))
    .output(changed),
};
