// Single objects of the Kubernetes API: read, apply on the server's side, delete. Whole kinds are the reflector's matter.
import { fault } from '#core/fault.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import { object, text, type Raw } from './trim/raw.ts';

/** An object as it is wanted, with the path at which the API keeps it. */
export interface WantedObject {
  readonly path: string;
  readonly body: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Raw & { readonly name: string };
    readonly [field: string]: unknown;
  };
}

/** Whose fields they are; another manager's are left alone. */
const fieldManager = 'hearth';
/** On everything that Hearth makes; `deleteOwn` takes back nothing that is somebody else's. */
export const managedBy = { 'app.kubernetes.io/managed-by': 'hearth' } as const;

/** A GET whose 404 is null. Throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE. */
export async function readObject(client: KubeClient, path: string, signal: AbortSignal): Promise<Raw | null> {
  const answer = await client.request({ method: 'GET', path, signal });
  return answer.status === 404 ? null : bodyOf(client, answer, path);
}

/** Throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE, OBJECT_REFUSED. */
export async function applyObject(client: KubeClient, { path, body }: WantedObject, signal: AbortSignal): Promise<Raw> {
  const query = { fieldManager, force: 'true' };
  const contentType = 'application/apply-patch+yaml';
  return bodyOf(client, await client.request({ method: 'PATCH', path, query, body, contentType, signal }), path);
}

/** One that is not there is as good as deleted. Throws as `applyObject`. */
export async function deleteObject(client: KubeClient, path: string, signal: AbortSignal): Promise<void> {
  const answer = await client.request({ method: 'DELETE', path, signal });
  if (answer.status !== 404) bodyOf(client, answer, path);
}

export const isOwn = (found: Raw): boolean => covers(object(found['metadata'])['labels'], managedBy);

/** One that somebody else made under the same name stays. Throws as `applyObject`. */
export async function deleteOwn(client: KubeClient, path: string, signal: AbortSignal): Promise<void> {
  const found = await readObject(client, path, signal);
  if (found !== null && isOwn(found)) await deleteObject(client, path, signal);
}

const reasonOf = ({ status, body }: KubeAnswer) => text(object(body)['message']) || `It answers with status ${status}.`;

/** Of a success; anything else throws as `applyObject`. */
export function bodyOf(client: KubeClient, answer: KubeAnswer, path: string): Raw {
  const { status } = answer;
  if (status >= 200 && status < 300) return object(answer.body);
  const reason = reasonOf(answer);
  if (status === 401 || status === 403) throw fault('CLUSTER_REFUSED', { server: client.server, reason });
  // 404 on a write: the kind is not there yet. 409 and 5xx, a webhook that starts among them: it may work the next time.
  if (status === 400 || status === 405 || status === 422) throw fault('OBJECT_REFUSED', { object: path, reason });
  throw fault('CLUSTER_UNREACHABLE', { server: client.server, reason });
}

/** Does what was found have everything that is wanted? What others added beside it does not count; lists are compared whole. */
export function covers(found: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(found) && found.length === wanted.length && wanted.every((one, index) => covers(found[index], one));
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(wanted).every(([key, value]) => covers(object(found)[key], value));
}
