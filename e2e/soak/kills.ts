// SIGKILL of the engine at random times of set-ups, and a new engine each time, until each set-up has ended.
import type { Dice } from '#core/dice.ts';
import { overWithin, withTrial, type Trial } from './trial.ts';

/** From an engine's first answer to its end: often while it takes up the run, sometimes when much was done. */
const longestLifeMs = 6000;
/** A run that cannot be ended by then is one that hangs. */
const longestRunMs = 600_000;

export interface Outcome {
  /** Kills, or faults by their names. */
  readonly events: readonly string[];
  readonly seconds: number;
  /** Empty when all was as it must be. */
  readonly findings: readonly string[];
}

/** At most `most` kills in one run; without any more it is left to end. */
export async function killUntilOver(trial: Trial, dice: Dice, most: number): Promise<Outcome> {
  const began = Date.now();
  const events: string[] = [];
  while (events.length < most && !(await overWithin(trial, dice(longestLifeMs)))) {
    await trial.killEngine();
    events.push('kill');
  }
  const over = await overWithin(trial, longestRunMs);
  const seconds = (Date.now() - began) / 1000;
  const findings = over ? await trial.findings() : [`not over after ${Math.round(seconds)} s: ${(await trial.read()).headline}`];
  return { events, seconds, findings };
}

/** Set-up after set-up, each on machines that are bare again, until so many engines were killed. */
export async function* kills(count: number, dice: Dice): AsyncGenerator<Outcome> {
  for (let left = count; left > 0;) {
    const outcome = await withTrial('soak', (trial) => killUntilOver(trial, dice, left));
    left -= outcome.events.length;
    yield outcome;
  }
}
