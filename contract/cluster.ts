// The live view: small rows of what is in the cluster, trimmed from the real objects.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { bytes, id, instant, procedure, status } from './base.ts';
import { faultView } from './faults/entry.ts';

const object = z.object({ uid: z.string(), name: z.string(), createdAt: instant });

export const clusterNode = object.extend({
  status,
  reason: z.string(),
  roles: z.array(z.string()),
  version: z.string(),
  address: z.string(),
  os: z.string(),
  arch: z.string(),
  schedulable: z.boolean(),
  labels: z.record(z.string(), z.string()),
  /** As kubectl writes them: key=value:Effect. */
  taints: z.array(z.string()),
  /** Allocatable: millicores, bytes, whole devices. */
  cpuMilli: z.number(),
  memoryBytes: bytes,
  gpus: z.number().int(),
  podLimit: z.number().int(),
});
export const pod = object.extend({
  namespace: z.string(),
  status,
  /** Kubernetes' own word: Running, CrashLoopBackOff, … */
  phase: z.string(),
  reason: z.string(),
  node: z.string(),
  owner: z.object({ kind: z.string(), name: z.string() }).nullable(),
  ready: z.number().int(),
  containers: z.number().int(),
  restarts: z.number().int(),
  ip: z.string(),
  cpuMilli: z.number(),
  memoryBytes: bytes,
  gpus: z.number().int(),
});
export const workload = object.extend({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  namespace: z.string(),
  status,
  reason: z.string(),
  desired: z.number().int(),
  ready: z.number().int(),
  images: z.array(z.string()),
});
export const clusterEvent = object.extend({
  namespace: z.string(),
  about: z.object({ kind: z.string(), name: z.string() }),
  warning: z.boolean(),
  reason: z.string(),
  message: z.string(),
  count: z.number().int(),
  lastAt: instant,
});
export type ClusterNode = z.infer<typeof clusterNode>;
export type Pod = z.infer<typeof pod>;
export type Workload = z.infer<typeof workload>;
export type ClusterEvent = z.infer<typeof clusterEvent>;

/** The resources watched; the three workload kinds come as one row type. */
export const liveKind = z.enum(['nodes', 'pods', 'deployments', 'statefulsets', 'daemonsets', 'events']);
export type LiveKind = z.infer<typeof liveKind>;

const rowsOf = <K extends LiveKind, R extends z.ZodType>(kind: K, row: R) =>
  z.object({ kind: z.literal(kind), upserted: z.array(row), removed: z.array(z.string()) });
export const rows = z.discriminatedUnion('kind', [
  rowsOf('nodes', clusterNode),
  rowsOf('pods', pod),
  rowsOf('deployments', workload),
  rowsOf('statefulsets', workload),
  rowsOf('daemonsets', workload),
  rowsOf('events', clusterEvent),
]);
export type Rows = z.infer<typeof rows>;
export interface RowOf {
  readonly nodes: ClusterNode;
  readonly pods: Pod;
  readonly deployments: Workload;
  readonly statefulsets: Workload;
  readonly daemonsets: Workload;
  readonly events: ClusterEvent;
}

export const feedState = z.object({
  kind: liveKind,
  /** loading: first list under way; live: watching; retrying: broken, last rows kept; refused: not allowed. */
  state: z.enum(['loading', 'live', 'retrying', 'refused']),
  /** When the server last said anything about this kind. */
  heardAt: instant.nullable(),
  fault: faultView.nullable(),
});
export type FeedState = z.infer<typeof feedState>;

export const liveEvent = z.discriminatedUnion('type', [
  /** Begin anew: forget all rows of this kind. `rows` follow. */
  z.object({ type: z.literal('reset'), kind: liveKind }),
  z.object({ type: z.literal('rows'), rows }),
  /** All rows of the first list have been sent. */
  z.object({ type: z.literal('complete'), kind: liveKind }),
  z.object({ type: z.literal('feed'), feed: feedState }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;

export const kubeconfigReport = z.object({
  contexts: z.array(z.object({ name: z.string(), server: z.string(), user: z.string(), current: z.boolean() })),
  /** Programs the file wants to run; none is run until allowed by its hash. */
  commands: z.array(
    z.object({
      user: z.string(),
      argv: z.array(z.string()),
      /** NAME=VALUE that it would run with: a harmless command may become another one by these. */
      env: z.array(z.string()),
      hash: z.string(),
      allowed: z.boolean(),
    }),
  ),
  /** Files it points at, certificate checks it switches off, proxies it asks for: refused or to be confirmed. */
  warnings: z.array(z.string()),
});
export type KubeconfigReport = z.infer<typeof kubeconfigReport>;

export const accessRight = z.object({
  id: z.enum(['look', 'logs', 'shell', 'namespaces', 'releases', 'definitions', 'health', 'lease', 'cordon', 'drain']),
  title: z.string(),
  /** limited: some of it is refused; unknown: the cluster does not say. */
  state: z.enum(['pass', 'limited', 'unknown']),
  /** What is refused, such as "create, delete secrets, services". */
  missing: z.array(z.string()),
  /** What does not work without it; "" when nothing is lost. */
  lost: z.string(),
});
export type AccessRight = z.infer<typeof accessRight>;

/** What a cluster is, as far as it concerns installing on it, and what Hearth may do there with the kubeconfig it has. */
export const clusterAccess = z.object({
  server: z.string(),
  /** As the cluster calls whoever shows this kubeconfig; "" when it does not say. */
  user: z.string(),
  version: z.object({
    /** Such as v1.36.3. */
    found: z.string(),
    verdict: z.enum(['supported', 'older', 'newer', 'unknown']),
    /** Oldest and newest minor version that Hearth is made for. */
    from: z.string(),
    to: z.string(),
  }),
  rights: z.array(accessRight),
  storageClasses: z.array(z.object({ name: z.string(), provisioner: z.string(), isDefault: z.boolean() })),
  nodes: z.array(clusterNode),
  /** Null when all of it could be read; else why nodes or storage classes are missing here. */
  unread: z.string().nullable(),
});
export type ClusterAccess = z.infer<typeof clusterAccess>;

/** Fifty clusters fit; reading YAML that means harm takes time that grows with the square of its length. */
const kubeconfigText = z.string().max(300_000, 'At most 300,000 characters; leave only the clusters that are wanted.');

const one = z.object({ platformId: id });
export const cluster = {
  watch: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/cluster/watch',
      summary: 'Follow rows of some kinds: what is there, then changes',
    })
    .meta({ scope: 'read', stream: 'endless' })
    .input(one.extend({ kinds: z.union([z.array(liveKind), liveKind.transform((kind) => [kind])]) }))
    .output(eventIterator(liveEvent)),
  list: procedure
    .route({ method: 'GET', path: '/platforms/{platformId}/cluster/{kind}', summary: 'Read the rows of one kind as they are now' })
    .input(one.extend({ kind: liveKind, limit: z.coerce.number().int().min(1).max(5000).default(500) }))
    .output(z.object({ rows, total: z.number().int(), feed: feedState })),
  inspectKubeconfig: procedure
    .route({
      method: 'POST',
      path: '/kubeconfig/inspect',
      summary: 'Say what a kubeconfig holds and would run; runs nothing, reads no file',
    })
    .input(z.object({ yaml: kubeconfigText }))
    .output(kubeconfigReport),
  importKubeconfig: procedure
    .route({ method: 'PUT', path: '/platforms/{platformId}/kubeconfig', summary: 'Connect a platform through a kubeconfig' })
    .meta({ scope: 'change' })
    .input(one.extend({ yaml: kubeconfigText, context: z.string(), allowedCommands: z.array(z.string()).default([]) }))
    .output(z.object({ server: z.string() })),
  readKubeconfig: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/kubeconfig',
      summary: 'Say what the kubeconfig of a platform holds and which context is used',
    })
    // What its programs run with may be a credential.
    .meta({ scope: 'change' })
    .input(one)
    .output(kubeconfigReport.extend({ context: z.string() })),
  chooseContext: procedure
    .route({
      method: 'PUT',
      path: '/platforms/{platformId}/kubeconfig/context',
      summary: 'Use another context of the kubeconfig that a platform has',
    })
    .meta({ scope: 'change' })
    .input(one.extend({ context: z.string(), allowedCommands: z.array(z.string()).default([]) }))
    .output(z.object({ server: z.string() })),
  checkAccess: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/cluster/access',
      summary: 'Say what the cluster is and what Hearth may do in it; changes nothing',
    })
    .input(one)
    .output(clusterAccess),
};
