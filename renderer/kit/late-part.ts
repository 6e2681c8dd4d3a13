// A part of the window that is fetched when it is first needed. What could not be fetched is asked for again: React's own lazy never does.
import { connection } from '#renderer/connection.ts';

export type PartState<T> =
  | { readonly phase: 'fetching' }
  | { readonly phase: 'missing'; readonly error: unknown }
  | { readonly phase: 'there'; readonly part: T };

export interface LatePart<T> {
  readonly snapshot: () => PartState<T>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Never rejects; one that is there, or on its way, is not fetched again. */
  readonly fetch: () => Promise<void>;
}

/** Long enough to learn that the connection is lost. */
const noticeMs = 1_000;
const isOpen = (): boolean => connection.get().phase === 'open';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function twice<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    await pause(noticeMs);
    if (!isOpen()) throw error;
    return load();
  }
}

export function latePart<T>(load: () => Promise<T>): LatePart<T> {
  let state: PartState<T> = { phase: 'fetching' };
  let fetching: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const set = (next: PartState<T>): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const fetched = async (): Promise<void> => {
    try {
      set({ phase: 'there', part: await (isOpen() ? twice(load) : load()) });
    } catch (error) {
      set({ phase: 'missing', error });
    }
    fetching = null;
    // It may have opened between the try and its end.
    if (state.phase === 'missing' && connection.get().epoch > begun) void fetch();
  };
  let begun = 0;
  const fetch = (): Promise<void> => {
    if (state.phase === 'there') return Promise.resolve();
    if (fetching !== null) return fetching;
    begun = connection.get().epoch;
    set({ phase: 'fetching' });
    fetching = fetched();
    return fetching;
  };
  connection.subscribe(() => {
    if (isOpen() && state.phase === 'missing') void fetch();
  });
  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fetch,
  };
}
