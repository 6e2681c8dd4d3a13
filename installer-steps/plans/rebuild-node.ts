// Installs the distribution of one node anew, also on a machine that was installed anew itself: out of the cluster, and in again.
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { departLines, departPhases, nodeToGo, only, staysOfNode } from './depart.ts';
import { after, line, same, type PlanParts, type TaskMaker } from './planned-step.ts';
import { joinLines, machineLines } from './provision.ts';
import { markedNodes } from './subjects.ts';

type RebuildWish = Extract<RunWish, { readonly kind: 'rebuild-node' }>;

export const arrivePhases = [
  { id: 'purge', title: 'Clear' },
  { id: 'prepare', title: 'Prepare' },
  { id: 'control-plane', title: 'Join' },
  { id: 'workers', title: 'Join' },
] as const;

export const purgeLine = (nodeId: string): TaskMaker =>
  line({
    step: 'purge-distribution',
    phase: 'purge',
    subjects: only(nodeId),
    title: ({ node }, platform) => `Remove ${systemOf(platform).title} from ${node.name}`,
    needs: [same('depart-node')],
    changes: ({ node }, platform) => {
      const { snap, volumesIn } = systemOf(platform);
      return [`${node.name}: the snap ${snap} goes with all that is its own; the volumes in ${volumesIn} stay`];
    },
    seconds: 60,
  });

/** It joins with the role, the labels and the taints that the inventory gives it. */
export const arriveLines = (nodeId: string): readonly TaskMaker[] => {
  const it = only(nodeId);
  const ofRole = (role: 'control' | 'worker') => (platform: Platform) => it(platform).filter(({ node }) => node.role === role);
  const marked = (platform: Platform) => markedNodes(platform).filter(({ node }) => node.id === nodeId);
  return joinLines({ controls: ofRole('control'), workers: ofRole('worker'), marked });
};

export function rebuildNodePlan(platform: Platform, wish: RebuildWish): PlanParts {
  const node = nodeToGo(platform, wish);
  const it = only(node.id);
  const first: readonly TaskMaker[] = [
    line({
      step: 'install-key',
      phase: 'reach',
      subjects: (all) => it(all).filter((subject) => subject.node.credential.method === 'hearth-key'),
      title: ({ node: { name } }) => `Log in to ${name} with Hearth's key`,
      needs: [],
      changes: ({ node: { name, user } }) => [`${name}: one line in ~${user}/.ssh/authorized_keys, if it is missing`],
      seconds: 3,
    }),
    line({
      step: 'note-facts',
      phase: 'reach',
      subjects: it,
      title: ({ node: { name } }) => `Look whether ${name} was installed anew`,
      needs: [same('install-key')],
      changes: ({ node: { name } }) => [`This computer: what ${name} is now, if it was installed anew`],
      seconds: 3,
    }),
  ];
  return {
    title: ({ name }) => `Rebuild ${node.name} of ${name}`,
    phases: [{ id: 'reach', title: 'Reach' }, ...departPhases, ...arrivePhases],
    lines: [
      ...first,
      ...departLines({ node, machine: 'leave', keepVolumes: wish.keepVolumes }).map((make) => after(['note-facts'], make)),
      purgeLine(node.id),
      ...machineLines(it).map((make) => after(['purge-distribution'], make)),
      ...arriveLines(node.id),
    ],
    nothing: `${node.name} is no longer there.`,
    stays: staysOfNode({ node, keepVolumes: wish.keepVolumes }),
  };
}
