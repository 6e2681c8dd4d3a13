// Takes a node out of the cluster and out of the inventory. Its machine keeps what is installed on it.
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { controlCounts } from '#contract/topology.ts';
import { departLines, departPhases, namesLine, nodeToGo, staysOfNode } from './depart.ts';
import { all, line, on, type PlanParts } from './planned-step.ts';
import { refreshLine } from './refresh-line.ts';
import { everyNode, wholePlatform } from './subjects.ts';

type RemoveWish = Extract<RunWish, { readonly kind: 'remove-node' }>;

export function removeNodePlan(platform: Platform, wish: RemoveWish): PlanParts {
  const node = nodeToGo(platform, wish);
  const without = (before: Platform): Platform => ({ ...before, nodes: before.nodes.filter(({ id }) => id !== node.id) });
  return {
    title: ({ name }) => `Remove ${node.name} from ${name}`,
    phases: [...departPhases, { id: 'inventory', title: 'Inventory' }, { id: 'names', title: 'Remaining nodes' }],
    lines: [
      ...departLines({ node, machine: wish.machine, keepVolumes: wish.keepVolumes }),
      line({
        step: 'forget-node',
        phase: 'inventory',
        subjects: wholePlatform,
        title: () => `Take ${node.name} out of the inventory`,
        needs: [all('depart-node')],
        changes: () => [`This computer: the inventory without ${node.name}`],
        input: () => ({ nodeId: node.id }),
        seconds: 1,
      }),
      on(without, namesLine(everyNode)),
      // Their nights go by their places in the inventory.
      on(without, refreshLine({ phase: 'names', subjects: everyNode, needs: [all('forget-node')] })),
    ],
    nothing: `${node.name} is no longer there.`,
    stays: [
      ...staysOfNode({ node, keepVolumes: wish.keepVolumes }),
      ...machineStays(node.name, wish.machine),
      ...warnings(without(platform)),
    ],
  };
}

const machineStays = (name: string, machine: RemoveWish['machine']): readonly string[] =>
  machine === 'lost'
    ? [`${name} itself is not touched. Should it come back, it must be installed anew before it joins anything.`]
    : [`${name} keeps the snap, the key of Hearth and its sudo rule; it can join again at any time.`];

function warnings({ nodes }: Platform): readonly string[] {
  const controls = nodes.filter(({ role }) => role === 'control').length;
  if (controlCounts.includes(controls)) return [];
  return [
    `${controls} control nodes are left: an even number bears no more failures than the odd one below it, so plan for ${controls - 1} or ${controls + 1}.`,
  ];
}
