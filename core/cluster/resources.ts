// The kinds Hearth watches: where each lies in the API and how it becomes a row.
import type { LiveKind, RowOf, Rows } from '#contract/cluster.ts';
import { trimDaemonSet } from './trim/daemonset.ts';
import { trimDeployment } from './trim/deployment.ts';
import { trimEvent } from './trim/event.ts';
import { trimNode } from './trim/node.ts';
import { trimPod } from './trim/pod.ts';
import type { Raw } from './trim/raw.ts';
import { trimStatefulSet } from './trim/statefulset.ts';

export interface Resource<K extends LiveKind> {
  readonly kind: K;
  readonly path: string;
  /** Throws UnreadableObject when there is no uid. */
  trim(raw: Raw): RowOf[K];
  pack(upserted: RowOf[K][], removed: string[]): Rows;
}

export const resources: { readonly [K in LiveKind]: Resource<K> } = {
  nodes: { kind: 'nodes', path: '/api/v1/nodes', trim: trimNode, pack: (upserted, removed) => ({ kind: 'nodes', upserted, removed }) },
  pods: { kind: 'pods', path: '/api/v1/pods', trim: trimPod, pack: (upserted, removed) => ({ kind: 'pods', upserted, removed }) },
  deployments: {
    kind: 'deployments',
    path: '/apis/apps/v1/deployments',
    trim: trimDeployment,
    pack: (upserted, removed) => ({ kind: 'deployments', upserted, removed }),
  },
  statefulsets: {
    kind: 'statefulsets',
    path: '/apis/apps/v1/statefulsets',
    trim: trimStatefulSet,
    pack: (upserted, removed) => ({ kind: 'statefulsets', upserted, removed }),
  },
  daemonsets: {
    kind: 'daemonsets',
    path: '/apis/apps/v1/daemonsets',
    trim: trimDaemonSet,
    pack: (upserted, removed) => ({ kind: 'daemonsets', upserted, removed }),
  },
  events: { kind: 'events', path: '/api/v1/events', trim: trimEvent, pack: (upserted, removed) => ({ kind: 'events', upserted, removed }) },
};
