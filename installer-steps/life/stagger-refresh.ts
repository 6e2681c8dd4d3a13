// snapd refreshes by itself, four times a day; each node gets a night of its own, so that never two stop at a time.
import { text } from '#core/cluster/trim/raw.ts';
import type { Step } from '#core/runs/step.ts';
import { refreshTimer, refreshTimerOf, setRefreshTimer } from '#steps/calls/life.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** As `snap set system refresh.timer` takes it; the eighth node gets the second hour of the first night. */
export const timerFor = (index: number): string => {
  const hour = 2 + (Math.floor(index / days.length) % 5);
  return `${days[index % days.length] ?? 'sun'},0${hour}:00-0${hour}:45`;
};

export const staggerRefresh: Step = {
  id: 'stagger-refresh',
  attempts: 3,
  timeoutMs: 120_000,
  looks: (context) => aboutMachine(nodeOf(context), refreshTimer()),
  async check(context) {
    const wanted = text(context.input['timer']);
    const found = refreshTimerOf(await ask(context, nodeOf(context), refreshTimer()));
    return found === wanted
      ? holds(`snapd refreshes ${wanted}.`)
      : differs(found === '' ? 'snapd refreshes whenever it likes.' : `snapd refreshes ${found}.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), setRefreshTimer(text(context.input['timer'])));
  },
  async checkUndone(context) {
    const found = refreshTimerOf(await ask(context, nodeOf(context), refreshTimer()));
    return found === text(context.input['timer'])
      ? differs(`snapd refreshes ${found}.`)
      : holds('snapd does not follow the timer of Hearth.');
  },
  // The machine keeps what had been set before.
  async undo(context) {
    await ask(context, nodeOf(context), setRefreshTimer(''));
  },
};
