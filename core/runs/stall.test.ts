import { describe, expect, test } from 'vitest';
import { fault } from '#core/fault.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep } from './fixtures.ts';
import { createRuns } from './runs.ts';
import { stalledFrom } from './stall.ts';
import type { Step, StepContext } from './step.ts';

const minute = 60_000;

describe('a task counts as stalled', () => {
  test.each([
    ['three times the usual time', { usualMs: 2 * minute, estimateMs: 0 }, 6 * minute],
    ['but a quick one not before a minute more', { usualMs: 2000, estimateMs: 0 }, 62_000],
    ['without a history after twice the guess', { usualMs: null, estimateMs: 5 * minute }, 10 * minute],
    ['and three silent minutes', { usualMs: null, estimateMs: 1000 }, 4 * minute],
  ])('%s', (_, known, after) => {
    expect(stalledFrom({ startedAt: 0, heardAt: minute, ...known })).toBe(after);
  });
});

async function begin(probe: Step['probe'], act: (context: StepContext) => Promise<void>) {
  const clock = virtualClock();
  const { runs: store } = memoryStore();
  const step: Step = { ...sketchStep('slow', act), timeoutMs: 60 * minute, ...(probe === undefined ? {} : { probe }) };
  const deps = sketchDeps({ store, clock, steps: [step] });
  const runs = createRuns(deps);
  const plan = sketchPlan([{ id: 'slow', title: 'Install it' }]);
  const runId = await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
  return { clock, runs, runId, log: deps.log, lines: async () => (await runs.logs(runId, { after: -1, limit: 1000 })).lines };
}

describe('a run with a task that takes much too long', () => {
  const slow = ({ ports: { clock } }: StepContext) => clock.sleep(9 * minute + 1000);

  test('says since when and what it waits for, in the task, the summary and the log, and stops saying so when it ends', async () => {
    let asked = 0;
    const { clock, runs, runId, lines } = await begin(async () => `snapd downloads core24: ${(asked += 1) * 10} %.`, slow);
    const startedAt = clock.now();
    await clock.sleep(4.5 * minute);
    const [task] = (await runs.get(runId)).tasks;
    expect(task?.stalled).toEqual({ since: startedAt + 3 * minute, sentence: 'snapd downloads core24: 20 %.' });
    expect((await runs.list({ limit: 1 }))[0]?.stalled).toBe('Install it: snapd downloads core24: 20 %.');
    await clock.sleep(10 * minute);
    const after = await runs.get(runId);
    expect([after.state, after.tasks[0]?.stalled ?? null, after.stalled]).toEqual(['done', null, undefined]);
    // Once a minute while it lasted, and each answer is kept.
    expect(asked).toBe(7);
    expect((await lines()).filter(({ text }) => text.startsWith('This takes much longer than usual. snapd')).length).toBe(7);
  });

  test('is not called stalled while it still has something to say, where no earlier run speaks for it', async () => {
    const talking = async (context: StepContext) => {
      for (let at = 0; at < 9; at += 1) {
        await context.ports.clock.sleep(minute);
        context.log(`Part ${at}`);
      }
    };
    let asked = 0;
    const { clock, runs, runId } = await begin(async () => String((asked += 1)), talking);
    await clock.sleep(12 * minute);
    expect([(await runs.get(runId)).state, asked]).toEqual(['done', 0]);
  });

  test('a probe that fails tells that, one that changes something is refused, and neither hurts the task', async () => {
    const unreachable = await begin(async () => {
      throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
    }, slow);
    await unreachable.clock.sleep(4 * minute);
    expect((await unreachable.runs.get(unreachable.runId)).tasks[0]?.stalled?.sentence).toBe('n1 does not answer on port 22.');

    const meddling = await begin(async ({ ports }) => {
      await ports.secrets.remove('kubeconfig/p1');
      return 'It has meddled.';
    }, slow);
    await meddling.clock.sleep(12 * minute);
    const run = await meddling.runs.get(meddling.runId);
    expect([run.state, (await meddling.lines()).some(({ text }) => text.includes('meddled'))]).toEqual(['done', false]);
  });

  test('waiting for another try is not stalling', async () => {
    let asked = 0;
    const failing = async () => {
      throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
    };
    const { clock, runs, runId } = await begin(async () => String((asked += 1)), failing);
    await clock.sleep(9 * minute);
    expect([(await runs.get(runId)).state, asked]).toEqual(['failed', 0]);
  });
});
