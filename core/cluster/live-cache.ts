// One shared copy per platform and kind, kept while somebody looks and a little longer.
import type { FeedState, LiveEvent, LiveKind, Rows } from '#contract/cluster.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { Log } from '#core/ports/log.ts';
import { createFeed, type Feed } from './feed.ts';
import { reflect } from './reflector.ts';
import { resources, type Resource } from './resources.ts';
import { Subscription } from './subscription.ts';

interface LiveCacheParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the platform's cluster. What it throws is shown as the state of the feeds, and it is asked again later. */
  readonly open: (platformId: string) => Promise<KubeClient>;
  /** From 0 to 1; for jitter. */
  readonly random?: () => number;
}

export interface LiveList {
  readonly rows: Rows;
  readonly total: number;
  /** All of them have come, if not now then before the trouble. */
  readonly complete: boolean;
  readonly feed: FeedState;
}

export interface LiveCache {
  /** Per kind: reset, rows, complete (when all are there), feed; then changes. Ends with the signal or with close(). */
  watch(platformId: string, kinds: readonly LiveKind[], signal: AbortSignal): AsyncIterable<LiveEvent>;
  /** Rows as they are now. Waits for the first list, but not beyond the first trouble, which `feed` then tells. */
  list(platformId: string, kind: LiveKind, limit: number): Promise<LiveList>;
  /** Forgets the connection and the rows, after a new kubeconfig or when the platform goes; those who look get what is there then. */
  disconnect(platformId: string): void;
  close(): void;
}

/** Going from one page to another and back must not read everything again. */
const graceMs = 60_000;

export const createLiveCache = (parts: LiveCacheParts): LiveCache => new Cache(parts);

interface Held {
  readonly feed: Feed;
  readonly start: () => void;
  stop: () => void;
  readers: number;
  /** Ends the waiting for its end. */
  stay: AbortController;
}

interface Connected {
  client: Promise<KubeClient> | null;
  readonly feeds: Map<LiveKind, Held>;
}

class Cache implements LiveCache {
  readonly #parts: LiveCacheParts;
  readonly #platforms = new Map<string, Connected>();
  readonly #end = new AbortController();

  constructor(parts: LiveCacheParts) {
    this.#parts = parts;
  }

  async *watch(platformId: string, kinds: readonly LiveKind[], signal: AbortSignal): AsyncGenerator<LiveEvent> {
    const wanted = [...new Set(kinds)];
    const held = wanted.map((kind) => this.#take(platformId, kind));
    const subscription = new Subscription(
      held.map((one) => one.feed),
      this.#parts.clock,
    );
    try {
      yield* subscription.events(AbortSignal.any([signal, this.#end.signal]));
    } finally {
      subscription.close();
      for (const [index, one] of held.entries()) this.#leave(platformId, wanted[index], one);
    }
  }

  async list(platformId: string, kind: LiveKind, limit: number): Promise<LiveList> {
    const held = this.#take(platformId, kind);
    try {
      await settled(held.feed, this.#end.signal);
      const uids = [...held.feed.uids()].slice(0, limit);
      return { rows: held.feed.pack(uids), total: held.feed.size, complete: held.feed.complete, feed: held.feed.state };
    } finally {
      this.#leave(platformId, kind, held);
    }
  }

  disconnect(platformId: string): void {
    const platform = this.#platforms.get(platformId);
    if (platform === undefined) return;
    for (const held of platform.feeds.values()) held.stop();
    this.#hangUp(platform);
    for (const [kind, held] of platform.feeds) {
      held.feed.forget();
      if (held.readers > 0) held.start();
      else platform.feeds.delete(kind);
    }
  }

  close(): void {
    this.#end.abort(new Error('closed'));
    for (const platform of this.#platforms.values()) {
      for (const held of platform.feeds.values()) {
        held.stay.abort();
        held.stop();
      }
      this.#hangUp(platform);
    }
    this.#platforms.clear();
  }

  #take(platformId: string, kind: LiveKind): Held {
    const platform = this.#platforms.get(platformId) ?? { client: null, feeds: new Map<LiveKind, Held>() };
    this.#platforms.set(platformId, platform);
    const held = platform.feeds.get(kind) ?? this.#start(platformId, platform, resources[kind]);
    platform.feeds.set(kind, held);
    held.readers += 1;
    held.stay.abort();
    return held;
  }

  #start<K extends LiveKind>(platformId: string, platform: Connected, resource: Resource<K>): Held {
    const { clock, log, random = Math.random } = this.#parts;
    const feed = createFeed(resource, clock);
    const open = () => this.#client(platformId, platform);
    const start = () => {
      const end = new AbortController();
      held.stop = () => end.abort(new Error('no longer watched'));
      void reflect({ resource, copy: feed, open, clock, log, random, signal: end.signal });
    };
    const held: Held = { feed, start, stop: () => {}, readers: 0, stay: new AbortController() };
    start();
    return held;
  }

  async #client(platformId: string, platform: Connected): Promise<KubeClient> {
    const opening = platform.client ?? this.#parts.open(platformId);
    platform.client = opening;
    try {
      return await opening;
    } catch (error) {
      if (platform.client === opening) platform.client = null;
      throw error;
    }
  }

  #leave(platformId: string, kind: LiveKind | undefined, held: Held): void {
    held.readers -= 1;
    if (held.readers > 0 || kind === undefined || this.#end.signal.aborted) return;
    held.stay = new AbortController();
    const { signal } = held.stay;
    const end = async () => {
      await this.#parts.clock.sleep(graceMs, signal);
      const platform = this.#platforms.get(platformId);
      if (signal.aborted || platform?.feeds.get(kind) !== held) return;
      held.stop();
      platform.feeds.delete(kind);
      if (platform.feeds.size > 0) return;
      this.#hangUp(platform);
      this.#platforms.delete(platformId);
    };
    end().catch((error: unknown) => {
      if (!signal.aborted) this.#parts.log.error('a watch could not be ended', error);
    });
  }

  #hangUp(platform: Connected): void {
    const { client } = platform;
    platform.client = null;
    client?.then(
      (open) => open.close(),
      // It never opened; the feeds have said so.
      () => {},
    );
  }
}

/** Resolves when the feed has all its rows, or trouble, or the end comes. */
const settled = (feed: Feed, end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!feed.complete && feed.state.state === 'loading' && !end.aborted) return;
      leave();
      end.removeEventListener('abort', look);
      resolve();
    };
    const leave = feed.join({ changed: () => {}, completed: look, stateChanged: look, reset: () => {} });
    end.addEventListener('abort', look);
    look();
  });
