import { describe, expect, it } from 'vitest';
import type { Platform } from '#contract/platforms.ts';
import type { Run } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { RunStore } from '#core/ports/store.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import type { RunsDeps } from './engine.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep } from './fixtures.ts';
import { createRuns, type Runs } from './runs.ts';
import type { Step, StepContext } from './step.ts';

const endless = (context: StepContext) =>
  new Promise<void>((_, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true }));
const nothing = async () => {};
const deaf = () => new Promise<void>(() => {});
const plan = sketchPlan([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
const states = (run: Run | null) => run?.tasks.map((task) => `${task.id} ${task.state}`).join(', ');

function engine(store: RunStore, steps: readonly Step[], more: Partial<RunsDeps> = {}) {
  const clock = virtualClock();
  const deps = sketchDeps({ store, clock, steps, more });
  return { runs: createRuns(deps), deps, crash: () => clock.stop() };
}

async function untilOver(runs: Runs, runId: string): Promise<Run> {
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
  return runs.get(runId);
}

/** An engine that carried out nothing and died while `a` ran, after `act`. */
async function crashDuring(act: (runs: Runs, runId: string) => Promise<unknown> = nothing): Promise<{ store: RunStore; runId: string }> {
  const store = memoryRuns();
  const began = Promise.withResolvers<void>();
  const { runs, crash } = engine(store, [
    sketchStep('a', () => {
      began.resolve();
      return deaf();
    }),
    sketchStep('b', nothing),
  ]);
  const runId = await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test', password: new Secret('pass-of-old') });
  await began.promise;
  await act(runs, runId);
  crash();
  return { store, runId };
}

const good = () => [sketchStep('a', nothing), sketchStep('b', nothing)];

describe('after a crash', () => {
  it('a run goes on by itself, and its uncertain task says why it is checked again', async () => {
    const { store, runId } = await crashDuring();
    const { runs } = engine(store, good());
    await runs.recover();
    const run = await untilOver(runs, runId);
    expect(run.state).toBe('done');
    const { lines } = await runs.logs(runId, { after: -1, limit: 10, taskId: 'a' });
    expect(lines[0]).toMatchObject({ stream: 'hearth', text: expect.stringContaining('checked before anything is repeated') });
  });

  it('what it had begun to bring about counts as done by the run, once verified; what stood there before does not', async () => {
    const store = memoryRuns();
    const world = { a: { holds: false }, b: { holds: true } };
    const dying: Step = {
      ...sketchStep('a', nothing, world.a),
      apply: () => {
        world.a.holds = true;
        return deaf();
      },
    };
    const first = engine(store, [dying, sketchStep('b', nothing, world.b)]);
    const runId = await first.runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
    while (!world.a.holds) await new Promise((resolve) => setImmediate(resolve));
    first.crash();
    let verified = 0;
    const verify = async () => ({ holds: (verified += 1) > 0, seen: 'whole' });
    const { runs } = engine(store, [{ ...sketchStep('a', deaf, world.a), verify }, sketchStep('b', nothing, world.b)]);
    await runs.recover();
    expect(states(await untilOver(runs, runId))).toBe('a done, b unchanged');
    expect(verified).toBe(1);
    const { lines } = await runs.logs(runId, { after: -1, limit: 10, taskId: 'a' });
    expect(lines[0]?.text).toContain('counts as done by this run');
  });

  it('a run that was being paused is paused, and waits to be resumed', async () => {
    const { store, runId } = await crashDuring((runs, id) => runs.pause(id));
    const { runs } = engine(store, good());
    await runs.recover();
    expect(await store.get(runId)).toMatchObject({ state: 'paused' });
    expect(states(await store.get(runId))).toBe('a interrupted, b waiting');
    await runs.resume(runId);
    expect((await untilOver(runs, runId)).state).toBe('done');
  });

  it('a run that was being cancelled is cancelled', async () => {
    const { store, runId } = await crashDuring((runs, id) => runs.cancel(id));
    const { runs } = engine(store, good());
    await runs.recover();
    expect(await store.get(runId)).toMatchObject({ state: 'cancelled' });
    expect(states(await store.get(runId))).toBe('a cancelled, b cancelled');
  });

  it('a run that finds no room on the disk stands interrupted, and goes on when it is resumed', async () => {
    const { store, runId } = await crashDuring();
    let full = true;
    const appendLog: RunStore['appendLog'] = async (id, lines) => {
      if (full) throw fault('DATA_NOT_WRITABLE', { path: '/data', reason: 'The disk is full.' });
      await store.appendLog(id, lines);
    };
    const { runs } = engine({ ...store, appendLog }, good());
    await runs.recover();
    expect((await runs.get(runId)).state).toBe('interrupted');
    full = false;
    await runs.resume(runId);
    expect((await untilOver(runs, runId)).state).toBe('done');
  });

  it('a password is asked for again; everything else goes on', async () => {
    const { store, runId } = await crashDuring();
    const needy = sketchStep('a', async ({ password }) => {
      if (password === null) throw fault('SUDO_PASSWORD_NEEDED', { host: 'n1', user: 'ubuntu' });
    });
    const { runs } = engine(store, [needy, sketchStep('b', nothing)]);
    await runs.recover();
    const run = await untilOver(runs, runId);
    expect(run).toMatchObject({ state: 'failed', tasks: [{ state: 'failed', fault: { action: 'enter-password' } }, { state: 'waiting' }] });
  });

  it('a run whose platform is gone stays interrupted, says why in the log, and does not hold up the others', async () => {
    const { store, runId } = await crashDuring();
    const other = engine(store, good());
    const second = await other.runs.start({ plan: { ...plan, platformId: 'p2' }, platform: sketchPlatform('p2'), startedBy: 'test' });
    other.crash();
    const platforms = { get: async (id: string): Promise<Platform | null> => (id === 'p1' ? null : sketchPlatform(id)) };
    const { runs, deps } = engine(store, good(), { platforms });
    await runs.recover();
    expect((await untilOver(runs, second)).state).toBe('done');
    expect((await runs.get(runId)).state).toBe('interrupted');
    expect(deps.log.lines.join()).toContain('no platform with the id p1');
    expect(await runs.cancel(runId)).toEqual({ state: 'cancelled' });
  });
});

describe('a clean end', () => {
  it('stops what runs; the next start takes it up', async () => {
    const store = memoryRuns();
    let stopped = false;
    const begun = Promise.withResolvers<void>();
    const step = sketchStep('a', (context) => {
      begun.resolve();
      return endless(context).finally(() => (stopped = true));
    });
    const first = engine(store, [step, sketchStep('b', nothing)]);
    const runId = await first.runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
    await begun.promise;
    await first.runs.close();
    expect(stopped).toBe(true);
    expect(await store.get(runId)).toMatchObject({ state: 'interrupted' });
    expect(states(await store.get(runId))).toBe('a interrupted, b waiting');
    await expect(first.runs.start({ plan, platform: sketchPlatform('p9'), startedBy: 'test' })).rejects.toMatchObject({
      view: { code: 'NOT_POSSIBLE_NOW' },
    });
    const { runs } = engine(store, good());
    await runs.recover();
    expect((await untilOver(runs, runId)).state).toBe('done');
  });
});

describe('secrets known to a run', () => {
  it('are in no line, no fault and no journal, whichever way the step came by them', async () => {
    const canaries = { password: 'canary-password', sudo: 'canary-sudo', arg: 'canary-arg-token', stored: 'canary-stored' };
    const store = memoryRuns();
    const clock = virtualClock();
    const leaky = sketchStep('a', async (context) => {
      const node = context.platform.nodes[0];
      if (node === undefined) throw new Error('no node');
      await context.ports.secrets.get('kubeconfig/p1');
      context.target(node);
      for (const value of Object.values(canaries)) context.log(`early ${value}`);
      await context.script(node, {
        script: 'leak',
        args: {},
        secretArgs: { token: new Secret(canaries.arg) },
        asRoot: true,
        changes: true,
        timeoutMs: 1000,
      });
    });
    const deps = sketchDeps({ store, clock, steps: [leaky] });
    const sudoPassword = new Secret(canaries.sudo);
    const runs = createRuns({
      ...deps,
      target: (platform, node) => ({ ...deps.target(platform, node), sudoPassword }),
      ports: {
        ...deps.ports,
        secrets: { ...deps.ports.secrets, get: async () => new Secret(canaries.stored) },
        hosts: {
          ...deps.ports.hosts,
          async run(_target, call, { onLine }) {
            for (const value of Object.values(canaries)) onLine({ stream: 'out', text: `+ echo ${value} ${btoa(`x:${value}`)}` });
            return { exitCode: 3, answers: new Map(), lastLine: `bad ${call.secretArgs?.['token']?.reveal()}` };
          },
        },
      },
    });
    const runId = await runs.start({
      plan: sketchPlan([{ id: 'a' }]),
      platform: sketchPlatform(),
      startedBy: 'test',
      password: new Secret(canaries.password),
    });
    const run = await untilOver(runs, runId);
    expect(run.tasks[0]?.fault).toMatchObject({ code: 'SCRIPT_FAILED', why: 'Its last words: bad [secret]' });
    const { lines } = await runs.logs(runId, { after: -1, limit: 100 });
    const late = lines.filter((line) => !line.text.startsWith('early'));
    expect(late.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify([late, run])).not.toMatch(/canary|Y2FuYXJ5|NhbmFyeS|jYW5hcn/);
    const early = lines.filter((line) => line.text.startsWith('early')).map((line) => line.text);
    expect(early).toEqual(['early [secret]', 'early [secret]', `early ${canaries.arg}`, 'early [secret]']);
  });
});
