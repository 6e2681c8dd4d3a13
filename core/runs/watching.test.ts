// What a window is told of a run while it goes on.
import { describe, expect, it } from 'vitest';
import type { LogLine, RunEvent } from '#contract/runs.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { followRun, sketchDeps, sketchPlan, sketchPlatform, sketchStep, type TaskSketch } from './fixtures.ts';
import { createRuns } from './runs.ts';
import type { Step } from './step.ts';

function setUp(steps: readonly Step[]) {
  const clock = virtualClock();
  const runs = createRuns(sketchDeps({ store: memoryRuns(), clock, steps, more: {} }));
  const start = (tasks: readonly TaskSketch[]) => runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'window' });
  return { clock, runs, start };
}

const linesOf = (events: readonly RunEvent[]): LogLine[] => events.flatMap((event) => (event.type === 'log' ? event.lines : []));

describe('watching', () => {
  const chatty = (count: number) =>
    sketchStep('talk', async (context) => {
      for (let line = 0; line < count; line += 1) {
        context.log(`line ${line}`);
        if (line % 100 === 0) await context.ports.clock.sleep(7);
      }
    });

  it('shows every line once, in order, from wherever it begins', async () => {
    const { runs, start } = setUp([chatty(2500)]);
    const runId = await start([{ id: 'talk' }]);
    const all = linesOf(await followRun(runs, runId));
    expect(all.map((line) => line.seq)).toEqual(all.map((_, index) => index));
    expect(all.filter((line) => line.text.startsWith('line ')).map((line) => line.text)).toEqual(
      Array.from({ length: 2500 }, (_, index) => `line ${index}`),
    );
    expect(linesOf(await followRun(runs, runId, 2000))[0]?.seq).toBe(2001);
  });

  it('begins with a snapshot and ends with the end of the run', async () => {
    const { runs, start } = setUp([chatty(10)]);
    const events = await followRun(runs, await start([{ id: 'talk' }]));
    expect(events[0]?.type).toBe('snapshot');
    const last = events.findLast((event) => event.type === 'tasks');
    expect(last).toMatchObject({ summary: { state: 'done' }, tasks: [{ state: 'done' }] });
  });

  it('sends at most ten changes a second', async () => {
    const { runs, start, clock } = setUp([chatty(5000)]);
    const before = clock.now();
    const events = await followRun(runs, await start([{ id: 'talk' }]));
    const seconds = (clock.now() - before) / 1000;
    expect(events.filter((event) => event.type === 'tasks').length).toBeLessThanOrEqual(seconds * 10 + 2);
  });

  it('tells of the end of a run as soon as it is there', async () => {
    const { runs, start, clock } = setUp([chatty(10), sketchStep('last', (context) => context.ports.clock.sleep(150))]);
    const before = clock.now();
    await followRun(runs, await start([{ id: 'talk' }, { id: 'last', needs: ['talk'] }]));
    expect(clock.now() - before).toBeLessThan(160);
  });

  it('tells about all runs until it is left', async () => {
    const { runs, start } = setUp([chatty(3)]);
    const leave = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const list of runs.watchAll(leave.signal)) {
        seen.push(list.map((run) => run.state).join());
        if (list[0]?.state === 'done') leave.abort();
      }
    })();
    await start([{ id: 'talk' }]);
    await watching;
    expect(seen.at(-1)).toBe('done');
  });
});
