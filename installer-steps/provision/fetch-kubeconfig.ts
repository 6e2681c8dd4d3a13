// Fetches the administrator's kubeconfig into Hearth's secrets. It counts when the API answers from outside with it.
import { readObject } from '#core/cluster/api-objects.ts';
import type { Node } from '#contract/nodes.ts';
import { object, objects, text } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { Secret } from '#core/secret.ts';
import { kubeconfigOf } from '#steps/calls/cluster.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { askCluster } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf, differs, holds } from '#steps/task-nodes.ts';
import { reachableControl } from './control-view.ts';

async function look(context: StepContext): Promise<Finding> {
  const control = leadOf(context.platform);
  return withCluster(context, async (client) => {
    const list = object(await readObject(client, '/api/v1/nodes', context.signal));
    const names = objects(list['items']).map((item) => text(object(item['metadata'])['name']));
    return names.includes(control.name)
      ? holds(`${client.server} answers and knows ${names.toSorted().join(', ')}.`)
      : differs(`${client.server} is another cluster: it knows ${names.join(', ')}.`);
  });
}

export const fetchKubeconfig: Step = {
  id: 'fetch-kubeconfig',
  attempts: 5,
  timeoutMs: 180_000,
  async check(context) {
    const kept = await context.ports.secrets.get(kubeconfigName(context.platform.id));
    if (kept === null) return differs('No kubeconfig is kept yet.');
    try {
      return await look(context);
    } catch (error) {
      // Whatever is wrong with the kept one, a fresh one is fetched; the look afterwards is not forgiving.
      return differs(`The kept kubeconfig does not work: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
  async apply(context) {
    const { control } = await reachableControl(context);
    await context.ports.secrets.set(kubeconfigName(context.platform.id), await kubeconfigFrom(context, control));
  },
  verify: look,
};

/** Throws KUBECONFIG_INVALID, CLUSTER_UNREACHABLE. */
export async function kubeconfigFrom(context: StepContext, control: Node): Promise<Secret> {
  const encoded = kubeconfigOf(await askCluster(context, control, systemOf(context.platform).calls.kubeconfig(control.address)));
  const config = decode(encoded);
  if (!config.includes('clusters:')) throw fault('KUBECONFIG_INVALID', { reason: `${control.name} sent something else.` });
  return new Secret(config);
}

/** UTF-8 in base64; "" for anything else. */
function decode(encoded: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return '';
  const hex = Array.from(atob(encoded), (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return decodeURIComponent(hex.join(''));
}
