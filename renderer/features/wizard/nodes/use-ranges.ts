// The engine reads address ranges while they are typed, in the same words in which it would refuse them.
import { useEffect, useState } from 'react';
import type { RangesRead } from '#contract/discovery.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';

/** A pause in typing after which the ranges are read. */
const PAUSE_MS = 250;

export interface RangesReading {
  /** The text that `read` is about. */
  readonly text: string;
  readonly read: RangesRead;
  readonly fault: FaultView | null;
}

const nothing: RangesRead = { ranges: [], addresses: 0, problems: [] };

export function useRanges(text: string): RangesReading {
  const [reading, setReading] = useState<RangesReading>({ text: '', read: nothing, fault: null });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.discovery.readRanges({ ranges: text }, { signal: stop.signal }).then(
        (read) => setReading({ text, read, fault: null }),
        (error: unknown) => !stop.signal.aborted && setReading({ text, read: nothing, fault: toFault(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return reading;
}
