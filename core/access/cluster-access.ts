// Looks at a cluster that is there already: who we are to it, what we may do, its version, its storage, its nodes. Changes nothing.
import type { ClusterAccess, ClusterNode } from '#contract/cluster.ts';
import { distributions } from '#contract/distributions.ts';
import { bodyOf } from '#core/cluster/api-objects.ts';
import { trimNode } from '#core/cluster/trim/node.ts';
import { object, objects, text, UnreadableObject, type Raw } from '#core/cluster/trim/raw.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import { inParallel } from '#core/platform/in-parallel.ts';
import { everything, judgeRight, rightsNeeded, type Answer, type Ask } from './cluster-rights.ts';

/** Far below what a client is limited to by the server's fair queuing. */
const asksAtOnce = 8;
const mostNodes = 500;

export async function checkAccess(client: KubeClient, signal: AbortSignal): Promise<ClusterAccess> {
  const version = await versionOf(client, signal);
  const [user, rights, nodes, storage] = await Promise.all([
    userOf(client, signal),
    readRights(client, signal),
    list(client, '/api/v1/nodes', signal),
    list(client, '/apis/storage.k8s.io/v1/storageclasses', signal),
  ]);
  const unread = [...(nodes === null ? ['its nodes'] : []), ...(storage === null ? ['its storage classes'] : [])];
  return {
    server: client.server,
    user,
    version: judgeVersion(version),
    rights,
    storageClasses: (storage ?? []).map(storageClassOf),
    nodes: (nodes ?? []).flatMap(nodeRow),
    unread: unread.length === 0 ? null : `The cluster does not let Hearth list ${unread.join(' and ')}.`,
  };
}

const versionPath = '/version';
/** "" when it does not say. Throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE. */
export const versionOf = async (client: KubeClient, signal: AbortSignal): Promise<string> =>
  text(bodyOf(client, await client.request({ method: 'GET', path: versionPath, signal }), versionPath)['gitVersion']);

const minorOf = (version: string): number | null => {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || minor === undefined ? null : Number(major) * 1000 + Number(minor);
};

/** Against the versions that Hearth sets up itself. */
export function judgeVersion(found: string): ClusterAccess['version'] {
  const { tracks } = distributions.microk8s;
  const [to = '', from = ''] = [tracks[0], tracks.at(-1)];
  const [is, oldest, newest] = [minorOf(found), minorOf(from), minorOf(to)];
  if (is === null || oldest === null || newest === null) return { found, verdict: 'unknown', from, to };
  return { found, verdict: is < oldest ? 'older' : is > newest ? 'newer' : 'supported', from, to };
}

/** Null where it may not be listed. */
async function list(client: KubeClient, path: string, signal: AbortSignal): Promise<readonly Raw[] | null> {
  const { status, body } = await client.request({ method: 'GET', path, query: { limit: String(mostNodes) }, signal });
  return status >= 200 && status < 300 ? objects(object(body)['items']) : null;
}

const review = (client: KubeClient, path: string, asked: { readonly body: Raw; readonly signal: AbortSignal }): Promise<KubeAnswer> =>
  client.request({ method: 'POST', path, ...asked });

async function userOf(client: KubeClient, signal: AbortSignal): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await review(client, '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body, signal });
  return text(object(object(object(answer.body)['status'])['userInfo'])['username']);
}

async function readRights(client: KubeClient, signal: AbortSignal): Promise<ClusterAccess['rights']> {
  if ((await mayI(client, everything, signal)) === true) return rightsNeeded.map((right) => judgeRight(right, () => true));
  const answers = new Map<Ask, Answer>();
  const work = async (ask: Ask, inner: AbortSignal) => ({ ask, answer: await mayI(client, ask, inner) });
  const items = rightsNeeded.flatMap(({ asks }) => asks);
  for await (const { ask, answer } of inParallel({ items, signal, atOnce: asksAtOnce, work })) answers.set(ask, answer);
  return rightsNeeded.map((right) => judgeRight(right, (ask) => answers.get(ask) ?? null));
}

async function mayI(client: KubeClient, ask: Ask, signal: AbortSignal): Promise<Answer> {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { version: '*', ...ask } },
  };
  const answer = await review(client, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { body, signal });
  const { allowed } = object(object(answer.body)['status']);
  return typeof allowed === 'boolean' ? allowed : null;
}

const defaultMark = 'storageclass.kubernetes.io/is-default-class';
function storageClassOf(item: Raw): ClusterAccess['storageClasses'][number] {
  const metadata = object(item['metadata']);
  const isDefault = text(object(metadata['annotations'])[defaultMark]) === 'true';
  return { name: text(metadata['name']), provisioner: text(item['provisioner']), isDefault };
}

function nodeRow(item: Raw): readonly ClusterNode[] {
  try {
    return [trimNode(item)];
  } catch (error) {
    if (error instanceof UnreadableObject) return [];
    throw error;
  }
}
