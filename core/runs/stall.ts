// When a task counts as stalled. Pure: the watcher asks again whenever something was heard.
export interface Progress {
  readonly startedAt: number;
  /** When its last line came; its start when there was none. */
  readonly heardAt: number;
  /** Usual duration from earlier runs; null when none speaks for it. */
  readonly usualMs: number | null;
  /** Our guess. */
  readonly estimateMs: number;
}

const times = 3;
/** A step of two seconds is not called late after six. */
const leastLateMs = 60_000;
/** Without a history the guess may be far off; then silence has to speak too. */
const timesOfGuess = 2;
const silentMs = 180_000;

/** The moment from which it counts as stalled, if nothing more is heard until then. */
export function stalledFrom({ startedAt, heardAt, usualMs, estimateMs }: Progress): number {
  if (usualMs !== null) return startedAt + Math.max(times * usualMs, usualMs + leastLateMs);
  return Math.max(startedAt + timesOfGuess * estimateMs, heardAt + silentMs);
}
