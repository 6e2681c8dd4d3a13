// The Eviction API: a pod goes when the disruption budgets that count it allow one more to be away.
import { object, objects, count } from '#core/cluster/trim/raw.ts';
import { selects } from '#core/cluster/label-selector.ts';
import type { KubeAnswer, KubeRequest } from '#core/ports/kube.ts';
import { answer, notFound } from './answers.ts';
import type { KubeObject, ObjectStore } from './objects.ts';

const path = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/eviction$/;

const isReady = (pod: KubeObject) =>
  objects(object(pod.status)['conditions']).some((one) => one['type'] === 'Ready' && one['status'] === 'True');
const counts = (budget: KubeObject, pod: KubeObject) => selects(budget.spec?.['selector'], { ...pod.metadata.labels });

/** Null where the request is about something else. `leave`: what the cluster does with a pod that may go. */
export function evict(store: ObjectStore, request: KubeRequest, leave: (pod: KubeObject) => void): KubeAnswer | null {
  const found = request.method === 'POST' ? path.exec(request.path) : null;
  if (found === null) return null;
  const [, namespace = '', name = ''] = found;
  const pod = store.get('pods', name, namespace);
  if (pod === null) return notFound(`pods "${name}" not found`);
  const budget = store.list('poddisruptionbudgets', namespace).find((one) => counts(one, pod) && !allows(store, one));
  if (budget !== undefined) return tooMany(budget, store);
  leave(pod);
  return answer(201, { kind: 'Status', apiVersion: 'v1', status: 'Success' });
}

const countedBy = (store: ObjectStore, budget: KubeObject) =>
  store.list('pods', budget.metadata.namespace).filter((pod) => counts(budget, pod));

function numbersOf(store: ObjectStore, budget: KubeObject): { readonly healthy: number; readonly needed: number } {
  const all = countedBy(store, budget);
  const { minAvailable, maxUnavailable } = object(budget.spec);
  const needed = maxUnavailable === undefined ? count(minAvailable) : all.length - count(maxUnavailable);
  return { healthy: all.filter(isReady).length, needed };
}

function allows(store: ObjectStore, budget: KubeObject): boolean {
  const { healthy, needed } = numbersOf(store, budget);
  return healthy > needed;
}

function tooMany(budget: KubeObject, store: ObjectStore): KubeAnswer {
  const { healthy, needed } = numbersOf(store, budget);
  const message = `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy} currently`;
  return answer(429, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'TooManyRequests',
    code: 429,
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
  });
}
