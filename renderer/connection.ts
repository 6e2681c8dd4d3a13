// Whether the engine can be reached, for everybody who needs to say so.
export interface ConnectionState {
  readonly phase: 'connecting' | 'open' | 'lost' | 'signed-out';
  /** When this phase began; milliseconds since 1970. */
  readonly since: number;
  /** When the next attempt is made; null when none is planned. */
  readonly retryAt: number | null;
  /** How often the pipe has been opened; rises by one with every reconnection. */
  readonly epoch: number;
}

type Listener = () => void;

let state: ConnectionState = { phase: 'connecting', since: Date.now(), retryAt: null, epoch: 0 };
const listeners = new Set<Listener>();

export const connection = {
  get: (): ConnectionState => state,
  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(phase: ConnectionState['phase'], retryAt: number | null = null): void {
    const since = phase === state.phase ? state.since : Date.now();
    state = { phase, since, retryAt, epoch: state.epoch + (phase === 'open' ? 1 : 0) };
    for (const listener of listeners) listener();
  },
};

/** Resolves once the pipe is open; rejects with the signal's reason. */
export function whenOpen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      stop();
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      finish();
      reject(signal.reason);
    };
    const check = (): void => {
      if (state.phase !== 'open') return;
      finish();
      resolve();
    };
    const stop = connection.subscribe(check);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else check();
  });
}
