// What only looks is written down a moment later than it happens, and never later than what it has to stand before.
import { describe, expect, it } from 'vitest';
import type { Run } from '#contract/runs.ts';
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
const chain = (...ids: readonly string[]): TaskSketch[] =>
  ids.map((id, index) => ({ id, needs: ids.slice(Math.max(0, index - 1), index) }));
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
    const { runs, start } = setUp([there('a'), there('b'), there('c')], store);
    const runId = await start(chain('a', 'b', 'c'));
    await followRun(runs, runId);
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
    const { runs, start } = setUp(
      [there('a'), { ...there('b'), check: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)) }],
      store,
    );
    const runId = await start(chain('a', 'b'));
    await runs.close();
    expect(states(await store.get(runId))).toMatchObject({ a: 'unchanged' });
  });

  it('is not lost when it cannot be written at once', async () => {
    const { store, written } = countingStore((write) => write === 1);
    const slow: Step = { ...there('b'), check: ({ ports }) => ports.clock.sleep(500).then(() => ({ holds: true, seen: 'there' })) };
    const { runs, start, log } = setUp([there('a'), slow], store);
    const runId = await start(chain('a', 'b'));
    await followRun(runs, runId);
    expect(states(await store.get(runId))).toEqual({ a: 'unchanged', b: 'unchanged' });
    expect(written).toHaveLength(2);
    expect(log).toEqual([expect.stringContaining('tried again')]);
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
});
