// What only looks is written down a moment later than it happens, and never later than what it has to stand before.
import { describe, expect, it } from 'vitest';
import type { Run, RunEvent } from '#contract/runs.ts';
import type { RunStore } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { followRun, sketchDeps, sketchPlan, sketchPlatform, sketchStep, type TaskSketch } from './fixtures.ts';
import { createRuns } from './runs.ts';
import type { Step } from './step.ts';

const nothing = async () => {};
const there = (id: string) => sketchStep(id, nothing, { holds: true });
/** Looks, and never finds out. */
const deaf = (id: string): Step => ({ ...there(id), check: () => new Promise(() => {}) });
const slow = (id: string): Step => ({
  ...there(id),
  check: ({ ports }) => ports.clock.sleep(500).then(() => ({ holds: true, seen: 'looked at' })),
});
/** Looks until it is stopped. */
const waits = (id: string): Step => ({
  ...there(id),
  check: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
});
const chain = (...ids: readonly string[]): TaskSketch[] =>
  ids.map((id, index) => ({ id, needs: ids.slice(Math.max(0, index - 1), index) }));
const linesIn = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'log' ? event.lines.map(({ taskId, text }) => `${taskId} ${text}`) : []));
const states = (run: Run | null) => Object.fromEntries((run?.tasks ?? []).map(({ id, state }) => [id, state]));

function setUp(steps: readonly Step[], store: RunStore) {
  const clock = virtualClock();
  const deps = sketchDeps({ store, clock, steps });
  const runs = createRuns(deps);
  const start = (tasks: readonly TaskSketch[]) => runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'window' });
  return { runs, clock, start, log: deps.log.lines };
}

/** Counts the writes of tasks, and refuses those that `refuses` says. */
function countingStore(refuses: (write: number) => boolean = () => false) {
  const store = memoryRuns();
  const written: (readonly string[])[] = [];
  const recordTasks: RunStore['recordTasks'] = async (runId, patches) => {
    written.push(patches.map(({ taskId }) => taskId));
    if (refuses(written.length)) throw new Error('The disk is full.');
    await store.recordTasks(runId, patches);
  };
  return { store: { ...store, recordTasks }, written };
}

describe('what a run only looks at', () => {
  it('is written down together, each task with its last word and after its lines', async () => {
    const { store, written } = countingStore();
    const { clock, start } = setUp([there('a'), there('b'), there('c')], store);
    const runId = await start(chain('a', 'b', 'c'));
    await clock.sleep(1);
    expect(states(await store.get(runId))).toEqual({ a: 'unchanged', b: 'unchanged', c: 'unchanged' });
    expect(written).toEqual([['a', 'b', 'c']]);
    expect((await store.readLog(runId, { after: -1, limit: 10 })).lines.map(({ taskId }) => taskId)).toEqual(['a', 'b', 'c']);
  });

  it('is written down within a moment, also where nothing comes after it', async () => {
    const { store } = countingStore();
    const { clock, start } = setUp([there('a'), deaf('b')], store);
    const runId = await start(chain('a', 'b'));
    await clock.sleep(60);
    expect(states(await store.get(runId))).toEqual({ a: 'unchanged', b: 'running' });
  });

  it('is written down before anybody is told', async () => {
    const { store } = countingStore();
    const { runs, start } = setUp([there('a'), deaf('b')], store);
    const runId = await start(chain('a', 'b'));
    expect(states(await store.get(runId))).toEqual({ a: 'waiting', b: 'waiting' });
    const told = states(await runs.get(runId));
    expect(Object.values(told)).not.toEqual(['waiting', 'waiting']);
    expect(states(await store.get(runId))).toEqual(told);
  });

  it('is written down before anything is changed', async () => {
    const { store } = countingStore();
    const seen: unknown[] = [];
    const act = async () => void seen.push(states((await store.unfinished())[0] ?? null));
    const { runs, start } = setUp([there('a'), sketchStep('b', act)], store);
    await followRun(runs, await start(chain('a', 'b')));
    expect(seen).toEqual([{ a: 'unchanged', b: 'running' }]);
  });

  it('is written down when the engine ends', async () => {
    const { store } = countingStore();
    const { runs, start } = setUp([there('a'), waits('b')], store);
    const runId = await start(chain('a', 'b'));
    await runs.close();
    expect(states(await store.get(runId))).toMatchObject({ a: 'unchanged' });
  });

  it('stops the run when it cannot be written, as anything else would, and is written once there is room again', async () => {
    const { store, written } = countingStore((write) => write === 1);
    const { runs, clock, start, log } = setUp([there('a'), slow('b')], store);
    const runId = await start(chain('a', 'b'));
    await clock.sleep(100);
    expect((await runs.get(runId)).state).toBe('interrupted');
    expect(log.join()).toContain('journal');
    await clock.sleep(1000);
    await runs.resume(runId);
    await followRun(runs, runId);
    expect(states(await store.get(runId))).toEqual({ a: 'unchanged', b: 'unchanged' });
    expect(written.length).toBeGreaterThan(1);
  });

  it('changes nothing while it cannot be written', async () => {
    const { store } = countingStore(() => true);
    const acted: string[] = [];
    const { runs, clock, start } = setUp([there('a'), sketchStep('b', async () => void acted.push('b'))], store);
    const runId = await start(chain('a', 'b'));
    await clock.sleep(60);
    expect((await runs.get(runId)).state).toBe('interrupted');
    expect(acted).toEqual([]);
  });

  it('has told its lines before the run is over, also where the run is cancelled meanwhile', async () => {
    const { store } = countingStore();
    const { runs, clock, start } = setUp([slow('a')], store);
    const runId = await start(chain('a'));
    const followed = followRun(runs, runId);
    await clock.sleep(100);
    await runs.cancel(runId);
    expect(linesIn(await followed)).toEqual(['a looked at']);
    expect((await runs.get(runId)).state).toBe('cancelled');
  });

  it('has told its lines also where it ends together with what was changed', async () => {
    const inner = memoryRuns();
    const clock = virtualClock();
    const recordTasks: RunStore['recordTasks'] = async (runId, patches) => {
      await clock.sleep(5);
      await inner.recordTasks(runId, patches);
    };
    const acts = (id: string, ms: number) => sketchStep(id, ({ ports }) => ports.clock.sleep(ms));
    // While the end of `a` is being written, `b` ends and then `c`.
    const steps = [acts('a', 493), acts('b', 489), slow('c')];
    const runs = createRuns(sketchDeps({ store: { ...inner, recordTasks }, clock, steps }));
    const plan = sketchPlan(['a', 'b', 'c'].map((id) => ({ id })));
    const runId = await runs.start({ plan, platform: sketchPlatform(), startedBy: 'window' });
    expect(linesIn(await followRun(runs, runId))).toContain('c looked at');
  });

  it('keeps no other run from its end when it cannot be written', async () => {
    const inner = memoryRuns();
    let broken = '';
    const recordTasks: RunStore['recordTasks'] = async (runId, patches) => {
      if (runId === broken) throw new Error('The disk is full.');
      await inner.recordTasks(runId, patches);
    };
    const { runs, clock, log } = setUp([waits('a'), waits('b')], { ...inner, recordTasks });
    const begin = (id: string, platformId: string) =>
      runs.start({ plan: sketchPlan([{ id }], platformId), platform: sketchPlatform(platformId), startedBy: 'window' });
    broken = await begin('a', 'p1');
    const sound = await begin('b', 'p2');
    await clock.sleep(100);
    expect((await runs.get(broken)).state).toBe('interrupted');
    await runs.close();
    expect(log.join()).toContain(broken);
    expect(states(await inner.get(sound))).toEqual({ b: 'interrupted' });
  });
});
