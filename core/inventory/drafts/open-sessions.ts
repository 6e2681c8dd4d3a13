// Drafts that are open in this engine. Each is in memory once, whoever works on it; those that nobody uses are let go.
import type { Session } from './session.ts';

interface Open {
  readonly session: Promise<Session>;
  /** What goes on beside it ends when it is let go. */
  readonly end: AbortController;
  users: number;
}

type Load = (draftId: string, end: AbortSignal) => Promise<Session>;

/** Of a large inventory, each takes tens of megabytes. */
const kept = 8;

export class OpenSessions {
  /** The one used last is the last. */
  readonly #open = new Map<string, Open>();
  readonly #load: Load;
  readonly #closed = new AbortController();
  constructor(load: Load) {
    this.#load = load;
  }

  async with<T>(draftId: string, work: (session: Session) => Promise<T>): Promise<T> {
    const open = this.#take(draftId);
    try {
      return await work(await open.session);
    } finally {
      this.#giveBack(open);
    }
  }

  async *stream<T>(draftId: string, work: (session: Session) => AsyncIterable<T>): AsyncGenerator<T, void> {
    const open = this.#take(draftId);
    try {
      yield* work(await open.session);
    } finally {
      this.#giveBack(open);
    }
  }

  /** Null: it is not in memory. */
  async opened(draftId: string): Promise<Session | null> {
    return (await this.#open.get(draftId)?.session.catch(() => null)) ?? null;
  }

  /** With each that is in memory now, which it stays meanwhile: two of one draft would get into each other's way. */
  async each(work: (session: Session) => Promise<void>): Promise<void> {
    await Promise.all([...this.#open.keys()].map((draftId) => this.#meanwhile(draftId, work)));
  }
  async #meanwhile(draftId: string, work: (session: Session) => Promise<void>): Promise<void> {
    const open = this.#take(draftId);
    try {
      // Whoever opens it hears of a failure.
      const session = await open.session.catch(() => null);
      if (session !== null) await work(session);
    } finally {
      this.#giveBack(open);
    }
  }

  forget(draftId: string): void {
    this.#open.get(draftId)?.end.abort();
    this.#open.delete(draftId);
  }

  /** Whoever still uses one may go on, without what goes on beside it. */
  close(): void {
    this.#closed.abort();
  }

  #take(draftId: string): Open {
    const open = this.#open.get(draftId) ?? this.#begin(draftId);
    open.users += 1;
    this.#open.delete(draftId);
    this.#open.set(draftId, open);
    // One that could not be opened is tried anew by the next.
    void open.session.catch(() => {
      if (this.#open.get(draftId) === open) this.forget(draftId);
    });
    return open;
  }

  #begin(draftId: string): Open {
    const end = new AbortController();
    return { session: this.#load(draftId, AbortSignal.any([end.signal, this.#closed.signal])), end, users: 0 };
  }

  #giveBack(open: Open): void {
    open.users -= 1;
    const idle = [...this.#open].filter(([, { users }]) => users === 0);
    for (const [draftId] of idle.slice(0, Math.max(0, this.#open.size - kept))) this.forget(draftId);
  }
}
