const firstMs = 200;
// Within 5 s of a fault's end the view must be true again, so no pause is longer than this unless the server asks for it.
const longestMs = 4000;

/** Growing pauses with jitter, so that six watches of one cluster do not knock at the same instant. */
export class Backoff {
  #failures = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds to wait now. `atLeastMs` is what the server asked for; jitter is added to it, never taken off. */
  next(atLeastMs = 0): number {
    const full = Math.min(longestMs, firstMs * 2 ** this.#failures);
    this.#failures += 1;
    const wait = full / 2 + (full / 2) * this.#random();
    return atLeastMs > 0 ? Math.max(wait, atLeastMs + (full / 4) * this.#random()) : wait;
  }

  reset(): void {
    this.#failures = 0;
  }
}
