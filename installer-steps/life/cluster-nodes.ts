// The nodes and what runs on them, by the API of the cluster.
import { bodyOf, readObject } from '#core/cluster/api-objects.ts';
import { object, objects, text, type Raw } from '#core/cluster/trim/raw.ts';
import type { KubeClient } from '#core/ports/kube.ts';

const itemsOf = async (client: KubeClient, path: string, signal: AbortSignal): Promise<readonly Raw[]> =>
  objects(object(await readObject(client, path, signal))['items']);

export const listNodes = (client: KubeClient, signal: AbortSignal) => itemsOf(client, '/api/v1/nodes', signal);
/** Of this node only, in a cluster that may have thousands. */
export async function listPods(client: KubeClient, node: string, signal: AbortSignal): Promise<readonly Raw[]> {
  const path = '/api/v1/pods';
  const answer = await client.request({ method: 'GET', path, query: { fieldSelector: `spec.nodeName=${node}` }, signal });
  return objects(bodyOf(client, answer, path)['items']);
}
export const listVolumes = (client: KubeClient, signal: AbortSignal) => itemsOf(client, '/api/v1/persistentvolumes', signal);
export const listBudgets = (client: KubeClient, signal: AbortSignal) => itemsOf(client, '/apis/policy/v1/poddisruptionbudgets', signal);

const pathOf = (name: string) => `/api/v1/nodes/${encodeURIComponent(name)}`;
export const readNode = (client: KubeClient, name: string, signal: AbortSignal) => readObject(client, pathOf(name), signal);

/** Says that a run has closed the node, so that only such a node is opened again by one. */
const mark = 'hearth.local/closed-by-run';
export const isClosedByRun = (node: Raw): boolean => text(object(object(node['metadata'])['annotations'])[mark]) !== '';

export const closeNode = (client: KubeClient, name: string, signal: AbortSignal) =>
  patch(client, name, { closed: true, byRun: 'true', signal });
/** By a person: no run opens it. */
export const closeForGood = (client: KubeClient, name: string, signal: AbortSignal) =>
  patch(client, name, { closed: true, byRun: null, signal });
export const openNode = (client: KubeClient, name: string, signal: AbortSignal) =>
  patch(client, name, { closed: null, byRun: null, signal });

interface Closing {
  readonly closed: true | null;
  readonly byRun: 'true' | null;
  readonly signal: AbortSignal;
}
async function patch(client: KubeClient, name: string, { closed, byRun, signal }: Closing): Promise<void> {
  const body = { metadata: { annotations: { [mark]: byRun } }, spec: { unschedulable: closed } };
  const path = pathOf(name);
  bodyOf(client, await client.request({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json', signal }), path);
}
