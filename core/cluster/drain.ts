// What has to leave a node before it may be touched, as kubectl drain has it: pods of DaemonSets and of the kubelet itself stay, and
// such as would come back at once.
import type { Departure } from '#contract/nodes.ts';
import { selects } from './label-selector.ts';
import { condition, object, objects, text, type Raw } from './trim/raw.ts';

export interface LeavingPod {
  readonly namespace: string;
  readonly name: string;
  /** NAMESPACE/NAME */
  readonly title: string;
  readonly labels: Raw;
  /** Nothing starts it again elsewhere. */
  readonly alone: boolean;
  /** Has an emptyDir, whose files end with the pod. */
  readonly scratch: boolean;
  /** It has been told to end and is ending. */
  readonly ending: boolean;
}

const mirrorMark = 'kubernetes.io/config.mirror';

/** Of all pods, those that must leave this node. */
export const podsThatLeave = (pods: readonly Raw[], node: string): readonly LeavingPod[] =>
  pods.filter((pod) => text(object(pod['spec'])['nodeName']) === node && !staysThere(pod)).map(leavingPod);

const controllersOf = (pod: Raw) => objects(object(pod['metadata'])['ownerReferences']).filter((owner) => owner['controller'] === true);

const closedTaint = 'node.kubernetes.io/unschedulable';
/** It tolerates that a node is closed, and its controller makes it anew: the node would never be without it. */
const comesBack = (pod: Raw): boolean =>
  controllersOf(pod).length > 0 &&
  objects(object(pod['spec'])['tolerations']).some(
    ({ key, operator, effect }) =>
      (key === closedTaint || (operator === 'Exists' && text(key) === '')) && ['', 'NoSchedule'].includes(text(effect)),
  );

const staysThere = (pod: Raw): boolean =>
  comesBack(pod) ||
  object(object(pod['metadata'])['annotations'])[mirrorMark] !== undefined ||
  controllersOf(pod).some((owner) => owner['kind'] === 'DaemonSet' || owner['kind'] === 'Node');

const isOver = (pod: Raw): boolean => ['Succeeded', 'Failed'].includes(text(object(pod['status'])['phase']));

function leavingPod(pod: Raw): LeavingPod {
  const { namespace, name, labels, deletionTimestamp } = object(pod['metadata']);
  return {
    namespace: text(namespace),
    name: text(name),
    title: `${text(namespace)}/${text(name)}`,
    labels: object(labels),
    alone: controllersOf(pod).length === 0 && !isOver(pod),
    scratch: !isOver(pod) && objects(object(pod['spec'])['volumes']).some((volume) => volume['emptyDir'] !== undefined),
    ending: deletionTimestamp !== undefined && deletionTimestamp !== null,
  };
}

/** Why the API server did not let a pod be evicted now, from its answer: the budget and its numbers. */
export function blockerOf(pod: Pick<LeavingPod, 'title'>, body: unknown): string {
  const answer = object(body);
  const causes = objects(object(answer['details'])['causes']).map((cause) => text(cause['message']));
  const said = causes.find((cause) => cause !== '') ?? text(answer['message']);
  return said === '' ? pod.title : `${pod.title} (${said})`;
}

export const isReadyNode = (node: Raw): boolean => condition(object(node['status']), 'Ready')['status'] === 'True';
const nameOf = (raw: Raw): string => text(object(raw['metadata'])['name']);
export const isClosed = (node: Raw): boolean => object(node['spec'])['unschedulable'] === true;

/** The other nodes that take what leaves this one. */
export const takersOf = (nodes: readonly Raw[], node: string): readonly string[] =>
  nodes.filter((one) => nameOf(one) !== node && isReadyNode(one) && !isClosed(one) && !isTainted(one)).map(nameOf);

const isTainted = (node: Raw): boolean =>
  objects(object(node['spec'])['taints']).some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');

/** Volumes that exist on this node alone: what they require names it. */
export const volumesOn = (volumes: readonly Raw[], node: string): Departure['volumes'] =>
  volumes.filter((volume) => isBoundTo(volume, node)).map(volumeView);

function isBoundTo(volume: Raw, node: string): boolean {
  const required = object(object(object(volume['spec'])['nodeAffinity'])['required']);
  const terms = objects(required['nodeSelectorTerms']).map((term) => objects(term['matchExpressions']));
  return terms.length > 0 && terms.every((term) => term.some((expression) => namesOnly(expression, node)));
}

const namesOnly = ({ key, operator, values }: Raw, node: string): boolean =>
  operator === 'In' && text(key).endsWith('hostname') && Array.isArray(values) && values.length === 1 && values[0] === node;

function volumeView(volume: Raw): Departure['volumes'][number] {
  const spec = object(volume['spec']);
  const claim = object(spec['claimRef']);
  const path = text(object(spec['hostPath'])['path']) || text(object(spec['local'])['path']);
  return {
    name: nameOf(volume),
    claim: text(claim['name']) === '' ? '' : `${text(claim['namespace'])}/${text(claim['name'])}`,
    capacity: text(object(spec['capacity'])['storage']),
    path,
  };
}

export interface NodeSurroundings {
  readonly at: number;
  readonly node: string;
  readonly nodes: readonly Raw[];
  readonly pods: readonly Raw[];
  readonly volumes: readonly Raw[];
  readonly budgets: readonly Raw[];
}

/** For a person, before anything is done. */
export function departureOf({ at, node, nodes, pods, volumes, budgets }: NodeSurroundings): Departure {
  const leaving = podsThatLeave(pods, node);
  const own = nodes.find((one) => nameOf(one) === node);
  return {
    at,
    volumes: volumesOn(volumes, node),
    moving: leaving.filter((pod) => !pod.alone).map((pod) => pod.title),
    lost: leaving.filter((pod) => pod.alone).map((pod) => pod.title),
    scratch: leaving.filter((pod) => pod.scratch).map((pod) => pod.title),
    held: budgets.flatMap((budget) => heldBy(budget, leaving)),
    takers: [...takersOf(nodes, node)],
    ready: own !== undefined && isReadyNode(own),
  };
}

function heldBy(budget: Raw, leaving: readonly LeavingPod[]): Departure['held'] {
  const { namespace } = object(budget['metadata']);
  if (object(budget['status'])['disruptionsAllowed'] !== 0) return [];
  return leaving
    .filter((pod) => pod.namespace === namespace && selects(object(budget['spec'])['selector'], pod.labels))
    .map((pod) => ({ budget: `${text(namespace)}/${nameOf(budget)}`, pod: pod.title }));
}
