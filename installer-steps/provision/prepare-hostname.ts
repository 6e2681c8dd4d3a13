// A Kubernetes node is called as its machine is called, so the machine gets the name from the inventory first.
import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { checkHostname, hostnameOf, setHostname } from '#steps/calls/machine.ts';
import { snapInfo, snapOf } from '#steps/calls/snap.ts';
import { ask } from '#steps/run-call.ts';
import { snap } from '#steps/systems/microk8s.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const prepareHostname: Step = {
  id: 'prepare-hostname',
  attempts: 3,
  timeoutMs: 120_000,
  async check(context) {
    const node = nodeOf(context);
    const name = hostnameOf(await ask(context, node, checkHostname()));
    return name === node.name ? holds(`The host name is ${name}.`) : differs(`The host name is ${name}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    if (snapOf(await ask(context, node, snapInfo(snap))).installed) {
      const reason = `${node.name} already runs MicroK8s under another host name, and a node cannot change its name. Call it by that name, or remove MicroK8s there.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    await ask(context, node, setHostname(node.name));
  },
};
