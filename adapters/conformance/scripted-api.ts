// An API server of the test's own: lists with continue tokens, watches with history, bookmarks and compaction, and faults on demand.
// It is also the oracle: what it holds is the truth a view is compared with.
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '#core/ports/clock.ts';

interface ApiObject {
  readonly [key: string]: unknown;
  readonly metadata: { readonly [key: string]: unknown; readonly uid: string; readonly name: string; readonly resourceVersion: string };
}

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ApiObject;
}

interface ApiAnswer {
  readonly status: number;
  readonly retryAfter: number | null;
  /** Ends: FIN. Throws Cut: the connection is reset. Never goes on: a stall. */
  readonly chunks: AsyncGenerator<string>;
}

export class Cut extends Error {
  override readonly name = 'Cut';
}

/** One thing that goes wrong with the next list or watch, or (`now`) with the watches under way. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: 'reset' | 'fin' | 'stall'; readonly after?: number }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'line'; readonly text: string };

type Op = 'list' | 'watch';

interface OpenWatch {
  readonly from: number;
  readonly lines: string[];
  end: 'fin' | 'reset' | 'stall' | null;
  wake: () => void;
}

const statusBody = (code: number, reason = 'Failure') =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `scripted ${code}` });

export class ScriptedApi {
  readonly #clock: Clock;
  #version = 1_000_000;
  #compacted = 1_000_000;
  readonly #objects = new Map<string, Map<string, ApiObject>>();
  readonly #history = new Map<string, Change[]>();
  readonly #snapshots = new Map<string, readonly ApiObject[]>();
  readonly #watches = new Map<string, Set<OpenWatch>>();
  readonly #faults: Record<Op, Fault[]> = { list: [], watch: [] };
  /** Characters per chunk; small ones cut through strings, escapes and surrogate pairs. */
  chunkSize = 65_536;
  /** Left whole here: whoever sends the bytes cuts them. */
  cutsBytes = false;
  /** Requests seen, as "list /api/v1/pods" or "watch /api/v1/pods 1005". */
  readonly asked: string[] = [];
  /** Called between two pages, so that a test can change things during a list. */
  betweenPages: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get version(): number {
    return this.#version;
  }

  objects(path: string): readonly ApiObject[] {
    return [...this.#of(path).values()];
  }

  put(path: string, object: { readonly metadata: { readonly uid: string; readonly name: string }; readonly [key: string]: unknown }): void {
    const type = this.#of(path).has(object.metadata.uid) ? 'MODIFIED' : 'ADDED';
    const stored = this.#stamped(object);
    this.#of(path).set(stored.metadata.uid, stored);
    this.#record(path, type, stored);
  }

  remove(path: string, uid: string): void {
    const object = this.#of(path).get(uid);
    if (object === undefined) return;
    this.#of(path).delete(uid);
    this.#record(path, 'DELETED', this.#stamped(object));
  }

  /** Forgets the history: every older version is 410 from now on. */
  compact(): void {
    this.#compacted = this.#version;
    this.#history.clear();
  }

  /** A restore from a backup: older objects, lower versions, all connections cut. */
  restore(path: string, objects: readonly ApiObject[], version: number): void {
    this.#objects.set(path, new Map(objects.map((object) => [object.metadata.uid, object])));
    this.#version = version;
    this.forgetPages();
    this.compact();
    this.breakWatches('reset');
  }

  bookmark(path: string): void {
    this.say(
      path,
      `${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: String(this.#version) } } })}\n`,
    );
  }

  /** Puts a line of the test's own into every open watch. */
  say(path: string, line: string): void {
    for (const watch of this.#watches.get(path) ?? []) {
      watch.lines.push(line);
      watch.wake();
    }
  }

  sayError(path: string, code: number, reason: string): void {
    this.say(path, `{"type":"ERROR","object":${statusBody(code, reason)}}\n`);
  }

  breakWatches(how: 'fin' | 'reset' | 'stall'): void {
    for (const watches of this.#watches.values()) {
      for (const watch of watches) {
        watch.end = how;
        watch.wake();
      }
    }
  }

  fail(op: Op, ...faults: readonly Fault[]): void {
    this.#faults[op].push(...faults);
  }

  heal(): void {
    this.#faults.list = [];
    this.#faults.watch = [];
  }

  /** Throws Cut when the connection is refused. */
  answer(path: string, query: URLSearchParams, signal: AbortSignal): ApiAnswer {
    if (!known.test(path)) return this.#status(404);
    const op: Op = query.get('watch') === null ? 'list' : 'watch';
    const from = query.get('resourceVersion') ?? '';
    this.asked.push(op === 'list' ? `list ${path}` : `watch ${path} ${from}`);
    const fault = this.#faults[op].shift();
    if (fault?.kind === 'refuse') throw new Cut('refused');
    if (fault?.kind === 'status') return this.#status(fault.status, fault.retryAfter);
    if (op === 'list') return this.#list(path, query, fault);
    if (Number(from) < this.#compacted) return this.#status(410);
    const life = Number(query.get('timeoutSeconds') ?? '1800') * 1000;
    return { status: 200, retryAfter: null, chunks: this.#watch(path, { from: Number(from), life, fault, signal }) };
  }

  #of(path: string): Map<string, ApiObject> {
    const objects = this.#objects.get(path) ?? new Map<string, ApiObject>();
    this.#objects.set(path, objects);
    return objects;
  }

  #stamped(object: { readonly metadata: { readonly uid: string; readonly name: string }; readonly [key: string]: unknown }): ApiObject {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #record(path: string, type: Change['type'], object: ApiObject): void {
    const change = { version: this.#version, type, object };
    this.#history.set(path, [...(this.#history.get(path) ?? []), change]);
    this.#publish(path, change.version, lineOf(change));
  }

  // As the real one does, say nothing below the version that was asked for: a watch from the future is silent.
  #publish(path: string, version: number, line: string): void {
    for (const watch of this.#watches.get(path) ?? []) {
      if (version <= watch.from) continue;
      watch.lines.push(line);
      watch.wake();
    }
  }

  #status(status: number, retryAfter?: number): ApiAnswer {
    const chunks = (async function* body() {
      yield statusBody(status);
    })();
    return { status, retryAfter: retryAfter ?? null, chunks };
  }

  #list(path: string, query: URLSearchParams, fault: Fault | undefined): ApiAnswer {
    const token = query.get('continue');
    if (token !== null) this.betweenPages();
    const [version = '', from = '0'] = token?.split(':') ?? [String(this.#version)];
    // All pages show the store as it was at the first.
    const page = `${path} ${version}`;
    const all = this.#snapshots.get(page) ?? (token === null ? this.objects(path) : null);
    if (all === null) return this.#status(410);
    const start = Number(from);
    const end = start + (Number(query.get('limit')) || all.length);
    if (end < all.length) this.#snapshots.set(page, all);
    const metadata = { resourceVersion: version, ...(end < all.length ? { continue: `${version}:${end}` } : {}) };
    const text = JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata, items: all.slice(start, end) });
    return { status: 200, retryAfter: null, chunks: this.#body(text, fault) };
  }

  /** Continue tokens handed out so far are 410 from now on. */
  forgetPages(): void {
    this.#snapshots.clear();
  }

  async *#body(text: string, fault: Fault | undefined): AsyncGenerator<string> {
    const limit = fault !== undefined && 'after' in fault ? Math.min(text.length, fault.after ?? 0) : text.length;
    const size = this.cutsBytes ? text.length : this.chunkSize;
    for (let at = 0; at < limit; at += size) {
      yield text.slice(at, Math.min(limit, at + size));
      await turn();
    }
    if (fault?.kind === 'line') yield fault.text;
    if (fault?.kind === 'reset') throw new Cut('reset');
    if (fault?.kind === 'stall') await new Promise<never>(() => {});
  }

  async *#watch(
    path: string,
    its: { readonly from: number; readonly life: number; readonly fault: Fault | undefined; readonly signal: AbortSignal },
  ): AsyncGenerator<string> {
    const missed = (this.#history.get(path) ?? []).filter((change) => change.version > its.from);
    const open: OpenWatch = { from: its.from, lines: missed.map(lineOf), end: null, wake: () => {} };
    const watches = this.#watches.get(path) ?? new Set();
    this.#watches.set(path, watches.add(open));
    const over = new AbortController();
    this.#clock.sleep(its.life, over.signal).then(
      () => this.#expire(open),
      () => {},
    );
    const wake = () => open.wake();
    its.signal.addEventListener('abort', wake, { once: true });
    try {
      yield* this.#body('', its.fault);
      if (its.fault?.kind === 'fin') return;
      yield* this.#lines(open, its.signal);
    } finally {
      over.abort();
      watches.delete(open);
      its.signal.removeEventListener('abort', wake);
    }
  }

  async *#lines(open: OpenWatch, signal: AbortSignal): AsyncGenerator<string> {
    while (!signal.aborted) {
      for (let line = open.lines.shift(); line !== undefined; line = open.lines.shift()) {
        yield* this.#body(line, undefined);
      }
      if (open.end === 'fin') return;
      if (open.end === 'reset') throw new Cut('reset');
      if (open.end === 'stall') await new Promise<never>(() => {});
      await new Promise<void>((resolve) => {
        open.wake = resolve;
        if (open.lines.length > 0 || open.end !== null || signal.aborted) resolve();
      });
    }
  }

  #expire(open: OpenWatch): void {
    if (this.#version > open.from) open.lines.push(bookmarkLine(this.#version));
    open.end ??= 'fin';
    open.wake();
  }
}

const known = /^\/(api\/v1\/(pods|nodes|events)|apis\/apps\/v1\/(deployments|statefulsets|daemonsets))$/;
const lineOf = (change: Change) => `${JSON.stringify({ type: change.type, object: change.object })}\n`;
const bookmarkLine = (version: number) =>
  `${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Bookmark', metadata: { resourceVersion: String(version) } } })}\n`;
