// Looks at a cluster that was there before Hearth: does it answer, and may components be installed with this kubeconfig?
import { checkAccess } from '#core/access/cluster-access.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { holds } from '#steps/task-nodes.ts';

async function look(context: StepContext): Promise<Finding> {
  const access = await withCluster(context, (client) => checkAccess(client, context.signal));
  for (const { title, missing, lost } of access.rights.filter(({ state }) => state === 'limited'))
    context.log(`${title}: not allowed to ${missing.join(', ')}. ${lost}`);
  const releases = access.rights.find(({ id, state }) => id === 'releases' && state === 'limited');
  // Without a component there is nothing to install, and looking is what was wanted.
  if (releases !== undefined && context.platform.components.length > 0)
    throw fault('CLUSTER_RIGHTS_MISSING', { server: access.server, missing: releases.missing.join(', ') });
  const nodes = access.nodes.length === 1 ? '1 node' : `${access.nodes.length} nodes`;
  return holds(`${access.server} answers: Kubernetes ${access.version.found}, ${nodes}.`);
}

export const checkCluster: Step = {
  id: 'check-cluster',
  attempts: 4,
  timeoutMs: 90_000,
  check: look,
};
