// What was typed into a view lives as long as the window: a look at another tab loses none of it. Never for what is secret.
import { useCallback, useEffect, useSyncExternalStore } from 'react';

export interface KeptInput<T> {
  readonly get: (of: string) => T;
  readonly set: (of: string, value: T) => void;
  /** Told of each change, whichever it is of. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function keptInput<T>(empty: T): KeptInput<T> {
  const kept = new Map<string, T>();
  const listeners = new Set<() => void>();
  return {
    get: (of) => kept.get(of) ?? empty,
    set(of, value) {
      if (value === empty) kept.delete(of);
      else kept.set(of, value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const ofPage = new Set<(of: string) => void>();

/** For what may hold a secret, such as the text of a foreign file: it is gone with the page. */
export function pageInput<T>(empty: T): KeptInput<T> {
  const input = keptInput(empty);
  ofPage.add((of) => input.set(of, empty));
  return input;
}

export const forgetPage = (of: string): void => ofPage.forEach((forget) => forget(of));

/** The page whose leaving is meant. */
export function useForgetting(of: string): void {
  useEffect(() => () => forgetPage(of), [of]);
}

export function useKept<T>(input: KeptInput<T>, of: string): readonly [T, (value: T) => void] {
  const value = useSyncExternalStore(input.subscribe, () => input.get(of));
  const set = useCallback((next: T): void => input.set(of, next), [input, of]);
  return [value, set];
}
