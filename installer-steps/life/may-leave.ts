// Before a node leaves: would the cluster survive it, and what would be out of reach afterwards?
import { isReadyNode, podsThatLeave, takersOf, volumesOn } from '#core/cluster/drain.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { countedAs, fullView, requireOtherVoter, requireQuorum, withoutSilent } from '#steps/provision/control-view.ts';
import { holds, nodeOf } from '#steps/task-nodes.ts';
import { listNodes, listPods, listVolumes, readNode } from './cluster-nodes.ts';
import { ledByAnother } from './led-by-another.ts';

async function check(context: StepContext): Promise<Finding> {
  const { name, role, id } = nodeOf(context);
  if (role === 'control' && !context.platform.nodes.some((node) => node.role === 'control' && node.id !== id))
    throw fault('LAST_CONTROL_NODE', { host: name });
  if (role === 'control') await requireMajority(context);
  return withCluster(context, async (client) => {
    const own = await readNode(client, name, context.signal);
    if (own === null) return holds(`The cluster does not know ${name} any more.`);
    if (context.input['machine'] === 'lost' && isReadyNode(own)) throw fault('NODE_STILL_WORKS', { host: name });
    const volumes = volumesOn(await listVolumes(client, context.signal), name);
    const words = volumes.map((volume) => (volume.claim === '' ? volume.name : `${volume.claim} as ${volume.name}`)).join(', ');
    if (volumes.length > 0 && context.input['keepVolumes'] !== true) throw fault('VOLUMES_ON_NODE', { host: name, volumes: words });
    if (volumes.length > 0) context.log(`These volumes stay on the disk of ${name}, out of reach of the cluster: ${words}.`);
    if (takersOf(await listNodes(client, context.signal), name).length === 0)
      context.log('No other node takes pods; those that leave wait until there is one.');
    const leaving = podsThatLeave(await listPods(client, name, context.signal), name);
    return holds(`${name} may leave; ${leaving.length === 1 ? '1 pod moves' : `${leaving.length} pods move`}.`);
  });
}

async function requireMajority(context: StepContext): Promise<void> {
  const led = ledByAnother(context);
  const view = await withoutSilent(led, await fullView(led));
  if (countedAs(view, nodeOf(led)) !== null) requireQuorum(view, nodeOf(led), 'member-goes');
  requireOtherVoter(led, view, nodeOf(led));
}

export const mayLeave: Step = {
  id: 'may-leave',
  attempts: 4,
  timeoutMs: 240_000,
  check,
};
