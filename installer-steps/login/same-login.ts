// The flags of a login are each API server's own: a control node that joins later gets those of the others, or every login that meets it is refused.
import type { Node } from '#contract/nodes.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { apiLoginOf, apiLoginState } from '#steps/calls/login.ts';
import { aboutCluster, aboutMachine } from '#steps/looks.ts';
import { reachableControl } from '#steps/provision/control-view.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, leadOf, nodeOf } from '#steps/task-nodes.ts';
import { apiServerLogin, sameFlags, setLogin } from './api-server-login.ts';

const stateOf = async (context: StepContext, node: Node) =>
  apiLoginOf(await ask(context, node, apiLoginState(systemOf(context.platform).id)));

/** What another control node was told by Hearth; nothing where it was not. */
async function wanted(context: StepContext): Promise<{ readonly flags: readonly string[]; readonly ca: string }> {
  const { ours, flags, ca } = await stateOf(context, (await reachableControl(context)).control);
  return ours ? { flags, ca } : { flags: [], ca: '' };
}

async function look(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const { flags, ca } = await wanted(context);
  const own = await stateOf(context, node);
  if (own.trying) return differs(`An earlier try on ${node.name} was cut off.`);
  // Flags that somebody else has put there are left alone.
  if (flags.length === 0)
    return own.ours ? differs(`${node.name} has a login that the others have not.`) : holds('The others have no login of Hearth.');
  const same = sameFlags(own.flags, flags) && own.ca.trim() === ca.trim();
  return same ? holds(`${node.name} has the login of the others.`) : differs(`${node.name} has not the login of the others.`);
}

export const sameLogin: Step = {
  ...apiServerLogin,
  id: 'same-login',
  looks(context) {
    const lead = leadOf(context.platform);
    const { id, calls } = systemOf(context.platform);
    const state = apiLoginState(id);
    return [...aboutMachine(nodeOf(context), state), ...aboutMachine(lead, state), ...aboutCluster(lead, calls.nodes())];
  },
  check: look,
  apply: async (context) => setLogin(context, await wanted(context)),
};
