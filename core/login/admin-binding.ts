// The binding by which the members of one group may do everything.
import { managedBy, type WantedObject } from '#core/cluster/api-objects.ts';

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

export const reviewPath = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
/** Asks whether a member of the group may do everything; `user` stands for nobody. */
export const adminReview = (group: string) => ({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  spec: { user: 'hearth-check', groups: [group], resourceAttributes: { verb: '*', group: '*', resource: '*' } },
});
