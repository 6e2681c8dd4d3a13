// Runs: plan, start, follow, steer.
import { planText as asMarkdown } from '#core/runs/plan-text.ts';
import { Secret } from '#core/secret.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { plan, planText, start, list, get, watch, watchAll, logs, pause, resume, cancel, retryTask, skipTask, skipNode, planUndo, undo } =
  procedures.runs;

export const runs = {
  plan: plan.handler(async ({ input, context: { engine } }) => (await engine.plan(input)).plan),
  planText: planText.handler(async ({ input, context: { engine } }) => {
    const { plan: made, platform } = await engine.plan(input);
    return { markdown: asMarkdown(made, platform.nodes), digest: made.digest };
  }),
  start: start.handler(async ({ input, context: { engine, caller } }) => {
    const password = input.password === undefined ? {} : { password: new Secret(input.password) };
    return {
      runId: await engine.runs.start({ ...(await engine.plan(input)), startedBy: caller.who, read: input.planDigest, ...password }),
    };
  }),
  list: list.handler(({ input: { limit, platformId }, context: { engine } }) =>
    engine.runs.list({ limit, ...(platformId === undefined ? {} : { platformId }) }),
  ),
  get: get.handler(({ input, context: { engine } }) => engine.runs.get(input.runId)),
  watch: watch.handler(async function* ({ input, context: { engine }, signal }) {
    yield* engine.runs.watch(input.runId, input.afterLog, until(signal));
  }),
  watchAll: watchAll.handler(async function* ({ context: { engine }, signal }) {
    yield* engine.runs.watchAll(until(signal));
  }),
  logs: logs.handler(({ input: { runId, after, limit, taskId, search }, context: { engine } }) =>
    engine.runs.logs(runId, { after, limit, ...(taskId === undefined ? {} : { taskId }), ...(search === undefined ? {} : { search }) }),
  ),
  pause: pause.handler(({ input, context: { engine } }) => engine.runs.pause(input.runId)),
  resume: resume.handler(({ input, context: { engine } }) => engine.runs.resume(input.runId)),
  cancel: cancel.handler(({ input, context: { engine } }) => engine.runs.cancel(input.runId)),
  planUndo: planUndo.handler(({ input, context: { engine } }) => engine.runs.planUndo(input.runId)),
  undo: undo.handler(async ({ input, context: { engine, caller } }) => ({
    runId: await engine.runs.undo(input.runId, caller.who, input.planDigest),
  })),
  retryTask: retryTask.handler(({ input, context: { engine } }) => engine.runs.retryTask(input.runId, input.taskId)),
  skipTask: skipTask.handler(({ input, context: { engine } }) => engine.runs.skipTask(input.runId, input.taskId)),
  skipNode: skipNode.handler(({ input, context: { engine } }) => engine.runs.skipNode(input.runId, input.nodeId)),
};
