// SIGKILL of the engine at random times of set-ups, and a new engine each time, until each set-up has ended.
import type { Dice } from '#core/dice.ts';
import { overWithin, tryOn, type Outcome, type Trial } from './trial.ts';

/** From an engine's first answer to its end: often while it takes up the run, sometimes when much was done. */
const longestLifeMs = 4000;
/** A run that cannot be ended by then is one that hangs. */
const longestRunMs = 600_000;

/** At most `most` kills in one run; without any more it is left to end. */
async function killUntilOver(trial: Trial, dice: Dice, { most, events }: { most: number; events: string[] }): Promise<readonly string[]> {
  while (events.length < most && !(await overWithin(trial, dice(longestLifeMs)))) {
    await trial.killEngine();
    events.push('kill');
  }
  if (await overWithin(trial, longestRunMs)) return trial.findings();
  return [`not over ${longestRunMs / 1000} s after the last kill: ${(await trial.read()).headline}`];
}

/** Set-up after set-up, each on machines that are bare again, until so many engines were killed; ends early where none can be. */
export async function* kills(count: number, dice: Dice): AsyncGenerator<Outcome> {
  for (let left = count; left > 0;) {
    const most = left;
    const outcome = await tryOn('soak', (trial, events) => killUntilOver(trial, dice, { most, events }));
    yield outcome;
    if (outcome.events.length === 0) return;
    left -= outcome.events.length;
  }
}
