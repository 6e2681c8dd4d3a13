// The binding by which the members of one group may do everything.
import { bodyOf, managedBy, type WantedObject } from '#core/cluster/api-objects.ts';
import { object } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';

export const bindingName = 'hearth-admins';
const path = `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/${bindingName}`;

export const adminBinding = (group: string): WantedObject => ({
  path,
  body: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: bindingName, labels: managedBy },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
  },
});

const reviewPath = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/**
 * Asks the cluster whether somebody in these groups, and in no other, may do everything. The objects alone prove nothing.
 * An answer that says neither is no "no": throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE, OBJECT_REFUSED.
 */
export async function mayDoAll(client: KubeClient, groups: readonly string[], signal: AbortSignal): Promise<boolean> {
  const spec = { user: 'hearth-check', groups, resourceAttributes: { verb: '*', group: '*', resource: '*' } };
  const asked = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const answer = await client.request({ method: 'POST', path: reviewPath, body: asked, signal });
  const { allowed } = object(bodyOf(client, answer, reviewPath)['status']);
  if (typeof allowed !== 'boolean')
    throw fault('CLUSTER_UNREACHABLE', { server: client.server, reason: 'It does not say what members of a group may do.' });
  return allowed;
}
