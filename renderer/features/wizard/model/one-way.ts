// One press, one move: a second press on the way, or one that was made on a page already left, moves nothing.
import type { Page } from './steps.ts';

export class OneWay {
  #at: Page | null = null;
  #moving = false;

  arrive(page: Page): void {
    this.#at = page;
    this.#moving = false;
  }

  /** True when the move is to be made now. */
  leave(from: Page, to: Page): boolean {
    if (from === to || from !== this.#at || this.#moving) return false;
    this.#moving = true;
    return true;
  }
}
