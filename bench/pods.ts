// Pods that nobody schedules, so that only the way of the news is measured and not the start of a container.
import type { BenchCluster } from './cluster.ts';

const namespace = 'hearth-bench';

export async function makeNamespace({ api }: BenchCluster): Promise<void> {
  await api.createNamespace({ body: { metadata: { name: namespace } } });
}

/** The time just before the request, on the clock of `performance.timeOrigin + performance.now()`. */
export async function createPod({ api }: BenchCluster, name: string): Promise<number> {
  const began = performance.timeOrigin + performance.now();
  await api.createNamespacedPod({
    namespace,
    body: { metadata: { name }, spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'busybox:1.36' }] } },
  });
  return began;
}

export async function removePods({ api }: BenchCluster): Promise<void> {
  await api.deleteCollectionNamespacedPod({ namespace, gracePeriodSeconds: 0 });
}
