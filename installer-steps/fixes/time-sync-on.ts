import type { Step } from '#core/runs/step.ts';
import { setTimeSync, timeSyncOf, timeSyncState } from '#steps/calls/fixes.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const timeSyncOn: Step = {
  id: 'time-sync-on',
  attempts: 2,
  timeoutMs: 120_000,
  async check(context) {
    const state = timeSyncOf(await ask(context, nodeOf(context), timeSyncState()));
    return state === 'on' ? holds('A service keeps the time.') : differs(`The time service is ${state === 'none' ? 'missing' : 'off'}.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), setTimeSync('true'));
  },
  async undo(context) {
    await ask(context, nodeOf(context), setTimeSync('false'));
  },
};
