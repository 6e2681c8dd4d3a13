// Makes sure that rights matter in the cluster: where everybody may do everything, as in MicroK8s until rbac is switched on, a login would
// make an administrator of every account at the issuer.
import { fault } from '#core/fault.ts';
import { mayDoAll } from '#core/login/admin-binding.ts';
import type { Step } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { holds } from '#steps/task-nodes.ts';

export const checkAuthorization: Step = {
  id: 'check-authorization',
  attempts: 2,
  timeoutMs: 60_000,
  async check(context) {
    return withCluster(context, async (client) => {
      const isOpen = await mayDoAll(client, ['system:authenticated'], context.signal);
      if (isOpen) throw fault('CLUSTER_OPEN', { server: client.server });
      return holds('The cluster gives nobody rights just for logging in.');
    });
  },
};
