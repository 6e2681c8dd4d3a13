import { describe, expect, it } from 'vitest';
import type { Run } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { RunStore } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { followRun, sketchDeps, sketchPlan, sketchPlatform, sketchStep, type TaskSketch } from './fixtures.ts';
import { createRuns, type Runs } from './runs.ts';
import type { Step, StepContext } from './step.ts';
import type { RunsDeps } from './engine.ts';

function setUp(steps: readonly Step[], more: Partial<RunsDeps> = {}, store: RunStore = memoryRuns()) {
  const clock = virtualClock();
  const deps = sketchDeps({ store, clock, steps, more });
  const runs = createRuns(deps);
  const start = (tasks: readonly TaskSketch[]) => runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'window' });
  return { store, clock, deps, runs, start };
}

/** Until the run is over. */
async function ended(runs: Runs, runId: string): Promise<Run> {
  await followRun(runs, runId);
  return runs.get(runId);
}

/** Until the run is in this state, over or not. */
async function reaches(runs: Runs, runId: string, state: Run['state']): Promise<Run> {
  for (let turn = 0; turn < 1000; turn += 1) {
    const run = await runs.get(runId);
    if (run.state === state) return run;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`It never became ${state}: ${JSON.stringify(await runs.get(runId))}`);
}

const states = (run: Run) => Object.fromEntries(run.tasks.map((task) => [task.id, task.state]));
const nothing = async () => {};
/** A step that goes on until its signal ends it. */
const endless = (context: StepContext) =>
  new Promise<void>((_, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true }));

describe('a run', () => {
  it('carries out what is missing and leaves alone what is there', async () => {
    const { runs, start } = setUp([sketchStep('a', nothing), sketchStep('b', nothing, { holds: true }), sketchStep('c', nothing)]);
    const run = await ended(runs, await start([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['b'] }]));
    expect(run.state).toBe('done');
    expect(states(run)).toEqual({ a: 'done', b: 'unchanged', c: 'done' });
    expect(run.counts).toMatchObject({ done: 2, unchanged: 1, waiting: 0 });
    expect(run.leftMs).toBeNull();
  });

  it('stops only what depends on a failure', async () => {
    const fail = sketchStep('bad', async () => {
      throw fault('SNAP_MISSING', { host: 'n1' });
    });
    const { runs, start } = setUp([fail, sketchStep('good', nothing), sketchStep('after', nothing)]);
    const run = await ended(runs, await start([{ id: 'bad' }, { id: 'after', needs: ['bad'] }, { id: 'good' }]));
    expect(run.state).toBe('failed');
    expect(states(run)).toEqual({ bad: 'failed', after: 'waiting', good: 'done' });
    expect(run.headline).toBe('snapd is not installed on n1.');
    expect(run.tasks[0]?.fault).toMatchObject({ code: 'SNAP_MISSING', action: 'retry' });
  });

  it('lets looking decide, not the absence of an error', async () => {
    const liar: Step = {
      ...sketchStep('liar', nothing),
      check: async () => ({ holds: false, seen: 'no such node' }),
    };
    const { runs, start } = setUp([liar]);
    const run = await ended(runs, await start([{ id: 'liar' }]));
    expect(run.tasks[0]?.fault).toMatchObject({ code: 'NOT_VERIFIED', why: 'no such node' });
  });

  it('asks verify where a step has one', async () => {
    let verified = 0;
    const step: Step = {
      ...sketchStep('a', nothing),
      check: async () => ({ holds: false, seen: '' }),
      verify: async () => ({ holds: (verified += 1) > 0, seen: 'there' }),
    };
    const { runs, start } = setUp([step]);
    expect(states(await ended(runs, await start([{ id: 'a' }])))).toEqual({ a: 'done' });
    expect(verified).toBe(1);
  });

  it('refuses an unknown step, and a second run on the same platform, naming the first', async () => {
    const { runs, start } = setUp([sketchStep('a', endless)]);
    await expect(start([{ id: 'x' }])).rejects.toMatchObject({ view: { code: 'PLAN_INVALID' } });
    const first = await start([{ id: 'a' }]);
    await expect(start([{ id: 'a' }])).rejects.toMatchObject({
      view: { code: 'PLATFORM_BUSY', details: { platform: 'Home', runId: first } },
    });
    await runs.cancel(first);
    await ended(runs, first);
    await expect(start([{ id: 'a' }])).resolves.not.toBe(first);
  });

  it('turns an unknown error into INTERNAL with a reference, and stays silent about secrets in it', async () => {
    const step = sketchStep('a', async (context) => {
      throw new TypeError(`cannot read ${context.password?.reveal()}`);
    });
    const { runs, deps } = setUp([step]);
    const { Secret } = await import('#core/secret.ts');
    const runId = await runs.start({
      plan: sketchPlan([{ id: 'a' }]),
      platform: sketchPlatform(),
      startedBy: 'window',
      password: new Secret('hunter2-canary'),
    });
    const run = await ended(runs, runId);
    expect(run.tasks[0]?.fault).toMatchObject({ code: 'INTERNAL', details: { reference: 'ref-1' } });
    expect(deps.log.lines.join('\n')).toContain('TypeError: cannot read [secret]');
    expect(deps.log.lines.join('\n')).not.toContain('hunter2');
  });
});

describe('tries', () => {
  const flaky = (failures: number, attempts: number): Step & { tries: number } => {
    const step = {
      ...sketchStep('flaky', nothing),
      attempts,
      tries: 0,
      async check() {
        return { holds: false, seen: '' };
      },
      verify: async () => ({ holds: true, seen: '' }),
      async apply() {
        step.tries += 1;
        if (step.tries <= failures) throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
      },
    };
    return step;
  };

  it('repeats transient errors, with the last one in sight meanwhile', async () => {
    const step = flaky(2, 5);
    const { runs, start } = setUp([step]);
    const runId = await start([{ id: 'flaky' }]);
    const events = await followRun(runs, runId);
    const seen = events.flatMap((event) => (event.type === 'tasks' ? event.tasks : []));
    const retrying = seen.filter((task) => task.state === 'running' && task.fault !== null);
    expect(retrying.map((task) => `${task.attempt}/${task.attempts} ${task.fault?.code}`)).toContain('1/5 NODE_UNREACHABLE');
    expect((await runs.get(runId)).tasks[0]).toMatchObject({ state: 'done', attempt: 3, fault: null });
  });

  it('does not count the tries in which a machine that was there is away', async () => {
    const step = sketchStep('leave', async () => {
      tries += 1;
      if (tries <= 6) throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
      if (tries <= 8) throw fault('PACKAGE_LOCKED', { host: 'n1', holder: 'apt' });
    });
    let tries = 0;
    const { runs, start } = setUp([sketchStep('look', async () => {}), { ...step, attempts: 4 }]);
    const tasks = [
      { id: 'look', nodeId: 'n1' },
      { id: 'leave', nodeId: 'n1', needs: ['look'] },
    ];
    const run = await ended(runs, await start(tasks));
    expect(run.tasks[1]).toMatchObject({ state: 'done', attempt: 9, attempts: 4 });
  });

  it('gives up after the last try', async () => {
    const step = flaky(9, 3);
    const { runs, start } = setUp([step]);
    const run = await ended(runs, await start([{ id: 'flaky' }]));
    expect(run.tasks[0]).toMatchObject({ state: 'failed', attempt: 3, fault: { code: 'NODE_UNREACHABLE' } });
    expect(step.tries).toBe(3);
  });

  it('has changed nothing where it only waited for what came by itself', async () => {
    let looks = 0;
    const comes = async () => ({ holds: (looks += 1) > 1, seen: '' });
    const { runs, start } = setUp([{ id: 'wait', attempts: 2, timeoutMs: 60_000, check: comes, verify: comes }]);
    const run = await ended(runs, await start([{ id: 'wait' }]));
    expect(run.tasks[0]).toMatchObject({ state: 'unchanged', attempt: 1, fault: null, waited: true });
    expect(run.tasks[0]?.acted).not.toBe(true);
  });

  it('never repeats a permanent error', async () => {
    let tries = 0;
    const step = { ...sketchStep('a', async () => {}), attempts: 5 };
    step.apply = async () => {
      tries += 1;
      throw fault('SUDO_PASSWORD_NEEDED', { host: 'n1', user: 'u' });
    };
    const { runs, start } = setUp([step]);
    const run = await ended(runs, await start([{ id: 'a' }]));
    expect(tries).toBe(1);
    expect(run.tasks[0]?.fault?.action).toBe('enter-password');
  });

  it('ends a step that gives no answer', async () => {
    const { runs, start, clock } = setUp([{ ...sketchStep('slow', endless), timeoutMs: 30_000 }]);
    const before = clock.now();
    const run = await ended(runs, await start([{ id: 'slow' }]));
    expect(run.tasks[0]?.fault).toMatchObject({ code: 'TIMED_OUT', details: { doing: 'Do slow', seconds: 30 } });
    expect(clock.now() - before).toBeLessThan(40_000);
  });

  it('does not wait for ever for a step that ignores its signal', async () => {
    const deaf = { ...sketchStep('deaf', () => new Promise<void>(() => {})), timeoutMs: 1000 };
    const { runs, start } = setUp([deaf]);
    expect((await ended(runs, await start([{ id: 'deaf' }]))).tasks[0]?.fault?.code).toBe('TIMED_OUT');
  });
});

describe('a person', () => {
  it('pauses and resumes: what runs is finished first', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { runs, start } = setUp([sketchStep('a', () => gate), sketchStep('b', nothing)]);
    const runId = await start([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
    expect(await runs.pause(runId)).toEqual({ state: 'pausing' });
    release();
    expect(states(await reaches(runs, runId, 'paused'))).toEqual({ a: 'done', b: 'waiting' });
    await expect(start([{ id: 'b' }])).rejects.toMatchObject({ view: { code: 'PLATFORM_BUSY' } });
    await runs.resume(runId);
    expect(states(await ended(runs, runId))).toEqual({ a: 'done', b: 'done' });
  });

  it('pausing ends the wait for another try, keeps its reason in sight, and resuming tries again', async () => {
    let tries = 0;
    const step = sketchStep('a', async () => {
      tries += 1;
      if (tries > 1) return;
      const [run] = await runs.list({ limit: 1 });
      await runs.pause(run?.id ?? '');
      throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
    });
    const { runs, start } = setUp([{ ...step, attempts: 8 }]);
    const runId = await start([{ id: 'a' }]);
    const paused = await reaches(runs, runId, 'paused');
    expect(tries).toBe(1);
    expect(paused.tasks[0]).toMatchObject({ state: 'waiting', fault: { code: 'NODE_UNREACHABLE' } });
    await runs.resume(runId);
    expect(states(await ended(runs, runId))).toEqual({ a: 'done' });
    expect(tries).toBe(2);
  });

  it('cancels: the signal reaches the step, and the run is over', async () => {
    let told = false;
    const step = sketchStep('a', (context) =>
      endless(context).finally(() => {
        told = true;
      }),
    );
    const { runs, start } = setUp([step, sketchStep('b', nothing)]);
    const runId = await start([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
    await runs.cancel(runId);
    const run = await ended(runs, runId);
    expect(told).toBe(true);
    expect(run.state).toBe('cancelled');
    expect(states(run)).toEqual({ a: 'cancelled', b: 'cancelled' });
    await expect(runs.pause(runId)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
  });

  it('takes a cancelled run up again, keeping what was finished', async () => {
    let first = true;
    let applied = 0;
    const once = sketchStep('a', async () => void (applied += 1));
    const step = sketchStep('b', (context) => {
      if (!first) return Promise.resolve();
      first = false;
      return endless(context);
    });
    const { runs, start } = setUp([once, step]);
    const runId = await start([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
    for (let run = await runs.get(runId); run.tasks[1]?.state !== 'running'; run = await runs.get(runId)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await runs.cancel(runId);
    await ended(runs, runId);
    await runs.resume(runId);
    expect(states(await ended(runs, runId))).toEqual({ a: 'done', b: 'done' });
    expect(applied).toBe(1);
  });

  it('retries a failed task, and the run goes on from there', async () => {
    let mended = false;
    const step = sketchStep('a', async () => {
      if (!mended) throw fault('SNAP_MISSING', { host: 'n1' });
    });
    const { runs, start } = setUp([step, sketchStep('b', nothing)]);
    const runId = await start([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
    await ended(runs, runId);
    mended = true;
    expect(await runs.retryTask(runId, 'a')).toEqual({ state: 'running' });
    const run = await ended(runs, runId);
    expect(states(run)).toEqual({ a: 'done', b: 'done' });
    expect(run).toMatchObject({ state: 'done', headline: '' });
  });

  it('cannot retry a run while another holds the platform', async () => {
    const bad = sketchStep('bad', async () => {
      throw fault('SNAP_MISSING', { host: 'n1' });
    });
    const { runs, start } = setUp([bad, sketchStep('long', endless)]);
    const failed = await start([{ id: 'bad' }]);
    await ended(runs, failed);
    const other = await start([{ id: 'long' }]);
    await expect(runs.retryTask(failed, 'bad')).rejects.toMatchObject({ view: { code: 'PLATFORM_BUSY', details: { runId: other } } });
    expect((await runs.get(failed)).state).toBe('failed');
    await runs.cancel(other);
  });

  it('skips a failed task and with it what needs it; the rest counts as done', async () => {
    const bad = sketchStep('bad', async () => {
      throw fault('SNAP_MISSING', { host: 'n1' });
    });
    const { runs, start } = setUp([bad, sketchStep('x', nothing), sketchStep('y', nothing)]);
    const runId = await start([{ id: 'bad' }, { id: 'x', needs: ['bad'] }, { id: 'y' }]);
    await ended(runs, runId);
    expect(await runs.skipTask(runId, 'bad')).toEqual({ state: 'done' });
    expect(states(await runs.get(runId))).toEqual({ bad: 'skipped', x: 'skipped', y: 'done' });
  });

  it('is told when there is no such run or task', async () => {
    const { runs, start } = setUp([sketchStep('a', endless)]);
    await expect(runs.get('nope')).rejects.toMatchObject({ view: { code: 'NOT_FOUND', details: { thing: 'run' } } });
    const runId = await start([{ id: 'a' }]);
    await expect(runs.skipTask(runId, 'nope')).rejects.toMatchObject({ view: { code: 'NOT_FOUND', details: { thing: 'task' } } });
    await runs.cancel(runId);
  });
});

describe('time left', () => {
  it('comes from the history of the same steps, side by side where they may be', async () => {
    const sleepy = (id: string, ms: number) => sketchStep(id, (context) => context.ports.clock.sleep(ms, context.signal));
    const store = memoryRuns();
    const first = setUp([sleepy('a', 7000)], {}, store);
    await ended(first.runs, await first.start([{ id: 'a:1', step: 'a' }]));
    const { runs, start } = setUp([sketchStep('a', endless)], {}, store);
    const runId = await start([
      { id: 'a:1', step: 'a', estimateMs: 99_000 },
      { id: 'a:2', step: 'a', estimateMs: 99_000 },
      { id: 'a:3', step: 'a', estimateMs: 99_000, needs: ['a:1', 'a:2'] },
    ]);
    expect((await runs.get(runId)).leftMs).toBeGreaterThan(13_000);
    expect((await runs.get(runId)).leftMs).toBeLessThan(15_000);
    await runs.cancel(runId);
  });
});

describe('a journal that cannot be written', () => {
  it('stops the run without a further effect; it can be resumed once there is room again', async () => {
    const store = memoryRuns();
    let full = false;
    const applied: string[] = [];
    const recordTasks: RunStore['recordTasks'] = async (runId, patches) => {
      if (full) throw fault('DATA_NOT_WRITABLE', { path: '/data', reason: 'The disk is full.' });
      await store.recordTasks(runId, patches);
    };
    const note = (id: string, after = nothing) =>
      sketchStep(id, async () => {
        applied.push(id);
        await after();
      });
    const steps = [note('a', async () => void (full = true)), note('b')];
    const { runs, start, deps } = setUp(steps, {}, { ...store, recordTasks });
    const runId = await start([{ id: 'a' }, { id: 'b', needs: ['a'] }]);
    const stopped = await reaches(runs, runId, 'interrupted');
    expect(states(stopped)).toEqual({ a: 'interrupted', b: 'waiting' });
    expect(deps.log.lines.join()).toContain('journal');
    full = false;
    await runs.resume(runId);
    expect(states(await ended(runs, runId))).toEqual({ a: 'done', b: 'done' });
    expect(applied).toEqual(['a', 'b']);
  });
});
