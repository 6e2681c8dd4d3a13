// What one reader of some feeds has not been told yet. Bounded: it remembers which rows changed, not what they were.
import type { LiveEvent } from '#contract/cluster.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Feed, FeedListener } from './feed.ts';

const rowsPerEvent = 500;
/** Changes are gathered into frames; the first after a pause goes out almost at once. */
const frameMs = 50;
const leadMs = 8;
/** Removed rows that a slow reader has not heard of yet; beyond it the reader starts anew. */
const removedAtMost = 10_000;

interface Slot {
  readonly feed: Feed;
  changed: Set<string>;
  reset: boolean;
  complete: boolean;
  state: boolean;
  readonly leave: () => void;
}

export class Subscription {
  readonly #clock: Clock;
  readonly #slots: Slot[] = [];
  #wake: () => void = () => {};
  #dirty = true;
  #sentAt = 0;

  constructor(feeds: readonly Feed[], clock: Clock) {
    this.#clock = clock;
    for (const feed of feeds) this.#add(feed);
  }

  /** Snapshot, then changes; ends with the signal. */
  async *events(signal: AbortSignal): AsyncGenerator<LiveEvent> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    try {
      while (!signal.aborted) {
        if (await this.#due(signal)) yield* this.#drain();
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  close(): void {
    for (const slot of this.#slots) slot.leave();
  }

  #add(feed: Feed): void {
    const touch = () => {
      this.#dirty = true;
      this.#wake();
    };
    const listener: FeedListener = {
      changed: (uid) => {
        slot.changed.add(uid);
        if (slot.changed.size > feed.size + removedAtMost) this.#restart(slot);
        touch();
      },
      completed: () => {
        slot.complete = true;
        touch();
      },
      stateChanged: () => {
        slot.state = true;
        touch();
      },
      reset: () => {
        this.#restart(slot);
        touch();
      },
    };
    const slot: Slot = { feed, changed: new Set(), reset: false, complete: false, state: true, leave: feed.join(listener) };
    this.#restart(slot);
    this.#slots.push(slot);
  }

  #restart(slot: Slot): void {
    slot.reset = true;
    slot.changed = new Set(slot.feed.uids());
    slot.complete = slot.feed.complete;
  }

  async #due(signal: AbortSignal): Promise<boolean> {
    while (!this.#dirty) {
      if (signal.aborted) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const now = this.#clock.now();
    const since = now - this.#sentAt;
    const wait = since >= 0 && since < frameMs ? frameMs - since : leadMs;
    try {
      await this.#clock.sleep(wait, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return !signal.aborted;
  }

  *#drain(): Generator<LiveEvent> {
    this.#dirty = false;
    for (const slot of this.#slots) yield* this.#drainSlot(slot);
    this.#sentAt = this.#clock.now();
  }

  // What is due is taken first: events of the time in which the reader takes these belong to the next frame.
  *#drainSlot(slot: Slot): Generator<LiveEvent> {
    const { kind } = slot.feed.state;
    const { reset, complete, state } = slot;
    const due = [...slot.changed];
    slot.changed.clear();
    slot.reset = false;
    slot.complete = false;
    slot.state = false;
    if (reset) yield { type: 'reset', kind };
    for (let from = 0; from < due.length; from += rowsPerEvent) {
      yield { type: 'rows', rows: slot.feed.pack(due.slice(from, from + rowsPerEvent)) };
      // Meanwhile everything was forgotten: the rest of these is no longer true.
      if (slot.reset) return;
    }
    if (complete) yield { type: 'complete', kind };
    if (state) yield { type: 'feed', feed: slot.feed.state };
  }
}
