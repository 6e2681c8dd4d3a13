// The rows of one kind of one platform, and who wants to hear of them.
import type { FeedState, LiveKind, RowOf, Rows } from '#contract/cluster.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Copy } from './reflector.ts';
import type { Resource } from './resources.ts';
import { sameRow } from './same-row.ts';

export interface FeedListener {
  changed(uid: string): void;
  completed(): void;
  stateChanged(): void;
  /** All rows are forgotten. */
  reset(): void;
}

/** A feed as its readers see it; the kind of its rows shows only in what it packs. */
export interface Feed {
  readonly size: number;
  readonly complete: boolean;
  readonly state: FeedState;
  uids(): Iterable<string>;
  /** The rows with these ids as they are now; ids without a row are removed ones. */
  pack(uids: readonly string[]): Rows;
  /** Returns how to leave. */
  join(listener: FeedListener): () => void;
  forget(): void;
}

/** The age of the data is told at most so often. */
const heardEveryMs = 5000;

export const createFeed = <K extends LiveKind>(resource: Resource<K>, clock: Clock): Feed & Copy<K> => new LiveFeed(resource, clock);

class LiveFeed<K extends LiveKind> implements Feed, Copy<K> {
  readonly #resource: Resource<K>;
  readonly #clock: Clock;
  readonly #rows = new Map<string, RowOf[K]>();
  readonly #listeners = new Set<FeedListener>();
  #complete = false;
  #state: FeedState;
  #toldAt = 0;

  constructor(resource: Resource<K>, clock: Clock) {
    this.#resource = resource;
    this.#clock = clock;
    this.#state = { kind: resource.kind, state: 'loading', heardAt: null, fault: null };
  }

  get size(): number {
    return this.#rows.size;
  }
  get complete(): boolean {
    return this.#complete;
  }
  get state(): FeedState {
    return this.#state;
  }

  uids(): Iterable<string> {
    return this.#rows.keys();
  }

  pack(uids: readonly string[]): Rows {
    const upserted: RowOf[K][] = [];
    const removed: string[] = [];
    for (const uid of uids) {
      const row = this.#rows.get(uid);
      if (row === undefined) removed.push(uid);
      else upserted.push(row);
    }
    return this.#resource.pack(upserted, removed);
  }

  join(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  forget(): void {
    this.#rows.clear();
    this.#complete = false;
    for (const listener of this.#listeners) listener.reset();
    this.report('loading', null);
  }

  upsert(row: RowOf[K]): void {
    const before = this.#rows.get(row.uid);
    // Heartbeats change much of an object and nothing of its row.
    if (before !== undefined && sameRow(before, row)) return;
    this.#rows.set(row.uid, row);
    for (const listener of this.#listeners) listener.changed(row.uid);
  }

  remove(uid: string): void {
    if (!this.#rows.delete(uid)) return;
    for (const listener of this.#listeners) listener.changed(uid);
  }

  completed(): void {
    if (this.#complete) return;
    this.#complete = true;
    for (const listener of this.#listeners) listener.completed();
  }

  heard(): void {
    const heardAt = this.#clock.now();
    this.#state = { ...this.#state, heardAt };
    // Also told when the wall clock was set back.
    if (Math.abs(heardAt - this.#toldAt) >= heardEveryMs) this.#tell(heardAt);
  }

  report(state: FeedState['state'], fault: FeedState['fault']): void {
    if (this.#state.state === state && sameRow(this.#state.fault, fault)) return;
    this.#state = { ...this.#state, state, fault };
    this.#tell(this.#clock.now());
  }

  #tell(at: number): void {
    this.#toldAt = at;
    for (const listener of this.#listeners) listener.stateChanged();
  }
}
