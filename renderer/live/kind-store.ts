// The rows of one kind as the cluster last told them, with the change of each batch for whoever keeps something derived.
import type { FeedState, LiveEvent, LiveKind, RowOf } from '#contract/cluster.ts';

export interface Keyed {
  readonly uid: string;
}

/** Old versions of changed rows are in `gone`, new ones in `came`. */
export interface Change<R> {
  readonly gone: readonly R[];
  readonly came: readonly R[];
}

export class KindStore<R extends Keyed> {
  readonly rows = new Map<string, R>();
  /** The first list has arrived in full. */
  complete = false;
  feed: FeedState | null = null;
  version = 0;
  /** While a list is repeated: what it has named so far. Rows it does not name go when it is complete. */
  #named: Set<string> | null = null;
  /** What the next flush makes of each row; null takes it away. Rows change only in a flush, so that nobody sees half a batch. */
  #pending = new Map<string, R | null>();
  readonly #changed = new Set<(change: Change<R>) => void>();
  readonly #listeners = new Set<() => void>();

  /** Begins anew, but keeps the old rows in sight until the new list is complete. */
  reset(): void {
    this.#named = new Set();
  }

  upsert(rows: readonly R[]): void {
    for (const row of rows) {
      this.#named?.add(row.uid);
      this.#pending.set(row.uid, row);
    }
  }

  remove(uids: readonly string[]): void {
    for (const uid of uids) this.#pending.set(uid, null);
  }

  finishList(): void {
    const named = this.#named;
    this.#named = null;
    this.complete = true;
    if (named !== null) this.remove([...this.rows.keys(), ...this.#pending.keys()].filter((uid) => !named.has(uid)));
  }

  /** Applies what has come since the last time and tells everybody; called once per frame. */
  flush(): void {
    const gone: R[] = [];
    const came: R[] = [];
    for (const [uid, row] of this.#pending) {
      const held = this.rows.get(uid);
      if (held !== undefined) gone.push(held);
      if (row === null) this.rows.delete(uid);
      else {
        this.rows.set(uid, row);
        came.push(row);
      }
    }
    this.#pending = new Map();
    this.version += 1;
    if (gone.length + came.length > 0) for (const tell of this.#changed) tell({ gone, came });
    for (const tell of this.#listeners) tell();
  }

  onChange(tell: (change: Change<R>) => void): () => void {
    this.#changed.add(tell);
    return () => this.#changed.delete(tell);
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  readonly getVersion = (): number => this.version;
}

export type LiveStores = { readonly [K in LiveKind]: KindStore<RowOf[K]> };

export function liveStores(): LiveStores {
  return {
    nodes: new KindStore(),
    pods: new KindStore(),
    deployments: new KindStore(),
    statefulsets: new KindStore(),
    daemonsets: new KindStore(),
    events: new KindStore(),
  };
}

type RowsEvent = Extract<LiveEvent, { type: 'rows' }>['rows'];

function takeRows(stores: LiveStores, rows: RowsEvent): void {
  // One case per kind: the union ties the rows to their kind only within a case.
  switch (rows.kind) {
    case 'nodes':
      stores.nodes.upsert(rows.upserted);
      break;
    case 'pods':
      stores.pods.upsert(rows.upserted);
      break;
    case 'deployments':
      stores.deployments.upsert(rows.upserted);
      break;
    case 'statefulsets':
      stores.statefulsets.upsert(rows.upserted);
      break;
    case 'daemonsets':
      stores.daemonsets.upsert(rows.upserted);
      break;
    case 'events':
      stores.events.upsert(rows.upserted);
      break;
  }
  stores[rows.kind].remove(rows.removed);
}

/** Applies one event; returns the kind that has to be flushed. */
export function takeEvent(stores: LiveStores, event: LiveEvent): LiveKind {
  if (event.type === 'rows') {
    takeRows(stores, event.rows);
    return event.rows.kind;
  }
  if (event.type === 'feed') {
    stores[event.feed.kind].feed = event.feed;
    return event.feed.kind;
  }
  if (event.type === 'reset') stores[event.kind].reset();
  else stores[event.kind].finishList();
  return event.kind;
}
