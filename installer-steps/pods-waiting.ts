// Why pods are not ready yet, as the API tells it; for probes of what waits for them.
import { readObject } from '#core/cluster/api-objects.ts';
import type { Pod } from '#contract/cluster.ts';
import { trimPod } from '#core/cluster/trim/pod.ts';
import { objects, UnreadableObject, type Raw } from '#core/cluster/trim/raw.ts';
import type { StepContext } from '#core/runs/step.ts';
import { withCluster } from './cluster-api.ts';

/** More of them say the same again. */
const mostNamed = 3;

function podOf(raw: Raw): readonly Pod[] {
  try {
    return [trimPod(raw)];
  } catch (error) {
    if (error instanceof UnreadableObject) return [];
    throw error;
  }
}

function sentenceOf({ name, phase, node, reason }: Pod): string {
  const where = node === '' ? 'on no node yet' : `on ${node}`;
  return reason === '' ? `${name} is ${phase} ${where}.` : `${name} is ${phase} ${where}: ${reason}`;
}

/** "" when all of them are ready, and when the cluster has none there. */
export async function podsWaiting(context: StepContext, namespace: string): Promise<string> {
  const list = await withCluster(context, (client) => readObject(client, `/api/v1/namespaces/${namespace}/pods`, context.signal));
  const waiting = objects(list?.['items'])
    .flatMap(podOf)
    .filter(({ status }) => status !== 'ready' && status !== 'off');
  const more = waiting.length - mostNamed;
  return [...waiting.slice(0, mostNamed).map(sentenceOf), ...(more > 0 ? [`${more} more are not ready.`] : [])].join(' ');
}
