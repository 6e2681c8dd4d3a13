// Moves the pods of a node elsewhere by the Eviction API, so that disruption budgets are kept.
import { blockerOf, isReadyNode, podsThatLeave, takersOf, type LeavingPod } from '#core/cluster/drain.ts';
import { bodyOf } from '#core/cluster/api-objects.ts';
import { object } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { listNodes, listPods } from './cluster-nodes.ts';
import { isUpgraded, wantedChannel } from './upgrade-state.ts';

/** Pods have half a minute to end, new ones pull their images, and budgets wait for those. */
const patienceMinutes = 10;

async function look(context: StepContext): Promise<Finding> {
  const upgraded = await isUpgraded(context);
  if (upgraded !== null) return holds(upgraded);
  return withCluster(context, async (client) => {
    const { name } = nodeOf(context);
    const nodes = await listNodes(client, context.signal);
    const own = nodes.find((node) => object(node['metadata'])['name'] === name);
    if (own === undefined) return holds(`The cluster does not know ${name}; no pod of it runs there.`);
    // The cluster counts them as not ready already, and nobody there would confirm that they have ended.
    if (!isReadyNode(own)) return holds(`${name} is silent; its pods start elsewhere once it is struck off.`);
    if (wantedChannel(context) !== null && takersOf(nodes, name).length === 0)
      return holds(`No other node takes pods, so those of ${name} stay on it and pause for a moment.`);
    return findingOf(name, podsThatLeave(await listPods(client, name, context.signal), name));
  });
}

const findingOf = (node: string, left: readonly LeavingPod[]): Finding =>
  left.length === 0 ? holds(`No pod runs on ${node} that could run elsewhere.`) : differs(`${node} has ${left.length} pods to move.`);

const pathOf = ({ namespace, name }: LeavingPod) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/eviction`;

/** Null when it goes, or is gone; else what keeps it. */
async function evict(client: KubeClient, pod: LeavingPod, signal: AbortSignal): Promise<string | null> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod.name, namespace: pod.namespace } };
  const answer = await client.request({ method: 'POST', path: pathOf(pod), body, signal });
  if (answer.status === 404 || answer.status === 409) return null;
  if (isHeld(answer)) return blockerOf(pod, answer.body);
  bodyOf(client, answer, pathOf(pod));
  return null;
}

/** 429: its budget allows none now. 500: more than one budget counts it, which the API cannot decide. */
const isHeld = ({ status, body }: KubeAnswer) =>
  status === 429 || (status === 500 && JSON.stringify(object(body)['message'] ?? '').includes('PodDisruptionBudget'));

function nameLosses(context: StepContext, pods: readonly LeavingPod[]): void {
  for (const { title } of pods.filter((pod) => pod.alone)) context.log(`${title} has no controller: nothing starts it again elsewhere.`);
  for (const { title } of pods.filter((pod) => pod.scratch)) context.log(`${title} loses its emptyDir volumes.`);
}

async function apply(context: StepContext): Promise<void> {
  const { name } = nodeOf(context);
  const told = new Set<string>();
  let keeping: readonly string[] = [];
  const found = await withCluster(context, async (client) => {
    nameLosses(context, podsThatLeave(await listPods(client, name, context.signal), name));
    return waitUntil(context, { forMs: patienceMinutes * 60_000, everyMs: 5000 }, async () => {
      const left = podsThatLeave(await listPods(client, name, context.signal), name);
      const held: string[] = [];
      for (const pod of left.filter((one) => !one.ending)) {
        if (!told.has(pod.title)) context.log(`Asking ${pod.title} to leave ${name}.`);
        told.add(pod.title);
        const blocker = await evict(client, pod, context.signal);
        if (blocker !== null) held.push(blocker);
      }
      keeping = held.length > 0 ? held : left.map(({ title }) => `${title} (still ending)`);
      return left.length === 0
        ? holds('')
        : differs(`${left.length} pods are still on ${name}${held.length === 0 ? '' : `: ${held.join('; ')}`}`);
    });
  });
  if (found.holds) return;
  throw fault('DRAIN_BLOCKED', { host: name, minutes: patienceMinutes, blockers: keeping.join('; ') });
}

export const drainNode: Step = { id: 'drain-node', attempts: 4, timeoutMs: 1_500_000, check: look, apply };
