// Sums per group, kept by adding and subtracting; no event makes anybody count all rows again.
import type { Keyed, KindStore } from './kind-store.ts';

export interface TallyRule<R, S> {
  group(row: R): string;
  empty(): S;
  /** `sign` is 1 for a row that came and -1 for one that went. */
  add(sum: S, row: R, sign: 1 | -1): void;
}

export class Tally<R extends Keyed, S> {
  readonly #sums = new Map<string, S>();
  readonly #rule: TallyRule<R, S>;

  constructor(store: KindStore<R>, rule: TallyRule<R, S>) {
    this.#rule = rule;
    for (const row of store.rows.values()) this.#count(row, 1);
    store.onChange((change) => {
      for (const row of change.gone) this.#count(row, -1);
      for (const row of change.came) this.#count(row, 1);
    });
  }

  get(group: string): S {
    return this.#sums.get(group) ?? this.#rule.empty();
  }

  groups(): readonly string[] {
    return [...this.#sums.keys()];
  }

  #count(row: R, sign: 1 | -1): void {
    const group = this.#rule.group(row);
    const sum = this.#sums.get(group) ?? this.#rule.empty();
    this.#rule.add(sum, row, sign);
    this.#sums.set(group, sum);
  }
}
