// Those who follow a draft: each is given the whole, then every change.
import type { Draft, DraftEvent, DraftStep } from '#contract/inventory/drafts.ts';
import { createFeed } from '#core/runs/feed.ts';

/** A watcher that is further behind is given the whole, and everybody after a change of so many characters. */
const recentSteps = 64;
const largeStep = 1_000_000;

export class Watchers {
  readonly #whole: () => Draft;
  readonly #feed = createFeed();
  #isClosed = false;
  /** Counts what they are told. */
  #turn = 0;
  #recent: { readonly turn: number; readonly step: DraftStep }[] = [];

  constructor(whole: () => Draft) {
    this.#whole = whole;
  }

  tell(step: DraftStep): void {
    this.#turn += 1;
    const isLarge = step.edits.reduce((sum, { insert }) => sum + insert.length, 0) > largeStep;
    this.#recent = isLarge ? [] : [...this.#recent, { turn: this.#turn, step }].slice(-recentSteps);
    this.#feed.mark([]);
  }

  close(): void {
    this.#isClosed = true;
    this.#feed.mark([]);
  }

  async *follow(signal: AbortSignal): AsyncGenerator<DraftEvent, void> {
    const subscription = this.#feed.subscribe();
    try {
      let turn = this.#turn;
      yield { kind: 'whole', draft: this.#whole() };
      for (;;) {
        await subscription.woken(signal);
        if (signal.aborted) return;
        subscription.take();
        const news = this.#since(turn);
        turn = this.#turn;
        yield* news;
        if (this.#isClosed) {
          yield { kind: 'closed', reason: 'removed' };
          return;
        }
      }
    } finally {
      subscription.end();
    }
  }

  /** The steps after that turn; the whole for who has missed more than is kept. */
  #since(turn: number): readonly DraftEvent[] {
    const missed = this.#recent.filter((one) => one.turn > turn);
    if (missed.length < this.#turn - turn) return [{ kind: 'whole', draft: this.#whole() }];
    return missed.map(({ step }) => ({ kind: 'step', step }));
  }
}
