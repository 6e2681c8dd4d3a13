// A Kubernetes node is called as its machine is called, so the machine gets the name from the inventory first.
import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { checkHostname, hostnameOf, setHostname } from '#steps/calls/machine.ts';
import { snapInfo, snapOf } from '#steps/calls/snap.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const prepareHostname: Step = {
  id: 'prepare-hostname',
  attempts: 3,
  timeoutMs: 120_000,
  looks: (context) => aboutMachine(nodeOf(context), checkHostname()),
  async check(context) {
    const node = nodeOf(context);
    const name = hostnameOf(await ask(context, node, checkHostname()));
    return name === node.name ? holds(`The host name is ${name}.`) : differs(`The host name is ${name}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const { snap, title } = systemOf(context.platform);
    if (snapOf(await ask(context, node, snapInfo(snap))).installed) {
      const reason = `${node.name} already runs ${title} under another host name, and a node cannot change its name. Call it by that name, or remove ${title} there.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    await ask(context, node, setHostname(node.name));
  },
};
