// Fetches the kubeconfig anew where it is another than the kept one: its client certificate was renewed, or its control node leaves.
import { kubeconfigName } from '#core/ports/secrets.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import type { Secret } from '#core/secret.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { reachableControl } from '#steps/provision/control-view.ts';
import { kubeconfigFrom } from '#steps/provision/fetch-kubeconfig.ts';
import { differs, holds } from '#steps/task-nodes.ts';
import { listNodes } from './cluster-nodes.ts';
import { withLast } from './led-by-another.ts';

/** From any control node but the one that the task is about. */
async function fetched(context: StepContext): Promise<Secret> {
  const asking = context.node === null ? context : { ...context, platform: withLast(context.platform, context.node.id) };
  const { control } = await reachableControl(asking);
  return kubeconfigFrom(context, control);
}

export const refreshKubeconfig: Step = {
  id: 'refresh-kubeconfig',
  attempts: 6,
  timeoutMs: 180_000,
  async check(context) {
    const kept = await context.ports.secrets.get(kubeconfigName(context.platform.id));
    return kept?.reveal() === (await fetched(context)).reveal()
      ? holds('The kept kubeconfig is as the control node gives it.')
      : differs('The control node gives another kubeconfig.');
  },
  async apply(context) {
    await context.ports.secrets.set(kubeconfigName(context.platform.id), await fetched(context));
  },
  async verify(context) {
    const nodes = await withCluster(context, (client) => listNodes(client, context.signal));
    return nodes.length > 0 ? holds('The cluster answers to it.') : differs('The cluster knows no node.');
  },
};
