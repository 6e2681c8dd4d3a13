// The simulated API server: list, get, watch and writes over the object store.
import type { KubeAnswer, KubeClient, KubeRequest, KubeStream } from '#core/ports/kube.ts';
import { answer, expired, forbidden, notFound } from './answers.ts';
import { evict } from './evictions.ts';
import type { KubeObject, ObjectChange, ObjectStore } from './objects.ts';
import { placeOf, type Place } from './places.ts';
import { administrator, ownReview, type PracticeUser } from './own-reviews.ts';
import { review, reviewPath } from './reviews.ts';
import { concerns, watchChunks } from './watch.ts';
import { write } from './writes.ts';

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

/** Where the last page ended, and the version that all pages together stand for. */
interface Continuation {
  readonly version: string;
  readonly after: string;
}
const encode = ({ version, after }: Continuation) => Buffer.from(`${version} ${after}`).toString('base64url');
function decode(token: string): Continuation {
  const [version = '', after = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  return { version, after };
}

function listAnswer(store: ObjectStore, place: Place, query: KubeRequest['query'] = {}): KubeAnswer {
  const token = query['continue'] ?? '';
  const from = token === '' ? { version: store.version(), after: '' } : decode(token);
  if (store.changesSince(from.version) === null) return expired('The provided continue parameter is too old.');
  const all = store
    .list(place.plural, place.namespace)
    .filter((object) => keyOf(object) > from.after)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const items = all.slice(0, Number(query['limit'] ?? '0') || all.length);
  const last = items.at(-1);
  const more = last === undefined || items.length === all.length ? {} : { continue: encode({ ...from, after: keyOf(last) }) };
  // A watch from this version tells what changed while the pages were read.
  return answer(200, { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: from.version, ...more }, items });
}

/** Asked through the API server's proxy, a simulated service is always well. */
const proxied = /\/services\/[^/]+\/proxy(\/|$)/;
const health = new Set(['/readyz', '/healthz', '/livez']);

function handle(store: ObjectStore, request: KubeRequest, user: PracticeUser): KubeAnswer {
  const { path } = request;
  const about = ownReview(request, user);
  if (about !== null) return about;
  if (path === '/version') return answer(200, { major: '1', minor: '36', gitVersion: 'v1.36.3' });
  if (health.has(path) || proxied.test(path)) return answer(200, 'ok');
  if (path === reviewPath && request.method === 'POST') return answer(201, review(store, request.body));
  const place = placeOf(path);
  if (place === null) return notFound('the server could not find the requested resource');
  if (request.method !== 'GET')
    return user.may === 'look' ? forbidden(`User "${user.name}" cannot change ${place.plural}`) : write(store, place, request);
  if (place.name === undefined) return listAnswer(store, place, request.query);
  const found = store.get(place.plural, place.name, place.namespace);
  return found ? answer(200, found) : notFound(`${place.plural} "${place.name}" not found`);
}

/** Without a version: everything there is. Null: too long ago. */
function missedSince(store: ObjectStore, place: Place, version: string): readonly Pick<ObjectChange, 'type' | 'object'>[] | null {
  if (version !== '' && version !== '0') return store.changesSince(version)?.filter((change) => concerns(place, change)) ?? null;
  const there = store.list(place.plural, place.namespace).map((object) => ({ type: 'ADDED' as const, plural: place.plural, object }));
  return there.filter((change) => concerns(place, change));
}

async function* whole(body: unknown): AsyncGenerator<string, void, void> {
  yield JSON.stringify(body);
}
const ended = ({ status, body }: KubeAnswer): KubeStream => ({ status, retryAfter: null, chunks: whole(body) });

export interface PracticeClientOptions {
  readonly server: string;
  /** Who shows the kubeconfig; the administrator when left out. */
  readonly user?: PracticeUser;
  /** Throws the fault a person would see when the API server cannot be reached; else the signal that is aborted when it is lost. */
  readonly reach: () => AbortSignal;
  /** The fault of a connection that broke with it. */
  readonly broken: () => Error;
  /** What becomes of a pod that was evicted; left out, it is gone. */
  readonly leave?: (pod: KubeObject) => void;
}

const removing =
  (store: ObjectStore) =>
  ({ metadata: { name, namespace } }: KubeObject): void =>
    store.remove('pods', name, namespace);

export function createPracticeClient(
  store: ObjectStore,
  { server, user = administrator, reach, broken, leave = removing(store) }: PracticeClientOptions,
): KubeClient {
  return {
    server,
    async request(request) {
      request.signal.throwIfAborted();
      reach();
      return (user.may === 'look' ? null : evict(store, request, leave)) ?? handle(store, request, user);
    },
    async stream({ path, query = {}, signal }): Promise<KubeStream> {
      signal.throwIfAborted();
      const lost = reach();
      const place = placeOf(path);
      if (query['watch'] === undefined || place === null) return ended(handle(store, { method: 'GET', path, query, signal }, user));
      const missed = missedSince(store, place, query['resourceVersion'] ?? '');
      if (missed === null) return ended(expired('too old resource version'));
      return { status: 200, retryAfter: null, chunks: watchChunks(store, place, { missed, signal, lost, broken }) };
    },
    close: () => undefined,
  };
}
