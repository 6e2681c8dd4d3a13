// The simulated API server: list, get, watch, apply and delete over the object store.
import type { KubeAnswer, KubeClient, KubeRequest, KubeStream } from '#core/ports/kube.ts';
import type { KubeObject, ObjectChange, ObjectDraft, ObjectStore } from './objects.ts';

interface Place {
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** /api/v1/namespaces/a/pods/b, /apis/apps/v1/deployments, … */
function placeOf(path: string): Place | null {
  const parts = path.split('/').filter((part) => part !== '');
  const rest = parts[0] === 'api' ? parts.slice(2) : parts.slice(3);
  if (rest[0] === 'namespaces' && rest.length >= 3) return { namespace: rest[1], plural: rest[2] ?? '', name: rest[3] };
  const plural = rest[0];
  return plural === undefined ? null : { plural, namespace: undefined, name: rest[1] };
}

const answer = (status: number, body: unknown): KubeAnswer => ({ status, retryAfter: null, body });
const notFound = (path: string) =>
  answer(404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404, message: `${path} not found` });

function asDraft(body: unknown): ObjectDraft | null {
  if (typeof body !== 'object' || body === null || !('metadata' in body) || !('kind' in body) || !('apiVersion' in body)) return null;
  const { metadata, kind, apiVersion } = body;
  if (typeof metadata !== 'object' || metadata === null || !('name' in metadata)) return null;
  if (typeof metadata.name !== 'string' || typeof kind !== 'string' || typeof apiVersion !== 'string') return null;
  return { ...body, kind, apiVersion, metadata: { ...metadata, name: metadata.name } };
}

function listAnswer(store: ObjectStore, place: Place, query: KubeRequest['query']): KubeAnswer {
  const all = store.list(place.plural, place.namespace);
  const from = Number(query?.['continue'] ?? '0');
  const limit = Number(query?.['limit'] ?? '0') || all.length;
  const items = all.slice(from, from + limit);
  const next = from + limit < all.length ? String(from + limit) : '';
  return answer(200, {
    kind: 'List',
    apiVersion: 'v1',
    metadata: { resourceVersion: store.version(), ...(next === '' ? {} : { continue: next }) },
    items,
  });
}

function write(store: ObjectStore, place: Place, request: KubeRequest): KubeAnswer {
  const before = place.name === undefined ? null : store.get(place.plural, place.name, place.namespace);
  if (request.method === 'PATCH' && before && request.contentType !== 'application/apply-patch+yaml') {
    const patch = typeof request.body === 'object' && request.body !== null ? request.body : {};
    return answer(200, store.put(place.plural, { ...before, ...patch, metadata: before.metadata }));
  }
  const draft = asDraft(request.body);
  if (!draft) return answer(422, { kind: 'Status', status: 'Failure', message: 'metadata.name, kind and apiVersion are required' });
  return answer(before ? 200 : 201, store.put(place.plural, draft));
}

function handle(store: ObjectStore, request: KubeRequest): KubeAnswer {
  if (request.path === '/version') return answer(200, { major: '1', minor: '36', gitVersion: 'v1.36.3' });
  if (request.path === '/readyz' || request.path === '/healthz' || request.path === '/livez') return answer(200, 'ok');
  // Asked through the API server's proxy, a simulated service is always well.
  if (/\/services\/[^/]+\/proxy(\/|$)/.test(request.path)) return answer(200, 'ok');
  const place = placeOf(request.path);
  if (!place) return notFound(request.path);
  if (request.method === 'DELETE' && place.name !== undefined) {
    store.remove(place.plural, place.name, place.namespace);
    return answer(200, { kind: 'Status', status: 'Success' });
  }
  if (request.method !== 'GET') return write(store, place, request);
  if (place.name === undefined) return listAnswer(store, place, request.query);
  const found = store.get(place.plural, place.name, place.namespace);
  return found ? answer(200, found) : notFound(request.path);
}

const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

/** Bookmarks keep a quiet watch alive, as the real server does. */
const bookmarkEveryMs = 10_000;

async function* watchChunks(
  store: ObjectStore,
  place: Place,
  options: { since: number; signal: AbortSignal; alive: () => boolean },
): AsyncIterable<string> {
  const queue: string[] = [];
  let wake = () => undefined as void;
  const bookmark = (): KubeObject | object => ({ kind: 'Bookmark', apiVersion: 'v1', metadata: { resourceVersion: store.version() } });
  const onChange = (change: ObjectChange) => {
    if (change.plural !== place.plural) return;
    if (place.namespace !== undefined && change.object.metadata.namespace !== place.namespace) return;
    queue.push(line(change.type, change.object));
    wake();
  };
  for (const object of store.list(place.plural, place.namespace)) {
    if (Number(object.metadata.resourceVersion) > options.since) queue.push(line('ADDED', object));
  }
  const stop = store.subscribe(onChange);
  const timer = setInterval(() => {
    queue.push(line('BOOKMARK', bookmark()));
    wake();
  }, bookmarkEveryMs);
  const onAbort = () => wake();
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!options.signal.aborted && options.alive()) {
      const next = queue.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
    clearInterval(timer);
    options.signal.removeEventListener('abort', onAbort);
  }
}

async function* whole(text: string): AsyncGenerator<string, void, void> {
  yield text;
}

export interface PracticeClientOptions {
  readonly server: string;
  /** Throws the fault a person would see when the API server cannot be reached. */
  readonly assertReachable: () => void;
  readonly alive: () => boolean;
}

export function createPracticeClient(store: ObjectStore, options: PracticeClientOptions): KubeClient {
  return {
    server: options.server,
    async request(request) {
      request.signal.throwIfAborted();
      options.assertReachable();
      return handle(store, request);
    },
    async stream({ path, query, signal }): Promise<KubeStream> {
      options.assertReachable();
      const place = placeOf(path);
      if (!place) return { status: 404, retryAfter: null, chunks: (async function* none() {})() };
      const isWatch = query?.['watch'] !== undefined;
      if (!isWatch) {
        const { status, body } = handle(store, { method: 'GET', path, signal, ...(query === undefined ? {} : { query }) });
        return { status, retryAfter: null, chunks: whole(JSON.stringify(body)) };
      }
      const since = Number(query?.['resourceVersion'] ?? '0');
      return { status: 200, retryAfter: null, chunks: watchChunks(store, place, { since, signal, alive: options.alive }) };
    },
    close: () => undefined,
  };
}
