// MicroK8s: its commands, as scripts on a control node or on a worker.
import { Secret } from '#core/secret.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, count, every, fields, last, look, yes } from './call.ts';

const root = true;
/** Contacting the control plane, fetching certificates, restarting services; a slow machine takes minutes. */
const joinMs = 600_000;
/** Leaving resets the node's own data and starts its services again. */
const leaveMs = 300_000;
/** Images are pulled on first use of an add-on. */
const enableMs = 600_000;

/**
 * Control node. Waits up to `waitSeconds` for readiness.
 * Answers: installed, running (true | false), api = true | false (the API server says "ok" to /readyz), addon (once for each enabled one).
 */
export const status = (waitSeconds = 0) =>
  look('microk8s-status', { args: { wait: String(waitSeconds) }, asRoot: root, timeoutMs: waitSeconds * 1000 + 30_000 });
export function statusOf(answer: ScriptAnswer) {
  return {
    installed: yes(answer, 'installed'),
    running: yes(answer, 'running'),
    api: yes(answer, 'api'),
    addons: every(answer, 'addon'),
  };
}

/** Control node. Answers: node = NAME|ADDRESS|READY (True, False, Unknown)|UNSCHEDULABLE (true or "")|VERSION|REASON, once each. */
export const nodes = () => look('microk8s-nodes', { asRoot: root });
export interface SeenNode {
  readonly name: string;
  readonly address: string;
  readonly ready: boolean;
  readonly schedulable: boolean;
  readonly version: string;
  readonly reason: string;
}
export const nodesOf = (answer: ScriptAnswer): readonly SeenNode[] =>
  every(answer, 'node').map((value) => {
    const [name = '', address = '', ready, unschedulable, version = '', reason = ''] = fields(value, 6);
    return { name, address, ready: ready === 'True', schedulable: unschedulable !== 'true', version, reason };
  });

/** Control node: what it takes the name for. Answers: address, once each. */
export const resolve = (name: string) => look('microk8s-resolve', { args: { name } });
export const addressesOf = (answer: ScriptAnswer): readonly string[] => every(answer, 'address');

/** Any node. Answers: role = none | control | worker; api (address of the API server a worker follows, once each); joining = true | false; member (names, where it can tell). */
export const membership = () => look('microk8s-membership', { asRoot: root });
export interface Membership {
  readonly role: 'none' | 'control' | 'worker';
  /** Addresses of the API servers a worker follows. */
  readonly servers: readonly string[];
  /** A join was begun and not finished. */
  readonly joining: boolean;
  readonly members: readonly string[];
}
export function membershipOf(answer: ScriptAnswer): Membership {
  const role = last(answer, 'role');
  return {
    role: role === 'control' || role === 'worker' ? role : 'none',
    servers: every(answer, 'api'),
    joining: yes(answer, 'joining'),
    members: every(answer, 'member'),
  };
}

/** Long enough for one join, short enough to be worthless afterwards. */
const tokenSeconds = 600;
/** Control node. Answers: url = ADDRESS:PORT/TOKEN/CHECK, once for each address of the node. Nothing of it is logged. */
export const addNode = () => change('microk8s-add-node', { args: { ttl: String(tokenSeconds) } });
/** The URL by way of `address`, else the first; null when there is none. */
export function joinUrlOf(answer: ScriptAnswer, address: string): Secret | null {
  const urls = every(answer, 'url');
  const url = urls.find((one) => one.startsWith(`${address}:`)) ?? urls[0];
  return url === undefined ? null : new Secret(url);
}

/** Worker. Answers: outcome = joined | refused, and reason (its words) when refused; problem, failed, room (see problems.ts). */
export const joinAsWorker = (url: Secret) => change('microk8s-join', { secretArgs: { url }, timeoutMs: joinMs });
export const joinOutcomeOf = (answer: ScriptAnswer) => ({ joined: last(answer, 'outcome') === 'joined', reason: last(answer, 'reason') });

/** Worker. Gives up a membership, also a half one. Answers: state = left | was-out. */
export const leave = () => change('microk8s-leave', { timeoutMs: leaveMs });
/** Control node. Answers: state = removed | was-out. */
export const removeNode = (name: string) => change('microk8s-remove-node', { args: { name }, timeoutMs: leaveMs });

export interface NodeMarks {
  readonly labels: Readonly<Record<string, string>>;
  /** key=value:Effect */
  readonly taints: readonly string[];
}
/** Control node. Answers: label = KEY=VALUE and taint = KEY=VALUE:EFFECT, once each. */
export const nodeMarks = (name: string) => look('microk8s-node-marks', { args: { name }, asRoot: root });
export function marksOf(answer: ScriptAnswer): NodeMarks {
  const pairs = every(answer, 'label').map((label) => [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)] as const);
  return { labels: Object.fromEntries(pairs), taints: every(answer, 'taint') };
}
/** Control node. Sets these labels and taints and touches no others. */
export const markNode = (name: string, marks: NodeMarks) =>
  change('microk8s-mark-node', {
    args: {
      name,
      labels: Object.entries(marks.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
      taints: marks.taints.join(' '),
    },
  });

/** Control node. Takes these away again, whatever their values. */
export const unmarkNode = (name: string, marks: NodeMarks) =>
  change('microk8s-unmark-node', {
    args: {
      name,
      labels: Object.keys(marks.labels).join(' '),
      taints: marks.taints.map((taint) => taint.replace(/=[^:]*/, '')).join(' '),
    },
  });

export interface Workload {
  readonly namespace: string;
  readonly kind: 'deployment' | 'daemonset' | 'statefulset';
  readonly name: string;
}
/** Control node. Answers: enabled = true | false; workload = DESIRED|READY ("" when it is not there); class (storage class names, once each); helm (version or ""). */
export const addonState = (addon: string, workload: Workload | null) =>
  look('microk8s-addon-state', {
    args: { addon, namespace: workload?.namespace ?? '', kind: workload?.kind ?? '', name: workload?.name ?? '' },
    asRoot: root,
  });
export function addonOf(answer: ScriptAnswer) {
  const [desired, ready] = fields(last(answer, 'workload'), 2);
  return {
    enabled: yes(answer, 'enabled'),
    desired: count(desired),
    ready: count(ready),
    storageClasses: every(answer, 'class'),
    helm: last(answer, 'helm'),
  };
}
/** Control node. Answers: problem, failed, room (see problems.ts). */
export const enable = (addon: string) => change('microk8s-enable', { args: { addon }, timeoutMs: enableMs });

/** Control node. Answers: config = the admin kubeconfig, base64, with `address` as its server. Nothing of it is logged. */
export const kubeconfig = (address: string) => look('microk8s-kubeconfig', { args: { address }, asRoot: root });
/** Base64, as it was sent; "" when there is none. */
export const kubeconfigOf = (answer: ScriptAnswer): string => last(answer, 'config');
