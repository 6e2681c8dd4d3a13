// Looks at a machine once more before anything is done to it: is it still the one that was planned for?
import { gibibytes } from '#core/platform/preflight-check.ts';
import type { NodeFacts } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { facts } from '#steps/calls/facts.ts';
import { aboutMachine } from '#steps/looks.ts';
import { readFacts as read } from '#steps/read-machine.ts';
import { holds, nodeOf } from '#steps/task-nodes.ts';

export const readFacts: Step = {
  id: 'read-facts',
  attempts: 4,
  timeoutMs: 60_000,
  looks: (context) => aboutMachine(nodeOf(context), facts()),
  async check(context) {
    const node = nodeOf(context);
    const now = await read(context.ports, context.target(node), context.signal);
    if (node.facts !== null && !isSame(node.facts, now)) {
      const reason = `${node.name} is not the machine that was checked: it was reinstalled or replaced. Run the checks again.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    return holds(`${now.os.title}, ${now.cpu.cores} cores, ${gibibytes(now.memoryBytes)} of memory, kernel ${now.kernel}.`);
  },
};

const isSame = (before: NodeFacts, now: NodeFacts) => before.machineId === '' || before.machineId === now.machineId;
