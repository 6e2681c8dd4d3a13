// Moves every node to another snap channel, one at a time: the first control node, the further ones, the workers.
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import { foreignChannel, unfamiliarTrack } from '#core/platform/channel-issues.ts';
import { againstUpgrade, channelWarnings } from '#core/platform/upgrade.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { all, line, previous, same, type PlanParts, type TaskMaker } from './planned-step.ts';
import { refreshLine } from './refresh-line.ts';
import { everyNode, firstControl, furtherControls, wholePlatform, workers } from './subjects.ts';

type UpgradeWish = Extract<RunWish, { readonly kind: 'upgrade' }>;

const inTurn = (platform: Platform) => [...firstControl(platform), ...furtherControls(platform), ...workers(platform)];

const nodeLines = (channel: string): readonly TaskMaker[] => [
  line({
    step: 'upgrade-gate',
    phase: 'nodes',
    subjects: inTurn,
    title: ({ node }) => `Check that ${node.name} may be upgraded`,
    needs: [previous('uncordon-node')],
    input: () => ({ channel }),
    seconds: 4,
  }),
  line({
    step: 'cordon-node',
    phase: 'nodes',
    subjects: inTurn,
    title: ({ node }) => `Close ${node.name} for new pods`,
    needs: [same('upgrade-gate')],
    changes: ({ node }) => [`Cluster: ${node.name} is cordoned`],
    input: () => ({ channel }),
    seconds: 2,
  }),
  line({
    step: 'drain-node',
    phase: 'nodes',
    subjects: inTurn,
    title: ({ node }) => `Move the pods of ${node.name}`,
    needs: [same('cordon-node')],
    changes: ({ node }) => [`Cluster: pods on ${node.name} are evicted within their disruption budgets, where another node takes them`],
    input: () => ({ channel }),
    seconds: 60,
  }),
  line({
    step: 'refresh-distribution',
    phase: 'nodes',
    subjects: inTurn,
    title: ({ node }, platform) => `Upgrade ${systemOf(platform).title} on ${node.name}`,
    needs: [same('drain-node')],
    changes: ({ node }, platform) => [`${node.name}: the snap ${systemOf(platform).snap} goes from ${platform.channel} to ${channel}`],
    input: () => ({ channel }),
    seconds: 120,
  }),
  line({
    step: 'uncordon-node',
    phase: 'nodes',
    subjects: inTurn,
    title: ({ node }) => `Open ${node.name} again`,
    needs: [same('refresh-distribution')],
    changes: ({ node }) => [`Cluster: ${node.name} takes pods again`],
    seconds: 2,
  }),
];

const lastLines = (channel: string): readonly TaskMaker[] => [
  line({
    step: 'set-channel',
    phase: 'after',
    subjects: wholePlatform,
    title: () => `Note ${channel} in the inventory`,
    needs: [all('uncordon-node')],
    changes: () => [`This computer: the channel of the platform is ${channel}`],
    input: () => ({ channel }),
    seconds: 1,
  }),
  refreshLine({ phase: 'after', subjects: everyNode, needs: [all('uncordon-node')] }),
];

export function upgradePlan(platform: Platform, { channel }: UpgradeWish): PlanParts {
  const { title } = systemOf(platform);
  const chosen = { distribution: platform.distribution, channel };
  const reason = foreignChannel(chosen) ?? againstUpgrade(platform.channel, channel);
  if (reason !== null) throw fault('UPGRADE_REFUSED', { host: platform.name, reason }, { field: 'channel' });
  return {
    title: ({ name }) => `Upgrade ${name} to ${title} ${channel}`,
    phases: [
      { id: 'nodes', title: 'Nodes' },
      { id: 'after', title: 'Afterwards' },
    ],
    lines: [...nodeLines(channel), ...lastLines(channel)],
    nothing: 'no machine is in the inventory.',
    stays: [
      ...[unfamiliarTrack(chosen)].filter((sentence) => sentence !== null),
      ...channelWarnings(platform.channel, channel),
      'Nodes behind the first one that is not well are not touched.',
      'Kubernetes cannot go back to the version before.',
    ],
  };
}
