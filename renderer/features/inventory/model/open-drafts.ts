// The drafts of a platform that this window holds: the one that is shown, and those that still have something to send.
import type { DraftStore } from './draft-store.ts';

type Following = (store: DraftStore) => () => void;

export class OpenDrafts {
  readonly #follow: Following;
  readonly #followed = new Map<DraftStore, () => void>();
  readonly #watched = new WeakSet<DraftStore>();
  #shown: DraftStore | null = null;

  /** `follow` keeps a draft up to date until the function that it answers with is called. */
  constructor(follow: Following) {
    this.#follow = follow;
  }

  show(store: DraftStore): void {
    const before = this.#shown;
    this.#shown = store;
    this.hold(store);
    if (before !== null) this.#look(before);
  }

  /** Lets it send what it has, shown or not. */
  hold(store: DraftStore): void {
    if (!this.#watched.has(store)) store.subscribe(() => this.#look(store));
    this.#watched.add(store);
    this.#look(store);
  }

  /** The one of that name that is up to date. */
  named(name: string): DraftStore | undefined {
    return [...this.#followed.keys()].find((store) => store.snapshot().summary.name === name);
  }

  /** Whether something would be lost with the window. */
  hasUnkept(): boolean {
    // The one that is shown can be brought back also when it was thrown away elsewhere.
    const all = this.#shown === null ? [...this.#followed.keys()] : [...this.#followed.keys(), this.#shown];
    return all.some((store) => store.snapshot().sync !== 'kept');
  }

  /** Followed as long as it is shown or has something to send: also when somebody still writes into it who held on to it. */
  #look(store: DraftStore): void {
    const { closed, sync } = store.snapshot();
    const isWanted = !closed && (store === this.#shown || sync !== 'kept');
    const stop = this.#followed.get(store);
    if (isWanted && stop === undefined) this.#followed.set(store, this.#follow(store));
    if (isWanted || stop === undefined) return;
    this.#followed.delete(store);
    stop();
  }
}
