// A filtered, sorted list over a store, kept up to date change by change; nothing is sorted anew while it is watched.
import type { Change, Keyed, KindStore } from './kind-store.ts';

export type Compare<R> = (a: R, b: R) => number;

export interface ViewRule<R> {
  /** Must order by what is in the row alone; ties are broken by uid. */
  readonly compare: Compare<R>;
  readonly keep?: ((row: R) => boolean) | undefined;
}

/** Up to here single insertions beat one merge through all rows. */
const fewChanges = 48;

export class SortedView<R extends Keyed> {
  version = 0;
  #rows: R[] = [];
  #stop: (() => void) | null = null;
  readonly #store: KindStore<R>;
  readonly #compare: Compare<R>;
  readonly #keep: (row: R) => boolean;
  readonly #listeners = new Set<() => void>();

  constructor(store: KindStore<R>, rule: ViewRule<R>) {
    this.#store = store;
    this.#compare = (a, b) => rule.compare(a, b) || (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0);
    this.#keep = rule.keep ?? (() => true);
    this.#build();
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Rows before filtering. */
  get total(): number {
    return this.#store.rows.size;
  }

  at(index: number): R | undefined {
    return this.#rows[index];
  }

  slice(): readonly R[] {
    return this.#rows.slice();
  }

  /** Index of the row in sight, or -1. */
  indexOf(row: R): number {
    const index = this.#place(row);
    return this.#rows[index]?.uid === row.uid ? index : -1;
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    if (this.#stop === null) {
      const built = this.#store.version;
      const undoChange = this.#store.onChange((change) => this.#apply(change));
      const undoListen = this.#store.subscribe(() => this.#tell());
      this.#stop = () => {
        undoChange();
        undoListen();
      };
      if (built !== this.#builtAt) this.#build();
    }
    this.#listeners.add(tell);
    return () => {
      this.#listeners.delete(tell);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  };

  readonly getVersion = (): number => this.version;

  #builtAt = -1;

  #tell(): void {
    this.version += 1;
    this.#builtAt = this.#store.version;
    for (const tell of this.#listeners) tell();
  }

  #build(): void {
    this.#builtAt = this.#store.version;
    this.#rows = [...this.#store.rows.values()].filter(this.#keep).sort(this.#compare);
    this.version += 1;
  }

  /** First index whose row does not come before this one. */
  #place(row: R): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const held = this.#rows[middle];
      if (held !== undefined && this.#compare(held, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #apply(change: Change<R>): void {
    const came = change.came.filter(this.#keep);
    if (change.gone.length + came.length > fewChanges) {
      this.#merge(change.gone, came);
      return;
    }
    for (const row of change.gone) {
      const index = this.#place(row);
      if (this.#rows[index]?.uid === row.uid) this.#rows.splice(index, 1);
    }
    for (const row of came) this.#rows.splice(this.#place(row), 0, row);
  }

  #merge(gone: readonly R[], came: R[]): void {
    const left = new Set(gone.map((row) => row.uid));
    const added = came.sort(this.#compare);
    const merged: R[] = [];
    let next = 0;
    for (const row of this.#rows) {
      if (left.has(row.uid)) continue;
      for (let candidate = added[next]; candidate !== undefined && this.#compare(candidate, row) < 0; candidate = added[next]) {
        merged.push(candidate);
        next += 1;
      }
      merged.push(row);
    }
    for (const row of added.slice(next)) merged.push(row);
    this.#rows = merged;
  }
}
