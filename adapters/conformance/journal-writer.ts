// A program for the test that kills it: writes the journal of one run after another and says on stdout what was acknowledged.
// Arguments: the data folder, a number for its ids.
import { writeSync } from 'node:fs';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { openStore } from '#adapters/store/open.ts';
import { sketchLog, sketchPlan } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';

const [dir = '', number = ''] = process.argv.slice(2);
const store = await openStore({ dir, clock: systemClock, log: sketchLog() });
// writeSync: what is told has left this process before it goes on.
const tell = (word: string) => writeSync(1, `${word}\n`);
tell('ready');

for (let turn = 0; ; turn += 1) {
  const id = `r-${number}-${turn}`;
  const plan = sketchPlan([{ id: 'a' }, { id: 'b' }], `p-${number}-${turn}`);
  await store.runs.create(newRun({ id, plan, startedAt: turn, startedBy: 'test', attemptsOf: () => 1 }), plan);
  tell(`run ${id}`);
  await store.runs.recordTasks(id, [{ taskId: 'a', patch: { state: 'running', startedAt: 1 } }]);
  tell(`running ${id}`);
  await store.runs.appendLog(id, [{ seq: 0, taskId: 'a', at: 1, stream: 'out', text: 'line' }]);
  tell(`log ${id}`);
  await store.runs.recordTasks(id, [{ taskId: 'a', patch: { state: 'done', endedAt: 2 } }]);
  tell(`done ${id}`);
}
