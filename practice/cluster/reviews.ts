// Simulated SubjectAccessReviews: a group may do everything once a binding to cluster-admin names it.
import type { ObjectStore } from './objects.ts';

export const reviewPath = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function review(store: ObjectStore, body: unknown) {
  const groups = list(fields(fields(body)['spec'])['groups']);
  const allowed = store.list('clusterrolebindings').some((binding) => {
    const isAdmin = fields(binding['roleRef'])['name'] === 'cluster-admin';
    return isAdmin && list(binding['subjects']).some((one) => fields(one)['kind'] === 'Group' && groups.includes(fields(one)['name']));
  });
  return { ...fields(body), status: { allowed } };
}
