// The log of one run: lines are scrubbed and numbered as they come, stored in batches, and only then announced.
import type { LogLine } from '#contract/runs.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { RunStore } from '#core/ports/store.ts';
import type { Redactor } from '#core/redact.ts';
import { createSerial } from '#core/serial.ts';

export interface LogEntry {
  readonly taskId: string;
  readonly stream: LogLine['stream'];
  readonly text: string;
}

export interface LogBook {
  /** Returns the scrubbed text. */
  write(entry: LogEntry): string;
  /** Resolves when every line written so far is stored. */
  flush(): Promise<void>;
}

export interface LogBookOptions {
  readonly runId: string;
  readonly store: Pick<RunStore, 'appendLog'>;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly nextSeq: number;
  readonly onStored: () => void;
  readonly onError: (error: unknown) => void;
}

/** Lines wait at most this long, so that a chatty installer costs one write and not hundreds. */
const batchMs = 50;
/** One line of a progress bar can be endless; the rest of it helps nobody. */
const longestLine = 16_384;

export function createLogBook({ runId, store, clock, redactor, nextSeq, onStored, onError }: LogBookOptions): LogBook {
  const serial = createSerial();
  let seq = nextSeq;
  let waiting: LogLine[] = [];
  let planned = false;

  const flush = () =>
    serial(async () => {
      if (waiting.length === 0) return;
      const lines = waiting;
      waiting = [];
      try {
        await store.appendLog(runId, lines);
      } catch (error) {
        waiting = [...lines, ...waiting];
        throw error;
      }
      onStored();
    });

  const later = async () => {
    await clock.sleep(batchMs);
    planned = false;
    await flush();
  };

  return {
    write({ taskId, stream, text }) {
      const clean = redactor.text(text);
      const rest = clean.length - longestLine;
      const kept = rest > 0 ? `${clean.slice(0, longestLine)} … (${rest} more characters)` : clean;
      waiting.push({ seq, taskId, at: clock.now(), stream, text: kept });
      seq += 1;
      if (!planned) {
        planned = true;
        later().catch(onError);
      }
      return kept;
    },
    flush,
  };
}
