// The lines of a log in the window: appended, capped, and searched without looking at a line twice.
import { stripAnsi } from './ansi.ts';

export interface LogRow {
  /** Rises; no gaps, no repeats. */
  readonly seq: number;
  readonly at: number;
  readonly stream: 'out' | 'err' | 'hearth';
  readonly text: string;
  /** Whose line it is, such as "node2". */
  readonly source: string;
}

export class LogLines<L extends LogRow> {
  version = 0;
  /** Lines that were let go because there were too many. */
  dropped = 0;
  #rows: L[] = [];
  readonly #cap: number;
  readonly #listeners = new Set<() => void>();

  constructor(cap = 50_000) {
    this.#cap = cap;
  }

  get rows(): readonly L[] {
    return this.#rows;
  }

  get lastSeq(): number {
    return this.#rows.at(-1)?.seq ?? -1;
  }

  /** Repeats, as after a reconnection, are ignored. */
  append(lines: readonly L[]): void {
    const last = this.lastSeq;
    for (const line of lines) if (line.seq > last) this.#rows.push(line);
    // A tenth more than the cap is let in, so that not every line moves the whole array.
    if (this.#rows.length > this.#cap * 1.1) {
      const extra = this.#rows.length - this.#cap;
      this.#rows = this.#rows.slice(extra);
      this.dropped += extra;
    }
  }

  clear(): void {
    this.#rows = [];
    this.dropped = 0;
  }

  flush(): void {
    this.version += 1;
    for (const tell of this.#listeners) tell();
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  readonly getVersion = (): number => this.version;
}

/** Lines that pass a test and hold a text; `read` looks only at lines it has not seen. */
export class LogFilter<L extends LogRow> {
  #seen = -1;
  #rows: L[] = [];
  readonly #keep: (line: L) => boolean;
  readonly #search: string;

  constructor(keep: (line: L) => boolean, search: string) {
    this.#keep = keep;
    this.#search = search.toLowerCase();
  }

  read(source: LogLines<L>): readonly L[] {
    const all = source.rows;
    const first = all[0]?.seq ?? 0;
    let from = all.length;
    while (from > 0 && (all[from - 1]?.seq ?? -1) > this.#seen) from -= 1;
    const fresh = all.slice(from).filter((line) => this.#passes(line));
    this.#seen = source.lastSeq;
    if (fresh.length === 0 && (this.#rows[0]?.seq ?? first) >= first) return this.#rows;
    this.#rows = [...this.#rows.filter((line) => line.seq >= first), ...fresh];
    return this.#rows;
  }

  #passes(line: L): boolean {
    if (!this.#keep(line)) return false;
    return this.#search === '' || stripAnsi(line.text).toLowerCase().includes(this.#search);
  }
}
