// A component is there when all its workloads are ready and, where it has one, its health path answers through the API.
import { readObject } from '#core/cluster/api-objects.ts';
import type { PlannedComponent } from '#contract/component-file.ts';
import { trimDaemonSet } from '#core/cluster/trim/daemonset.ts';
import { trimDeployment } from '#core/cluster/trim/deployment.ts';
import { trimStatefulSet } from '#core/cluster/trim/statefulset.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { podsWaiting } from '#steps/pods-waiting.ts';
import { differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { componentOf } from './component-input.ts';

const kinds = {
  Deployment: { plural: 'deployments', rowOf: trimDeployment },
  StatefulSet: { plural: 'statefulsets', rowOf: trimStatefulSet },
  DaemonSet: { plural: 'daemonsets', rowOf: trimDaemonSet },
} as const;
type Wanted = PlannedComponent['ready'][number];

/** "" when it is ready, else what is missing. */
async function missing(client: KubeClient, { kind, namespace, name }: Wanted, signal: AbortSignal): Promise<string> {
  const { plural, rowOf } = kinds[kind];
  const found = await readObject(client, `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`, signal);
  if (found === null) return `${kind} ${name} does not exist yet.`;
  const row = rowOf(found);
  return row.status === 'ready' ? '' : `${name}: ${row.reason}`;
}

async function look(context: StepContext): Promise<Finding> {
  const component = componentOf(context.input);
  return withCluster(context, async (client) => {
    const found = await Promise.all(component.ready.map((one) => missing(client, one, context.signal)));
    const gaps = found.filter((gap) => gap !== '');
    if (gaps.length > 0) return differs(gaps.join(' '));
    if (!(await isHealthy(client, component, context.signal))) return differs(`${component.title} does not answer on its health path yet.`);
    return holds(`${component.title} is ready.`);
  });
}

async function isHealthy(client: KubeClient, { health, release }: PlannedComponent, signal: AbortSignal): Promise<boolean> {
  if (health === null) return true;
  const { scheme, service, port, path } = health;
  const target = scheme === 'https' ? `https:${service}:${port}` : `${service}:${port}`;
  const proxied = `/api/v1/namespaces/${release.namespace}/services/${target}/proxy${path}`;
  const { status } = await client.request({ method: 'GET', path: proxied, signal });
  return status >= 200 && status < 400;
}

export const verifyComponent: Step = {
  id: 'verify-component',
  attempts: 2,
  timeoutMs: 1_200_000,
  check: look,
  async probe(context) {
    const waiting = await podsWaiting(context, componentOf(context.input).release.namespace);
    return waiting === '' ? (await look(context)).seen : waiting;
  },
  // Nothing is changed: pods come up by themselves, or the reason stands in what is seen. Images are pulled now, over a home line.
  verify: (context) => waitUntil(context, { forMs: 600_000, everyMs: 2000 }, () => look(context)),
};
