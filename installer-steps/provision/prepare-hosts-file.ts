// Every node knows all nodes by name, also where no name server does; the control plane refuses a join whose name it cannot resolve.
import type { Platform } from '#contract/platforms.ts';
import type { Step } from '#core/runs/step.ts';
import { checkHostsFile, hostsFileHolds, removeHostsBlock, writeHostsFile } from '#steps/calls/machine.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { isIpAddress } from './node-address.ts';

/** A machine that is reached by name is known to a name server already. */
const entriesOf = ({ nodes }: Platform) =>
  nodes.filter((node) => isIpAddress(node.address)).map(({ name, address }) => ({ name, address }));

export const prepareHostsFile: Step = {
  id: 'prepare-hosts-file',
  attempts: 3,
  timeoutMs: 120_000,
  looks: (context) => aboutMachine(nodeOf(context), checkHostsFile(entriesOf(context.platform))),
  async check(context) {
    const entries = entriesOf(context.platform);
    if (entries.length === 0) return holds('All machines are reached by name.');
    const same = hostsFileHolds(await ask(context, nodeOf(context), checkHostsFile(entries)));
    return same ? holds(`/etc/hosts names all ${entries.length} nodes.`) : differs('/etc/hosts lacks some nodes.');
  },
  async apply(context) {
    await ask(context, nodeOf(context), writeHostsFile(entriesOf(context.platform)));
  },
  /** Whatever names the block holds: no name is what remains. */
  async checkUndone(context) {
    const empty = hostsFileHolds(await ask(context, nodeOf(context), checkHostsFile([])));
    return empty ? holds('/etc/hosts has no block of Hearth.') : differs('/etc/hosts has a block of Hearth.');
  },
  async undo(context) {
    await ask(context, nodeOf(context), removeHostsBlock());
  },
};
