// One search for machines as it stands: what was found, how far it is, what is ticked.
import { placeKey } from '#contract/address-key.ts';
import type { AnnouncedEvent, FoundMachine, ScanEvent } from '#contract/discovery.ts';
import type { FaultView } from '#contract/faults/entry.ts';

export interface SearchState {
  readonly phase: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  readonly tried: number;
  /** Addresses; 0 where that is not known. */
  readonly total: number;
  /** Milliseconds that are likely left; null while that cannot be said. */
  readonly leftMs: number | null;
  readonly machines: readonly FoundMachine[];
  readonly refused: readonly string[];
  readonly unroutable: number;
  readonly fault: FaultView | null;
  /** Keys of the machines that are ticked. */
  readonly chosen: ReadonlySet<string>;
}

export const noSearch: SearchState = {
  phase: 'idle',
  tried: 0,
  total: 0,
  leftMs: null,
  machines: [],
  refused: [],
  unroutable: 0,
  fault: null,
  chosen: new Set(),
};

/** Before that a guess jumps about. */
const earliestGuessMs = 5_000;

function left(tried: number, total: number, elapsedMs: number): number | null {
  return tried === 0 || elapsedMs < earliestGuessMs ? null : (elapsedMs / tried) * (total - tried);
}

export function withSearchEvent(state: SearchState, event: ScanEvent | AnnouncedEvent, elapsedMs: number): SearchState {
  if (event.type === 'progress') {
    const { tried, total } = event;
    return { ...state, tried, total, leftMs: left(tried, total, elapsedMs) };
  }
  if (event.type === 'found') {
    const key = placeKey(event.machine);
    return { ...state, machines: [...state.machines.filter((each) => placeKey(each) !== key), event.machine] };
  }
  const trouble = 'refused' in event ? { refused: event.refused, unroutable: event.unroutable } : {};
  return { ...state, ...trouble, phase: 'done', leftMs: null };
}

export interface SearchPorts {
  now(): number;
  toFault(error: unknown): FaultView;
}

type Events = AsyncIterable<ScanEvent | AnnouncedEvent>;

/** A search that outlives the page it was begun on. */
export class Search {
  #state = noSearch;
  #stop: AbortController | null = null;
  readonly #ports: SearchPorts;
  readonly #listeners = new Set<() => void>();

  constructor(ports: SearchPorts) {
    this.#ports = ports;
  }

  snapshot = (): SearchState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins anew; what was found before goes. */
  async run(open: (signal: AbortSignal) => Promise<Events>): Promise<void> {
    this.#stop?.abort();
    const own = new AbortController();
    this.#stop = own;
    const from = this.#ports.now();
    this.#set({ ...noSearch, phase: 'running' });
    try {
      for await (const event of await open(own.signal)) {
        if (own.signal.aborted) return;
        this.#set(withSearchEvent(this.#state, event, this.#ports.now() - from));
      }
      // The engine went without a last word.
      if (!own.signal.aborted) this.stop();
    } catch (error) {
      if (!own.signal.aborted) this.#set({ ...this.#state, phase: 'failed', fault: this.#ports.toFault(error), leftMs: null });
    }
  }

  /** What was found until now stays. */
  stop = (): void => {
    if (this.#state.phase !== 'running') return;
    this.#stop?.abort();
    this.#set({ ...this.#state, phase: 'stopped', leftMs: null });
  };

  choose(keys: readonly string[], on: boolean): void {
    const chosen = new Set(this.#state.chosen);
    for (const key of keys) {
      if (on) chosen.add(key);
      else chosen.delete(key);
    }
    this.#set({ ...this.#state, chosen });
  }

  #set(state: SearchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
