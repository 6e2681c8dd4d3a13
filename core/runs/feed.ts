// Tells watchers that something changed. It holds no events: a watcher reads the state when it gets to it,
// so a slow one skips what it missed and never makes the engine's memory grow.
export interface Subscription {
  /** Ids marked since the last call. */
  take(): ReadonlySet<string>;
  /** Resolves at the next mark (at once if one is there already) or when the signal is aborted. */
  woken(signal: AbortSignal): Promise<void>;
  end(): void;
}

export interface Feed {
  mark(ids: Iterable<string>): void;
  subscribe(): Subscription;
}

export function createFeed(): Feed {
  const subscribers = new Set<{ marked: Set<string>; fresh: boolean; wake: () => void }>();
  return {
    mark(ids) {
      const all = [...ids];
      for (const subscriber of subscribers) {
        for (const id of all) subscriber.marked.add(id);
        subscriber.fresh = true;
        subscriber.wake();
      }
    },
    subscribe() {
      const own = { marked: new Set<string>(), fresh: false, wake: () => {} };
      subscribers.add(own);
      return {
        take() {
          const { marked } = own;
          own.marked = new Set();
          own.fresh = false;
          return marked;
        },
        woken: (signal) =>
          new Promise((resolve) => {
            if (own.fresh || signal.aborted) return resolve();
            const finish = () => {
              signal.removeEventListener('abort', finish);
              own.wake = () => {};
              resolve();
            };
            own.wake = finish;
            signal.addEventListener('abort', finish, { once: true });
          }),
        end: () => subscribers.delete(own),
      };
    },
  };
}
