// How far each machine has come: key trusted, let in, administrator; and the one thing to do next.
import type { Status } from '#contract/base.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Node, Rung, RungName, SeenKey } from '#contract/nodes.ts';

export const rungNames: readonly RungName[] = ['resolve', 'tcp', 'banner', 'host-key', 'auth', 'sudo'];

export interface NodeAccess {
  readonly reading: boolean;
  readonly seen: SeenKey | null;
  /** Why the key could not be read, or the doctor could not even begin. */
  readonly fault: FaultView | null;
  readonly checking: boolean;
  readonly rungs: readonly Rung[];
}
export const untouched: NodeAccess = { reading: false, seen: null, fault: null, checking: false, rungs: [] };

export type AccessEvent =
  | { readonly type: 'reading' }
  | { readonly type: 'seen'; readonly key: SeenKey }
  | { readonly type: 'trusted' }
  | { readonly type: 'checking' }
  | { readonly type: 'rung'; readonly rung: Rung }
  | { readonly type: 'checked' }
  | { readonly type: 'failed'; readonly fault: FaultView };

type EventOf<T> = Extract<AccessEvent, { type: T }>;
const changes: { readonly [T in AccessEvent['type']]: (now: NodeAccess, event: EventOf<T>) => NodeAccess } = {
  reading: (now) => ({ ...now, reading: true, fault: null }),
  // What was found behind another key says nothing about this machine.
  seen: (now, { key }) => ({ ...now, reading: false, seen: key, fault: null, rungs: key.state === 'trusted' ? now.rungs : [] }),
  trusted: (now) => ({ ...now, seen: now.seen === null ? null : { ...now.seen, state: 'trusted', trusted: now.seen.fingerprint } }),
  checking: (now) => ({ ...now, checking: true, rungs: [], fault: null }),
  rung: (now, { rung }) => ({ ...now, rungs: [...now.rungs.filter((each) => each.rung !== rung.rung), rung] }),
  checked: (now) => ({ ...now, checking: false }),
  failed: (now, { fault }) => ({ ...now, reading: false, checking: false, fault }),
};
export function withEvent<T extends AccessEvent['type']>(now: NodeAccess, event: EventOf<T> & { readonly type: T }): NodeAccess {
  return changes[event.type](now, event);
}

/** All six rungs in order; those not heard of are "not-reached", unless a key was read, which stands on the first three. */
export function ladder(access: NodeAccess): Rung[] {
  return rungNames.map((name) => {
    const heard = access.rungs.find((rung) => rung.rung === name);
    return heard ?? { rung: name, state: standsOnKey(access, name), found: '', fault: null };
  });
}

function standsOnKey({ seen, checking, rungs }: NodeAccess, name: RungName): Rung['state'] {
  if (seen === null || checking || rungs.length > 0) return 'not-reached';
  if (name === 'host-key' && seen.state !== 'new') return seen.state === 'trusted' ? 'pass' : 'fail';
  return name === 'resolve' || name === 'tcp' || name === 'banner' ? 'pass' : 'not-reached';
}

export type Stage =
  | 'unread'
  | 'reading'
  | 'unreachable'
  | 'compare'
  | 'changed'
  | 'revoked'
  | 'unchecked'
  | 'checking'
  | 'locked-out'
  | 'sudo-password'
  | 'stopped'
  | 'ready';

const atSudo = new Set(['SUDO_PASSWORD_NEEDED', 'SUDO_PASSWORD_WRONG']);
const atDoor = new Set(['AUTH_REFUSED', 'PASSWORD_WRONG']);

/** One word for the state of a machine's access. */
export function stageOf(node: Pick<Node, 'hostKey'>, access: NodeAccess): Stage {
  const seen = access.seen?.state;
  if (seen === 'changed') return 'changed';
  if (seen === 'revoked') return 'revoked';
  if (access.reading) return 'reading';
  if (access.checking) return 'checking';
  const failed = failedRung(access);
  if (failed !== null) return stageOfFailure(failed);
  if (access.fault !== null) return 'unreachable';
  if (node.hostKey === null && seen !== 'trusted') return seen === 'new' ? 'compare' : 'unread';
  return ladder(access).every((rung) => rung.state === 'pass') ? 'ready' : 'unchecked';
}

export const failedRung = (access: NodeAccess): Rung | null => ladder(access).find((rung) => rung.state === 'fail') ?? null;

function stageOfFailure(rung: Rung): Stage {
  const code = rung.fault?.code ?? '';
  if (code === 'HOST_KEY_CHANGED') return 'changed';
  if (code === 'HOST_KEY_UNKNOWN') return 'compare';
  if (code === 'HOST_KEY_REVOKED') return 'revoked';
  if (atDoor.has(code)) return 'locked-out';
  if (atSudo.has(code)) return 'sudo-password';
  return ['resolve', 'tcp', 'banner'].includes(rung.rung) ? 'unreachable' : 'stopped';
}

export const stageStatus: Readonly<Record<Stage, Status>> = {
  unread: 'unknown',
  reading: 'working',
  unreachable: 'failed',
  compare: 'attention',
  changed: 'failed',
  revoked: 'failed',
  unchecked: 'unknown',
  checking: 'working',
  'locked-out': 'attention',
  'sudo-password': 'attention',
  stopped: 'failed',
  ready: 'ready',
};
/** Stages whose cause is shown without being asked for. */
export const loudStages: ReadonlySet<Stage> = new Set(['unreachable', 'revoked', 'stopped']);

/** Both fingerprints of a machine whose key changed. */
export function changedKey(node: Pick<Node, 'hostKey'> | undefined, access: NodeAccess): { trusted: string; shown: string } | null {
  const { seen } = access;
  if (seen?.state === 'changed') return { trusted: seen.trusted ?? node?.hostKey?.fingerprint ?? '', shown: seen.fingerprint };
  const fault = failedRung(access)?.fault;
  if (fault?.code !== 'HOST_KEY_CHANGED') return null;
  const { trusted, fingerprint } = fault.details;
  return { trusted: String(trusted), shown: String(fingerprint) };
}

export interface AccessSum {
  readonly total: number;
  readonly ready: number;
  readonly stages: Readonly<Record<Stage, readonly string[]>>;
  readonly busy: boolean;
}
export type AccessMap = ReadonlyMap<string, NodeAccess>;
export const accessOf = (all: AccessMap, nodeId: string): NodeAccess => all.get(nodeId) ?? untouched;

/** Which machines (by id) stand where. */
export function sumAccess(nodes: readonly Pick<Node, 'id' | 'hostKey'>[], all: AccessMap): AccessSum {
  const stages: Record<Stage, string[]> = {
    unread: [],
    reading: [],
    unreachable: [],
    compare: [],
    changed: [],
    revoked: [],
    unchecked: [],
    checking: [],
    'locked-out': [],
    'sudo-password': [],
    stopped: [],
    ready: [],
  };
  for (const node of nodes) stages[stageOf(node, accessOf(all, node.id))].push(node.id);
  return { total: nodes.length, ready: stages.ready.length, stages, busy: stages.reading.length + stages.checking.length > 0 };
}
