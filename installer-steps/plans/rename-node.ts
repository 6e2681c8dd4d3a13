// Gives a node another name. Kubernetes cannot rename, so it leaves and joins again under the new one.
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import { leadOf } from '#steps/task-nodes.ts';
import { departLines, departPhases, nodeToGo, only, others, staysOfNode } from './depart.ts';
import { after, line, on, same, type PlanParts } from './planned-step.ts';
import { machineLines } from './provision.ts';
import { arriveLines, arrivePhases, purgeLine } from './rebuild-node.ts';
import { everyNode } from './subjects.ts';

type RenameWish = Extract<RunWish, { readonly kind: 'rename-node' }>;

export function renameNodePlan(platform: Platform, wish: RenameWish): PlanParts {
  const node = nodeToGo(platform, wish);
  const { name: next, keepVolumes } = wish;
  if (node.name === next) throw fault('PLAN_INVALID', { reason: `${next} has that name already.` });
  const taken = platform.nodes.some(({ name, id }) => name === next && id !== node.id);
  if (taken) throw fault('PLAN_INVALID', { reason: `another machine is called ${next}.` }, { field: 'name' });
  if (leadOf(platform).id === node.id)
    throw fault(
      'PLAN_INVALID',
      {
        reason: `${node.name} is the control node that the cluster began with, and keeps its name. Where others share the control plane, remove it and add the machine again as ${next}.`,
      },
      { field: 'name' },
    );
  const renamed = (before: Platform): Platform => ({
    ...before,
    nodes: before.nodes.map((one) => (one.id === node.id ? { ...one, name: next } : one)),
  });
  const entry = line({
    step: 'rename-entry',
    phase: 'inventory',
    subjects: only(node.id),
    title: () => `Call ${node.name} ${next} in the inventory`,
    needs: [same('purge-distribution')],
    changes: () => [`This computer: ${node.name} is called ${next}`],
    input: () => ({ name: next }),
    seconds: 1,
  });
  return {
    title: ({ name }) => `Rename ${node.name} of ${name} to ${next}`,
    phases: [...departPhases, ...arrivePhases.slice(0, 1), { id: 'inventory', title: 'Inventory' }, ...arrivePhases.slice(1)],
    lines: [
      ...departLines({ node, machine: 'leave', keepVolumes }),
      purgeLine(node.id),
      entry,
      ...machineLines(only(node.id), everyNode).map((make) => on(renamed, after(['rename-entry'], make))),
      // The control plane asks for the name before it lets the node in.
      ...arriveLines(node.id).map((make) => on(renamed, after(['prepare-hosts-file'], make))),
    ],
    nothing: `${node.name} is no longer there.`,
    stays: [
      ...staysOfNode({ node, keepVolumes }),
      ...volumesOfName(node.name, keepVolumes),
      `The names of ${others(node.id)(platform).length} other machines.`,
    ],
  };
}

const volumesOfName = (name: string, keepVolumes: boolean): readonly string[] =>
  keepVolumes ? [`Volumes that are bound to the name ${name} are not bound to the new one; their files stay on the disk.`] : [];
