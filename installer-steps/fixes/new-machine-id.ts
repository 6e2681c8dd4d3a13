// A copy of another machine gets an id of its own. There is no way back: two machines with one id are what was wrong.
import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { machineId, machineIdOf, newMachineId as newMachineIdCall } from '#steps/calls/fixes.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const newMachineId: Step = {
  id: 'new-machine-id',
  attempts: 2,
  timeoutMs: 120_000,
  async check(context) {
    const node = nodeOf(context);
    const id = machineIdOf(await ask(context, node, machineId()));
    if (id === '') return differs(`${node.name} has no machine id.`);
    const twins = context.platform.nodes.filter((one) => one.id !== node.id && one.facts?.machineId === id).map(({ name }) => name);
    return twins.length === 0 ? holds('No other machine has its id.') : differs(`${twins.join(', ')} has the same machine id.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const kind = node.facts?.membership.kind ?? 'none';
    if (kind !== 'none') {
      const reason = `${node.name} runs Kubernetes (${kind}), which may know it by its machine id.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    await ask(context, node, newMachineIdCall());
  },
};
