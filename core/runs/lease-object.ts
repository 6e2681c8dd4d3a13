// The Lease as Kubernetes writes it, and the requests about it.
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import { identityOf, leaseTimes, type Holder, type SeenLease } from './lease.ts';

const collection = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases';
const name = 'hearth-run';
const path = `${collection}/${name}`;
/** Annotation with a name for people. */
const consoleKey = 'hearth/console';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const instantOf = (value: unknown): number | null => {
  const at = Date.parse(textOf(value));
  return Number.isNaN(at) ? null : at;
};
/** Kubernetes wants microseconds, all six digits of them. */
const microTime = (at: number) => new Date(at).toISOString().replace('Z', '000Z');

export function readLease(body: unknown): SeenLease {
  const { metadata, spec } = fieldsOf(body);
  const { resourceVersion, annotations } = fieldsOf(metadata);
  const { holderIdentity, acquireTime, renewTime, leaseDurationSeconds, leaseTransitions } = fieldsOf(spec);
  return {
    version: textOf(resourceVersion),
    holder: textOf(holderIdentity),
    console: textOf(fieldsOf(annotations)[consoleKey]),
    since: instantOf(acquireTime),
    renewedAt: instantOf(renewTime),
    durationMs: numberOf(leaseDurationSeconds) * 1000,
    transitions: numberOf(leaseTransitions),
  };
}

export interface LeaseDraft {
  /** Null: it is free from now on. */
  readonly holder: (Holder & { readonly console: string }) | null;
  readonly since: number;
  readonly now: number;
  readonly transitions: number;
  /** The state that it replaces; null: there is none. */
  readonly version: string | null;
}

function objectOf({ holder, since, now, transitions, version }: LeaseDraft): unknown {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: 'kube-system',
      ...(holder === null ? {} : { annotations: { [consoleKey]: holder.console } }),
      ...(version === null ? {} : { resourceVersion: version }),
    },
    spec: {
      ...(holder === null ? {} : { holderIdentity: identityOf(holder) }),
      leaseDurationSeconds: leaseTimes.durationMs / 1000,
      acquireTime: microTime(since),
      renewTime: microTime(now),
      leaseTransitions: transitions,
    },
  };
}

export const getLease = (client: KubeClient, signal: AbortSignal): Promise<KubeAnswer> => client.request({ method: 'GET', path, signal });

/** 409: somebody else wrote it meanwhile. */
export const putLease = (client: KubeClient, draft: LeaseDraft, signal: AbortSignal): Promise<KubeAnswer> =>
  draft.version === null
    ? client.request({ method: 'POST', path: collection, body: objectOf(draft), signal })
    : client.request({ method: 'PUT', path, body: objectOf(draft), signal });
