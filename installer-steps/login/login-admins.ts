// Lets the members of one group of the issuer do everything in the cluster.
import { adminBinding, bindingName, mayDoAll } from '#core/login/admin-binding.ts';
import { adminGroupOf } from '#core/login/flags.ts';
import { applyObject, covers, deleteOwn, isOwn, readObject } from '#core/cluster/api-objects.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { loginOf } from './login-input.ts';

const wantedOf = ({ input }: Pick<StepContext, 'input'>) => adminBinding(adminGroupOf(loginOf(input)));

async function look(context: StepContext): Promise<Finding> {
  const { path, body } = wantedOf(context);
  const group = adminGroupOf(loginOf(context.input));
  return withCluster(context, async (client) => {
    const found = await readObject(client, path, context.signal);
    if (found === null) return differs(`There is no binding ${bindingName}.`);
    if (!covers(found, { roleRef: body['roleRef'], subjects: body['subjects'] })) return differs(`${bindingName} is for another group.`);
    return (await mayDoAll(client, [group], context.signal))
      ? holds(`Members of ${group} may do everything.`)
      : differs(`The cluster does not let members of ${group} do everything yet.`);
  });
}

export const loginAdmins: Step = {
  id: 'login-admins',
  attempts: 3,
  timeoutMs: 300_000,
  check: look,
  async apply(context) {
    await withCluster(context, async (client) => {
      await applyObject(client, wantedOf(context), context.signal);
    });
  },
  verify: (context) => waitUntil(context, { forMs: 60_000, everyMs: 1000 }, () => look(context)),
  async checkUndone(context) {
    const { path } = wantedOf(context);
    const found = await withCluster(context, (client) => readObject(client, path, context.signal));
    return found === null || !isOwn(found)
      ? holds(`There is no binding ${bindingName} of Hearth’s.`)
      : differs(`The binding ${bindingName} is there.`);
  },
  async undo(context) {
    await withCluster(context, (client) => deleteOwn(client, wantedOf(context).path, context.signal));
  },
};
