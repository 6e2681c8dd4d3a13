// Keeps a copy of one kind true: list in pages, watch from the list's version at once, resume, and list anew when nothing else helps.
import type { FeedState, LiveKind, RowOf } from '#contract/cluster.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { Log } from '#core/ports/log.ts';
import { Backoff } from './backoff.ts';
import { readPage, type Page } from './list-pages.ts';
import { compareVersions } from './resource-version.ts';
import type { Resource } from './resources.ts';
import { identity, type Raw } from './trim/raw.ts';
import { defect, RelistNeeded, troubleOf, type Trouble } from './trouble.ts';
import { fullLifeMs, readWatch } from './watch-stream.ts';

export interface Copy<K extends LiveKind> {
  /** Ids of all rows held. */
  uids(): Iterable<string>;
  upsert(row: RowOf[K]): void;
  remove(uid: string): void;
  /** All rows of a list are in and what is gone has been removed. */
  completed(): void;
  /** The server said something. */
  heard(): void;
  report(state: FeedState['state'], fault: FeedState['fault']): void;
}

interface Reflection<K extends LiveKind> {
  readonly resource: Resource<K>;
  readonly copy: Copy<K>;
  readonly open: () => Promise<KubeClient>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Pages of 250 pods are about 2 MB: the first is soon on the screen, 10,000 pods are 40 requests. */
const pageSize = 250;
/** A connection that lived so long was healthy: the next pause starts small again. */
const settledMs = 10_000;

/** Runs until the signal is aborted; never rejects. */
export const reflect = async <K extends LiveKind>(reflection: Reflection<K>): Promise<void> => {
  const { signal } = reflection;
  const mirror = new Mirror(reflection);
  try {
    while (!signal.aborted) await mirror.round();
  } catch (error) {
    if (signal.aborted) return;
    const trouble = defect(reflection.log.error(`the watch of ${reflection.resource.kind} stopped`, error));
    reflection.copy.report(trouble.state, trouble.fault);
  }
};

class Mirror<K extends LiveKind> {
  readonly #its: Reflection<K>;
  readonly #rounds: Backoff;
  #server = '';
  #version = '';
  /** Uids of this round's list so far. */
  #listed = new Set<string>();
  /** While a list is under way: what the watch has said since, which is newer than any page. */
  #touched: Set<string> | null = null;
  #everListed = false;
  #watching = false;
  #heardAt = 0;
  /** The watch ended early: the server may have come back with an older store. */
  #doubtful = false;

  constructor(its: Reflection<K>) {
    this.#its = its;
    this.#rounds = new Backoff(its.random);
  }

  /** One list and the watch that continues it, until that cannot go on. */
  async round(): Promise<void> {
    const { clock, copy, signal } = this.#its;
    const startedAt = clock.now();
    const end = new AbortController();
    const during = AbortSignal.any([signal, end.signal]);
    this.#begin();
    let work: Promise<void>[] = [];
    try {
      const first = await this.#page('', during);
      this.#version = first.version;
      work = [this.#rest(first, during), this.#follow(during)];
      await Promise.all(work);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = this.#judge(error);
      copy.report(trouble.state, trouble.fault);
      end.abort(error);
      await Promise.allSettled(work);
      if (clock.now() - startedAt > settledMs) this.#rounds.reset();
      await clock.sleep(this.#rounds.next(trouble.atLeastMs), signal);
    } finally {
      end.abort();
    }
  }

  #begin(): void {
    this.#touched = new Set();
    this.#watching = false;
    if (!this.#everListed) this.#its.copy.report('loading', null);
  }

  #judge(error: unknown): Trouble {
    const { log, resource } = this.#its;
    return troubleOf(error, this.#server) ?? defect(log.error(`watching ${resource.kind}`, error));
  }

  async #ask(signal: AbortSignal) {
    const client = await this.#its.open();
    this.#server = client.server;
    return { client, clock: this.#its.clock, path: this.#its.resource.path, signal };
  }

  /** A page, asked for again until it comes; only what calls for a new list is thrown. */
  async #page(token: string, signal: AbortSignal): Promise<Page> {
    const { clock, copy, random } = this.#its;
    const pauses = new Backoff(random);
    for (;;) {
      // A first page asked for again is another list: what the broken answer held may be gone by now.
      if (token === '') this.#listed = new Set();
      try {
        return await readPage(await this.#ask(signal), token, {
          pageSize,
          item: (raw) => this.#fromList(raw, signal),
          heard: () => copy.heard(),
        });
      } catch (error) {
        signal.throwIfAborted();
        const trouble = this.#judge(error);
        if (trouble.next === 'relist') throw error;
        copy.report(trouble.state, trouble.fault);
        await clock.sleep(pauses.next(trouble.atLeastMs), signal);
      }
    }
  }

  async #rest(first: Page, signal: AbortSignal): Promise<void> {
    const { copy } = this.#its;
    for (let next = first.next; next !== ''; next = (await this.#page(next, signal)).next);
    const kept = this.#listed;
    const touched = this.#touched;
    for (const uid of copy.uids()) if (!kept.has(uid) && touched?.has(uid) !== true) copy.remove(uid);
    this.#listed = new Set();
    this.#touched = null;
    this.#everListed = true;
    copy.completed();
    this.#live();
  }

  #live(): void {
    if (this.#watching && this.#touched === null) this.#its.copy.report('live', null);
  }

  /** Watches on and on; rejects when a new list is needed. */
  async #follow(signal: AbortSignal): Promise<never> {
    const { clock, copy, random } = this.#its;
    const pauses = new Backoff(random);
    for (;;) {
      const openedAt = clock.now();
      const trouble = await this.#watch(signal);
      const livedMs = clock.now() - openedAt;
      if (livedMs >= settledMs) pauses.reset();
      // Ended in order after a full life: go on at once, for meanwhile nothing is seen.
      if (livedMs >= fullLifeMs && trouble === null) continue;
      this.#doubtful = true;
      if (trouble !== null && this.#worthTelling(trouble, pauses.failures)) copy.report(trouble.state, trouble.fault);
      await clock.sleep(pauses.next(trouble?.atLeastMs), signal);
    }
  }

  // A single break heals within a fraction of a second; it is told when it is the second in a row, or when silence went before it.
  #worthTelling(trouble: Trouble, failures: number): boolean {
    return failures > 0 || trouble.state === 'refused' || this.#its.clock.now() - this.#heardAt >= fullLifeMs;
  }

  #heard(): void {
    this.#heardAt = this.#its.clock.now();
    this.#its.copy.heard();
  }

  async #watch(signal: AbortSignal): Promise<Trouble | null> {
    const { copy, random } = this.#its;
    const behind = Promise.withResolvers<never>();
    this.#watching = false;
    try {
      const ask = { ...(await this.#ask(signal)), from: this.#version, random };
      const watched = readWatch(ask, {
        opened: () => {
          this.#opened();
          this.#confirm(signal).catch(behind.reject);
        },
        upsert: (raw) => this.#fromWatch(raw, (row) => copy.upsert(row)),
        remove: (raw) => this.#fromWatch(raw, (row) => copy.remove(row.uid)),
        reached: (version) => {
          this.#version = version;
          this.#heard();
        },
      });
      await Promise.race([watched, behind.promise]);
      this.#heard();
      return null;
    } catch (error) {
      signal.throwIfAborted();
      const trouble = this.#judge(error);
      if (trouble.next === 'relist') throw error;
      return trouble;
    }
  }

  #opened(): void {
    this.#watching = true;
    this.#heard();
    this.#live();
  }

  /**
   * A watch from a version that the server has not reached yet (its store was restored from a backup) is accepted and stays silent.
   * So after a break the server is asked once where it stands.
   */
  async #confirm(signal: AbortSignal): Promise<void> {
    if (!this.#doubtful) return;
    const seen = this.#version;
    try {
      const { version } = await readPage(await this.#ask(signal), '', { pageSize: 1, item: () => {}, heard: () => {} });
      const step = compareVersions(version, seen);
      this.#doubtful = false;
      if (step !== null && step < 0) throw new RelistNeeded('the server is behind what was seen before');
    } catch (error) {
      // Any other trouble shows itself on the watch; the doubt stays.
      if (error instanceof RelistNeeded || signal.aborted || troubleOf(error, this.#server) === null) throw error;
    }
  }

  #fromList(raw: Raw, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { uid } = identity(raw);
    this.#listed.add(uid);
    if (this.#touched?.has(uid) !== true) this.#its.copy.upsert(this.#its.resource.trim(raw));
  }

  #fromWatch(raw: Raw, apply: (row: RowOf[K]) => void): void {
    const row = this.#its.resource.trim(raw);
    this.#touched?.add(row.uid);
    apply(row);
  }
}
