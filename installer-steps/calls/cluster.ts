// The commands of a distribution, as scripts on its nodes. What kubectl can do is one script for all (cluster-VERB); the rest every
// distribution has of its own (DISTRIBUTION-VERB), with the same arguments and answers.
import type { Installable } from '#contract/distributions.ts';
import type { Node } from '#contract/nodes.ts';
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';
import { change, count, every, fields, last, look, yes } from './call.ts';
import { purgeMs } from './life.ts';
import { installMs } from './snap.ts';

/** Contacting the control plane, fetching certificates, restarting services; a slow machine takes minutes. */
const joinMs = 600_000;
/** The node's own data is reset and its services start again. */
const resetMs = 300_000;
/** Leaving MicroK8s ends every container one by one, which takes a small board minutes; leaving Canonical Kubernetes fetches the snap again. */
const leaveMs: Readonly<Record<Installable, number>> = { microk8s: 900_000, k8s: purgeMs + installMs };
/** Canonical Kubernetes is asked up to three times, four and a half minutes each, with a pause, where a member drops packets. */
const removeMs: Readonly<Record<Installable, number>> = { microk8s: resetMs, k8s: 1_020_000 };
/** Images are pulled on first use of a feature. */
const enableMs = 600_000;
/** Long enough for one join, short enough to be worthless afterwards. */
const tokenSeconds = 600;
const root = { asRoot: true } as const;

export interface Workload {
  readonly namespace: string;
  readonly kind: 'deployment' | 'daemonset' | 'statefulset';
  readonly name: string;
}
export interface NodeMarks {
  readonly labels: Readonly<Record<string, string>>;
  /** key=value:Effect */
  readonly taints: readonly string[];
}

export interface ClusterCalls {
  /** Any node: what is installed and up. Changes nothing. */
  status(): ScriptCall;
  /** Any node: waits until its own services are up, as far as it has any before it joins. Answers as `status`. */
  settle(waitSeconds: number): ScriptCall;
  nodes(): ScriptCall;
  resolve(name: string): ScriptCall;
  membership(): ScriptCall;
  /** Nothing of it is logged. */
  joinToken(node: Pick<Node, 'name' | 'role'>): ScriptCall;
  join(node: Pick<Node, 'name' | 'role' | 'address'>, token: Secret): ScriptCall;
  /**
   * The node itself. Gives up a membership, also a half one; volumes on its disk stay. `channel`: of the snap.
   * Answers: state = left | was-out; failed, room (see problems.ts).
   */
  leave(channel: string): ScriptCall;
  /** Another control node. By its name, and by its address where the database alone knows it. Answers: state = removed | was-out; failed (see problems.ts). */
  removeNode(node: Pick<Node, 'name' | 'address'>): ScriptCall;
  /** Of all nodes. */
  nodeMarks(): ScriptCall;
  /** Sets these labels and taints and touches no others. */
  markNode(name: string, marks: NodeMarks): ScriptCall;
  /** Takes these away again, whatever their values. */
  unmarkNode(name: string, marks: NodeMarks): ScriptCall;
  featureState(features: readonly { readonly name: string; readonly workload: Workload | null }[]): ScriptCall;
  /** Answers: problem, failed, room (see problems.ts). */
  enable(feature: string): ScriptCall;
  /** Answers: config = the admin kubeconfig, base64, with `address` as its server. Nothing of it is logged. */
  kubeconfig(address: string): ScriptCall;
  /** A control node. Answers: certificate = NAME|END (epoch seconds), once each. */
  certificates(): ScriptCall;
  /** A control node; starts its services again. Answers: failed, room (see problems.ts). */
  renewCertificates(): ScriptCall;
}

/** NAME:NAMESPACE:KIND:WORKLOAD */
const featureArg = ({ name, workload }: { readonly name: string; readonly workload: Workload | null }): string =>
  [name, workload?.namespace, workload?.kind, workload?.name].map((part) => part ?? '').join(':');
const pairs = (labels: NodeMarks['labels']) => Object.entries(labels).map(([key, value]) => `${key}=${value}`);

export const clusterCalls = (system: Installable): ClusterCalls => ({
  status: () => look(`${system}-status`, { args: { wait: '0' }, ...root }),
  settle: (waitSeconds) =>
    look(`${system}-status`, { args: { wait: String(waitSeconds) }, ...root, timeoutMs: waitSeconds * 1000 + 30_000 }),
  nodes: () => look('cluster-nodes', { args: { system }, ...root }),
  resolve: (name) => look('resolve', { args: { name } }),
  membership: () => look(`${system}-membership`, root),
  joinToken: ({ name, role }) => change(`${system}-join-token`, { args: { name, role, ttl: String(tokenSeconds) } }),
  join: ({ name, role, address }, token) =>
    change(`${system}-join`, { args: { name, role, address }, secretArgs: { token }, timeoutMs: joinMs }),
  leave: (channel) => change(`${system}-leave`, { args: { channel }, timeoutMs: leaveMs[system] }),
  removeNode: ({ name, address }) => change(`${system}-remove-node`, { args: { name, address }, timeoutMs: removeMs[system] }),
  nodeMarks: () => look('cluster-node-marks', { args: { system }, ...root }),
  markNode: (name, { labels, taints }) =>
    change('cluster-mark-node', { args: { system, name, labels: pairs(labels).join(' '), taints: taints.join(' ') } }),
  unmarkNode: (name, { labels, taints }) =>
    change('cluster-unmark-node', {
      args: { system, name, labels: Object.keys(labels).join(' '), taints: taints.map((taint) => taint.replace(/=[^:]*/, '')).join(' ') },
    }),
  featureState: (features) => look('cluster-feature-state', { args: { system, features: features.map(featureArg).join(' ') }, ...root }),
  enable: (feature) => change(`${system}-enable`, { args: { feature }, timeoutMs: enableMs }),
  kubeconfig: (address) => look(`${system}-kubeconfig`, { args: { address }, ...root }),
  certificates: () => look(`${system}-certificates`, root),
  renewCertificates: () => change(`${system}-renew-certificates`, { timeoutMs: resetMs }),
});

/**
 * Answers: installed, running (true | false: its own services, where it has any; on a machine that is in no cluster "true" means that it can join; MicroK8s says false
 * while all its ready nodes are closed for new pods, so a cluster is judged by `api`),
 * api = true | false (the API server says "ok" to /readyz), feature (once for each that is on), database = ADDRESS|ROLE (once for each member), datastore (what
 * the cluster's state is kept in, where a distribution has more than one).
 */
export const statusOf = (answer: ScriptAnswer) => ({
  installed: yes(answer, 'installed'),
  running: yes(answer, 'running'),
  api: yes(answer, 'api'),
  features: every(answer, 'feature'),
  database: every(answer, 'database').map((value) => {
    const [address = '', role = ''] = fields(value, 2);
    return { address, votes: role === 'voter' };
  }),
  datastore: last(answer, 'datastore'),
});
export type ClusterStatus = ReturnType<typeof statusOf>;

export interface SeenNode {
  readonly name: string;
  readonly address: string;
  readonly ready: boolean;
  readonly schedulable: boolean;
  readonly version: string;
  readonly reason: string;
}
/** Answers: node = NAME|ADDRESS|READY (True, False, Unknown)|UNSCHEDULABLE (true or "")|VERSION|REASON, once each. */
export const nodesOf = (answer: ScriptAnswer): readonly SeenNode[] =>
  every(answer, 'node').map((value) => {
    const [name = '', address = '', ready, unschedulable, version = '', reason = ''] = fields(value, 6);
    return { name, address, ready: ready === 'True', schedulable: unschedulable !== 'true', version, reason };
  });

/** What the node takes the name for. Answers: address, once each. */
export const addressesOf = (answer: ScriptAnswer): readonly string[] => every(answer, 'address');

export interface Membership {
  readonly role: 'none' | 'control' | 'worker';
  /** Addresses of the API servers that a worker follows, and of the other control nodes that a control node knows. */
  readonly servers: readonly string[];
  /** A join, or a leave, was begun and not finished. */
  readonly joining: boolean;
  /** What keeps its own database from starting; "" when nothing is known to. */
  readonly broken: string;
  readonly members: readonly string[];
}
/** Answers: role = none | control | worker; api (addresses, see `servers`); joining = true | false; broken (words); member (names, where it can tell). */
export function membershipOf(answer: ScriptAnswer): Membership {
  const role = last(answer, 'role');
  return {
    role: role === 'control' || role === 'worker' ? role : 'none',
    servers: every(answer, 'api'),
    joining: yes(answer, 'joining'),
    broken: last(answer, 'broken'),
    members: every(answer, 'member'),
  };
}

/** Answers: token, once for each way to the control node (MicroK8s: ADDRESS:PORT/TOKEN/CHECK), or reason. The one by way of `address`, else the first. */
export function joinTokenOf(answer: ScriptAnswer, address: string): Secret | null {
  const tokens = every(answer, 'token');
  const token = tokens.find((one) => one.startsWith(`${address}:`)) ?? tokens[0];
  return token === undefined ? null : new Secret(token);
}

/** Why there is no token, in the words of the distribution. */
export const tokenRefusalOf = (answer: ScriptAnswer): string => last(answer, 'reason');

/** Answers: outcome = joined | refused, and reason (its words) when refused; problem, failed, room (see problems.ts). */
export const joinOutcomeOf = (answer: ScriptAnswer) => ({ joined: last(answer, 'outcome') === 'joined', reason: last(answer, 'reason') });

/** Answers: label = NODE|KEY=VALUE and taint = NODE|KEY=VALUE:EFFECT, once each. */
export function marksOf(answer: ScriptAnswer, node: string): NodeMarks {
  const own = (name: string) =>
    every(answer, name).flatMap((value) => {
      const [on, mark = ''] = fields(value, 2);
      return on === node ? [mark] : [];
    });
  const found = own('label').map((label) => [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)] as const);
  return { labels: Object.fromEntries(found), taints: own('taint') };
}

/** Answers: enabled = NAME; workload = NAME|DESIRED|READY (both "" when it is not there), once for each; class (storage class names, once each); helm (version or ""). */
export function featureOf(answer: ScriptAnswer, feature: string) {
  const [, desired, ready] =
    every(answer, 'workload')
      .map((value) => fields(value, 3))
      .find(([name]) => name === feature) ?? [];
  return {
    enabled: every(answer, 'enabled').includes(feature),
    desired: count(desired),
    ready: count(ready),
    storageClasses: every(answer, 'class'),
    helm: last(answer, 'helm'),
  };
}

/** Base64, as it was sent; "" when there is none. */
export const kubeconfigOf = (answer: ScriptAnswer): string => last(answer, 'config');
