// Watches one task under way: marks it when it takes much longer than usual, and has it looked at why, at most once a minute.
import type { Task } from '#contract/runs.ts';
import type { Clock } from '#core/ports/clock.ts';
import { stalledFrom, type Progress } from './stall.ts';

export type Stalled = NonNullable<Task['stalled']>;

export interface StallWatch {
  readonly clock: Clock;
  /** Aborted when the task has ended. */
  readonly signal: AbortSignal;
  /** Null while it waits for another try: then that is what it waits for. */
  readonly progress: () => Progress | null;
  /** One sentence: what it waits for. "" when that cannot be told. */
  readonly probe: (signal: AbortSignal) => Promise<string>;
  readonly onChange: (stalled: Stalled | null) => void;
}

const betweenProbesMs = 60_000;
/** While it is stalled, whether that still holds is looked at so often. */
const betweenLooksMs = 10_000;

export async function watchStall({ clock, signal, progress, probe, onChange }: StallWatch): Promise<void> {
  let stalled: Stalled | null = null;
  let probedAt = 0;
  for (;;) {
    const known = progress();
    const now = clock.now();
    const from = known === null ? Infinity : stalledFrom(known);
    if (now < from) {
      if (stalled !== null) onChange(null);
      stalled = null;
    } else if (stalled === null || now - probedAt >= betweenProbesMs) {
      const since: number = stalled?.since ?? now;
      if (stalled === null) onChange({ since, sentence: '' });
      probedAt = now;
      stalled = { since, sentence: await probe(signal) };
      if (signal.aborted) return;
      onChange(stalled);
    }
    const pause = Math.min(Math.max(from - now, betweenLooksMs), betweenProbesMs);
    await clock.sleep(pause, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return;
  }
}
