// Housekeeping of an engine that runs for weeks.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

const dayMs = 86_400_000;

export interface Daily {
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly signal: AbortSignal;
}

/** Once a day, the first time after a day; ends with the signal. A day on which it fails is logged, and the next one tries again. */
export async function daily({ clock, log, signal }: Daily, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(dayMs, signal);
    } catch {
      // Only the signal ends a sleep early.
      return;
    }
    await work().catch((error: unknown) => log.error('The daily housekeeping failed.', error));
  }
}
