// Writing to the simulated API: create, replace, apply, merge and delete.
import type { KubeAnswer, KubeRequest } from '#core/ports/kube.ts';
import { alreadyExists, answer, conflict, invalid, notAllowed, notFound } from './answers.ts';
import { withCertManager } from './cert-manager.ts';
import type { KubeObject, ObjectDraft, ObjectStore } from './objects.ts';
import type { Place } from './places.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Written {
  readonly draft: ObjectDraft;
  /** Version the writer had seen, or "". */
  readonly seen: string;
}

/** The namespace is the path's, as on the real server. */
function readDraft(body: unknown, place: Place): Written | null {
  if (!isFields(body) || !isFields(body['metadata'])) return null;
  const { metadata, kind, apiVersion } = body;
  const name = metadata['name'] ?? place.name;
  if (typeof name !== 'string' || typeof kind !== 'string' || typeof apiVersion !== 'string') return null;
  const { resourceVersion: seen, ...rest } = metadata;
  const namespace = place.namespace === undefined ? {} : { namespace: place.namespace };
  return { draft: { ...body, kind, apiVersion, metadata: { ...rest, name, ...namespace } }, seen: typeof seen === 'string' ? seen : '' };
}

/** RFC 7386. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

export function write(store: ObjectStore, place: Place, request: KubeRequest): KubeAnswer {
  const before = place.name === undefined ? null : store.get(place.plural, place.name, place.namespace);
  if (request.method === 'DELETE') return remove(store, place, before);
  if (request.method === 'PATCH' && request.contentType !== 'application/apply-patch+yaml') {
    if (before === null) return notFound(`${request.path} not found`);
    return put(store, place, { body: merged(before, request.body), before });
  }
  if (request.method === 'POST') return create(store, place, request.body);
  if (place.name === undefined) return notAllowed('A name is needed.');
  if (request.method === 'PUT') {
    if (before === null) return notFound(`${request.path} not found`);
    return replace(store, place, { body: request.body, before });
  }
  return put(store, place, { body: request.body, before });
}

function remove(store: ObjectStore, place: Place, before: KubeObject | null): KubeAnswer {
  if (before === null) return notFound(`${place.plural} "${place.name ?? ''}" not found`);
  store.remove(place.plural, before.metadata.name, place.namespace);
  return answer(200, { kind: 'Status', apiVersion: 'v1', status: 'Success' });
}

function create(store: ObjectStore, place: Place, body: unknown): KubeAnswer {
  const written = readDraft(body, place);
  if (written === null) return incomplete();
  const { name } = written.draft.metadata;
  if (store.get(place.plural, name, place.namespace) !== null) return alreadyExists(`${place.plural} "${name}" already exists`);
  return answer(201, store.put(place.plural, written.draft));
}

/** These are written by several at a time, so the server wants to know which state a writer has seen. */
const conditional: ReadonlySet<string> = new Set(['leases']);

function replace(store: ObjectStore, place: Place, { body, before }: { body: unknown; before: KubeObject }): KubeAnswer {
  const isBlind = conditional.has(place.plural) && readDraft(body, place)?.seen === '';
  return isBlind ? invalid('metadata.resourceVersion: must be specified for an update') : put(store, place, { body, before });
}

function put(store: ObjectStore, place: Place, { body, before }: { body: unknown; before: KubeObject | null }): KubeAnswer {
  const written = readDraft(body, place);
  if (written === null) return incomplete();
  if (before !== null && written.seen !== '' && written.seen !== before.metadata.resourceVersion)
    return conflict(`${place.plural} "${before.metadata.name}" has been modified; apply your changes to the latest version`);
  const draft = withCertManager(store, place.plural, { draft: written.draft, before });
  return answer(before === null ? 201 : 200, store.put(place.plural, draft));
}

const incomplete = () => invalid('metadata.name, kind and apiVersion are required');
