import type { Status } from '#contract/base.ts';
import { plural } from './plural.ts';

const amiss: Readonly<Partial<Record<Status, string>>> & { readonly unknown: string } = {
  failed: 'has failed',
  attention: 'needs attention',
  unknown: 'is not heard',
};

const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const home = {
  title: 'Home',
  welcome: {
    title: 'From a few machines on a shelf to a working platform.',
    text: 'Name the machines and how to reach them. Hearth looks at each one, says what it would change, and builds a cluster out of them. To look, it puts its own key on each machine, and where you allow it a sudo rule; nothing else is changed before you have read the plan.',
    practice: 'This is the practice lab: four simulated machines are waiting, and nothing real can be touched.',
    action: 'Set up a platform',
    steps: [
      'Name the machines and how to reach them',
      'See what they are and whether they are fit',
      'Choose roles and settings; each has a recommended answer',
      'Read the plan, start it, watch it',
    ],
    needs: 'You need one machine or more with Ubuntu 22.04 or newer and an account that may use sudo.',
  },
  draft: {
    none: (name: string) => `${name} has not been built yet.`,
    'under-way': (name: string, title: string) => `${name}: “${title}” is under way.`,
    failed: (name: string, title: string) => `${name} is not set up: “${title}” failed.`,
    stopped: (name: string, title: string) => `${name} is not set up: “${title}” was stopped.`,
    undone: (name: string) => `${name} is not set up: its last set-up was undone.`,
    'partly-undone': (name: string) => `${name} is not set up: part of its last set-up was undone.`,
    done: (name: string) => `${name} was set up, but Hearth has no way into its cluster.`,
    text: (nodes: number) => (nodes === 0 ? 'No machines are named so far.' : `${plural(nodes, 'machine')} named so far.`),
    action: 'Go on with the wizard',
  },
  state: {
    loading: 'Reading the cluster.',
    well: (nodes: number, pods: number) => `All is well: ${plural(nodes, 'node')} ready, ${plural(pods, 'pod')} running.`,
    amiss: (words: readonly string[]) => `${list.format(words)}.`,
    missing: (name: string) => `${name} is not in the cluster`,
    runFailed: (title: string) => `“${title}” failed.`,
    podsAmiss: (count: number) => `${plural(count, 'pod is', 'pods are')} not well.`,
    wellOtherwise: (nodes: number) => `${plural(nodes, 'node')} ready.`,
    noNodes: 'The cluster answers, but it has no nodes.',
    silent: {
      hearth: (time: string) => `As of ${time}, Hearth does not answer. What you see is from then.`,
      cluster: (time: string) => `The cluster has not been heard since ${time}. What you see is from then.`,
    },
    refused: 'The cluster refuses to show itself.',
    undone: 'Its last set-up was undone.',
    'partly-undone': 'Part of its last set-up was undone.',
    runActive: (title: string) => `“${title}” is under way.`,
    nodeIs: (name: string, status: Status) => `${name} ${amiss[status] ?? amiss.unknown}`,
  },
  openAgain: 'Open it when it may take some again.',
  notJoined: 'It is in the inventory, but has not joined the cluster.',
  attention: 'Needs you',
  nothing: 'Nothing needs you.',
  nodes: 'Nodes',
  runs: 'Recent runs',
  allNodes: 'All nodes',
  allRuns: 'All in Operations',
  noRuns: 'No runs yet.',
  warnings: 'Warnings',
  noWarnings: 'No warnings in the last hour.',
  allEvents: 'All events',
  more: (count: number) => plural(count, 'more', 'more'),
  cpu: 'CPU',
  memory: 'Memory',
  pods: 'Pods',
  gpus: 'GPUs',
};
