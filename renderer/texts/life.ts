// Texts of life after the set-up: nodes that go, come and change, upgrades, certificates.
import type { Departure } from '#contract/nodes.ts';
import { plural } from './plural.ts';

export const life = {
  care: 'Look after it',
  remove: 'Remove node…',
  rebuild: 'Rebuild node…',
  rename: 'Rename node…',
  'open-node': 'Open for new pods…',
  'close-node': 'Close for new pods…',
  /** In the palette. */
  commands: {
    remove: (name: string) => `Remove node ${name}`,
    rebuild: (name: string) => `Rebuild node ${name}`,
    rename: (name: string) => `Rename node ${name}`,
    'open-node': (name: string) => `Open node ${name} for new pods`,
    'close-node': (name: string) => `Close node ${name} for new pods`,
    upgrade: (platform: string) => `Upgrade ${platform}`,
    renew: (platform: string) => `Renew certificates of ${platform}`,
  },
  dialog: {
    changes: 'This is done, in this order',
    moving: 'Pods that move to other nodes',
    lost: 'Pods that nothing starts again elsewhere',
    scratch: 'Pods that lose their emptyDir volumes',
    held: 'Held by a disruption budget at this moment',
    heldBy: (pod: string, budget: string) => `${pod}, by ${budget}`,
    volumes: 'Volumes on this machine',
    volume: ({ claim, name, capacity, path }: Departure['volumes'][number]) =>
      [claim === '' ? `${name}, claimed by nobody` : `${claim} as ${name}`, capacity, path].filter((part) => part !== '').join(', '),
    volumesStay: 'These volumes may stay on its disk, out of reach of the cluster',
    volumesHint: 'Hearth deletes none of them. Copy what you need elsewhere first.',
    noTakers: 'No other node takes pods: those that leave wait until there is one.',
    unknown: 'What lies on this node cannot be looked up now. If volumes lie there, the run stops before it changes anything.',
    stays: 'This stays',
    estimate: (words: string) => `Takes about ${words}.`,
    keep: 'Leave it as it is',
  },
  removing: {
    title: (name: string) => `Remove ${name}?`,
    effect: (name: string) => `${name} is emptied, leaves the cluster, and is taken out of the inventory.`,
    action: 'Remove node',
    how: 'The machine',
    leave: 'Answers, and leaves by itself',
    leaveHint: 'Its pods are moved first, within their disruption budgets.',
    lost: 'Is lost, and will not come back',
    lostHint: 'Only the cluster is told. Its pods start elsewhere.',
    silent: (name: string) =>
      `The cluster has lost sight of ${name}. If its machine is only off or restarting, switch it on and let it leave.`,
  },
  newPods: {
    'open-node': {
      title: (name: string) => `Open ${name} for new pods?`,
      effect: (name: string) => `New pods may start on ${name} again.`,
      action: 'Open node',
    },
    'close-node': {
      title: (name: string) => `Close ${name} for new pods?`,
      effect: (name: string) => `Pods that run on ${name} stay; new ones start on other nodes until you open it again.`,
      action: 'Close node',
    },
  },
  rebuilding: {
    title: (name: string) => `Rebuild ${name}?`,
    effect: (name: string) =>
      `${name} is emptied and leaves the cluster; the distribution is removed there, installed anew, and the node joins again with its labels and taints.`,
    action: 'Rebuild node',
    password: (user: string) => `Password of ${user}, if the machine was installed anew`,
    passwordHint: 'To put Hearth’s key there, and for sudo. It stays in memory until Hearth ends, and is never stored.',
  },
  renaming: {
    title: (name: string) => `Rename ${name}?`,
    effect: (name: string) =>
      `Kubernetes cannot rename a node: ${name} is emptied, leaves the cluster, and joins again under its new name with an empty installation.`,
    action: 'Rename node',
    name: 'New name',
    nameHint: 'Lower-case letters, digits and hyphens; at most 63.',
  },
  trust: {
    reading: 'Reading its host key',
    title: (name: string) => `${name} shows another host key than the one you trusted`,
    why: 'It was installed anew, or something stands between you and it. Nothing is sent to it until you decide.',
    before: 'Trusted before',
    now: 'Shown now',
    confirm: (name: string) => `I installed ${name} anew, or know why its key changed`,
    action: (name: string) => `Trust the new key of ${name}`,
  },
  kubernetes: 'Kubernetes',
  channel: (title: string, channel: string) => `${title} from ${channel}.`,
  upgrade: 'Upgrade…',
  upgrading: {
    title: (name: string) => `Upgrade ${name}?`,
    effect: (from: string, to: string) =>
      `Every node goes from ${from} to ${to}, one after the other. There is no way back to the version before.`,
    action: 'Upgrade nodes',
    channel: 'Channel',
    next: 'the next version',
    same: 'this version, another risk level',
    other: 'Channel by name',
    otherHint: 'Such as 1.36/candidate or latest/edge. One minor version at a time, never back.',
  },
  renew: 'Renew certificates…',
  renewing: {
    title: (name: string) => `Renew the certificates of ${name}?`,
    effect:
      'Certificates of control nodes that end within 30 days are made anew. The services of such a node start again, one node at a time.',
    action: 'Renew certificates',
  },
  certificates: {
    title: 'Certificates of the control nodes',
    reading: 'Reading certificates',
    first: (name: string, when: string) => `${name} ends first, on ${when}`,
    ended: (name: string, when: string) => `${name} ended on ${when}`,
    left: (days: number) => `${plural(days, 'day')} left`,
    none: 'No certificate was found.',
    node: 'Node',
    ends: 'Ends first',
    attention: (node: string) => `Certificates of ${node}`,
    soon: (name: string, days: number) => (days < 0 ? `${name} has ended.` : `${name} ends in ${plural(days, 'day')}.`),
  },
  doctor: {
    check: 'Check connection',
    again: 'Check again',
    running: 'Checking the connection',
    fine: (name: string) => `Hearth reaches ${name} and may act there.`,
  },
};
