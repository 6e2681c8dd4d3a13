// From bare machines to a cluster with components. Read from top to bottom; what does not need each other runs side by side.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import type { Variables } from '#core/catalog/values.ts';
import { plannedFrom } from '#steps/provision/component-input.ts';
import { marksToClear, marksWanted } from '#steps/provision/mark-node.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { authorityLine } from './authority-line.ts';
import { all, line, same, type Need, type PlanParts, type NodeSubject, type TaskMaker } from './planned-step.ts';
import { refreshLine } from './refresh-line.ts';
import { everyFeature, everyNode, firstControl, furtherControls, markedNodes, namesOfAll, wholePlatform, workers } from './subjects.ts';

const phases = [
  { id: 'check', title: 'Check' },
  { id: 'prepare', title: 'Prepare' },
  { id: 'control-plane', title: 'Control plane' },
  { id: 'workers', title: 'Workers' },
  { id: 'features', title: 'Features' },
  { id: 'access', title: 'Access' },
  { id: 'components', title: 'Components' },
];

/** Who belongs to the cluster and what its kubelets are told changes one at a time: a join must not meet a restart of the control plane. */
export const membership = 'membership';
/** Features that only bring pods keep out of each other's way, but not of the joins'. */
const podsOnly = 'features';
const neededComponents: Need = { step: 'verify-component', of: 'needed-components' };
const usedFeatures: Need = { step: 'enable-feature', of: 'used-features' };

type Machines = (platform: Platform) => readonly NodeSubject[];

const checkLines = (machines: Machines): readonly TaskMaker[] => [
  line({
    step: 'read-facts',
    phase: 'check',
    subjects: machines,
    title: ({ node }) => `Look at ${node.name}`,
    needs: [],
    seconds: 2,
  }),
  line({
    step: 'preflight',
    phase: 'check',
    subjects: machines,
    title: ({ node }) => `Check that ${node.name} is fit`,
    needs: [same('read-facts')],
    seconds: 3,
  }),
];

const prepareLines = (machines: Machines, named: Machines): readonly TaskMaker[] => [
  line({
    step: 'prepare-hostname',
    phase: 'prepare',
    subjects: machines,
    title: ({ node }) => `Name ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }) => [`${node.name}: the host name becomes ${node.name}`],
    seconds: 2,
  }),
  line({
    step: 'prepare-hosts-file',
    phase: 'prepare',
    subjects: named,
    title: ({ node }) => `Tell ${node.name} the names of all nodes`,
    needs: [same('prepare-hostname')],
    changes: ({ node }, platform) => [`${node.name}: a marked block in /etc/hosts with ${namesOfAll(platform)}`],
    seconds: 2,
  }),
  line({
    step: 'prepare-packages',
    phase: 'prepare',
    subjects: machines,
    title: ({ node }) => `Install missing packages on ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }) => [`${node.name}: snapd, if it is missing`],
    seconds: 10,
  }),
  line({
    step: 'prepare-kernel',
    phase: 'prepare',
    subjects: machines,
    title: ({ node }) => `Set up the kernel of ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }, platform) => {
      const { kernel } = systemOf(platform);
      return [
        `${node.name}: modules ${kernel.modules.join(', ')} (/etc/modules-load.d/hearth.conf)`,
        `${node.name}: ${kernel.sysctls.join(', ')} (/etc/sysctl.d/90-hearth.conf)`,
      ];
    },
    seconds: 2,
  }),
  line({
    step: 'install-distribution',
    phase: 'prepare',
    subjects: machines,
    title: ({ node }, platform) => `Install ${systemOf(platform).title} on ${node.name}`,
    needs: [same('prepare-hostname'), same('prepare-hosts-file'), same('prepare-packages'), same('prepare-kernel')],
    changes: ({ node }, platform) => [`${node.name}: the snap ${systemOf(platform).snap} from ${platform.channel}`],
    seconds: 90,
  }),
  // At once, so that snapd does not come between the joins either.
  refreshLine({ phase: 'prepare', subjects: machines, needs: [same('install-distribution')] }),
];

/** From the first look at these machines to the snap that is installed on them; `named` is told the names of all nodes. */
export const machineLines = (machines: Machines, named: Machines = machines): readonly TaskMaker[] => [
  ...checkLines(machines),
  ...prepareLines(machines, named),
];

/** Joins, and the labels of those that have joined. */
export const joinLines = ({
  controls,
  workers,
  marked,
}: Readonly<Record<'controls' | 'workers' | 'marked', Machines>>): readonly TaskMaker[] => [
  line({
    step: 'join-control',
    phase: 'control-plane',
    subjects: controls,
    title: ({ node }) => `Join ${node.name} to the control plane`,
    needs: [same('install-distribution'), all('control-plane-ready')],
    lane: membership,
    changes: ({ node }) => [`${node.name}: a further member of the Kubernetes control plane and its database`],
    seconds: 60,
  }),
  line({
    step: 'same-login',
    phase: 'control-plane',
    subjects: controls,
    title: ({ node }) => `Give ${node.name} the login of the others`,
    needs: [same('join-control')],
    // Where there is a login, the API server restarts.
    lane: membership,
    changes: ({ node }) => [`${node.name}: the login through an issuer, where the other API servers have one`],
    seconds: 2,
  }),
  line({
    step: 'join-worker',
    phase: 'workers',
    subjects: workers,
    title: ({ node }) => `Join ${node.name} to the cluster`,
    needs: [same('install-distribution'), all('control-plane-ready')],
    lane: membership,
    changes: ({ node }) => [`${node.name}: becomes a worker of the cluster`],
    seconds: 45,
  }),
  line({
    step: 'mark-node',
    phase: 'workers',
    subjects: marked,
    title: ({ node }) => `Label ${node.name}`,
    needs: [same('join-worker'), same('join-control'), all('control-plane-ready')],
    changes: ({ node }) => {
      const { labels, taints } = marksWanted(node);
      return [
        ...Object.entries(labels).map(([key, value]) => `${node.name}: label ${key}=${value}`),
        ...taints.map((taint) => `${node.name}: taint ${taint}`),
      ];
    },
    input: ({ node }) => ({ ...marksWanted(node) }),
    seconds: 3,
  }),
];

const cluster: readonly TaskMaker[] = [
  line({
    step: 'control-plane-ready',
    phase: 'control-plane',
    // Of the first control node alone, so that a machine that lags behind does not hold it up.
    subjects: firstControl,
    title: ({ node }) => `Start the control plane on ${node.name}`,
    needs: [same('install-distribution')],
    changes: ({ node }) => [`${node.name}: the Kubernetes control plane`],
    seconds: 60,
  }),
  ...joinLines({ controls: furtherControls, workers, marked: markedNodes }),
  line({
    step: 'enable-feature',
    phase: 'features',
    subjects: everyFeature,
    title: ({ feature }) => `Switch on ${feature.title}`,
    needs: [all('control-plane-ready')],
    lane: ({ feature }) => (feature.toldToKubelets ? membership : podsOnly),
    changes: ({ feature }) => [feature.change],
    input: ({ feature }) => ({ feature: feature.name }),
    seconds: 30,
  }),
  line({
    step: 'fetch-kubeconfig',
    phase: 'access',
    subjects: wholePlatform,
    title: () => 'Fetch the kubeconfig and try it',
    needs: [all('control-plane-ready')],
    changes: () => ['This computer: the kubeconfig of the cluster, kept with the secrets of Hearth'],
    seconds: 3,
  }),
];

/** A cluster that is there already: nothing of its nodes is touched. */
const existing: readonly TaskMaker[] = [
  line({
    step: 'check-cluster',
    phase: 'check',
    subjects: wholePlatform,
    title: () => 'Look at the cluster and what may be done in it',
    needs: [],
    seconds: 2,
  }),
];

/** What the last run set and the inventory no longer names. */
const clearLine = (applied: Pick<PlatformContent, 'nodes'>): TaskMaker => {
  const left = (node: NodeSubject['node']) =>
    marksToClear(applied.nodes.find(({ id, name }) => id === node.id && name === node.name) ?? { labels: {}, taints: [] }, node);
  return line({
    step: 'unmark-node',
    phase: 'workers',
    subjects: (platform) =>
      everyNode(platform).filter(({ node }) => Object.keys(left(node).labels).length > 0 || left(node).taints.length > 0),
    title: ({ node }) => `Take old labels from ${node.name}`,
    needs: [same('join-worker'), same('join-control'), same('mark-node'), all('control-plane-ready')],
    changes: ({ node }) => {
      const { labels, taints } = left(node);
      return [
        ...Object.keys(labels).map((key) => `${node.name}: label ${key} goes`),
        ...taints.map((taint) => `${node.name}: taint ${taint} goes`),
      ];
    },
    input: ({ node }) => ({ ...left(node) }),
    seconds: 3,
  });
};

const componentLines = ({ components, variables }: Pick<SetUpParts, 'components' | 'variables'>): readonly TaskMaker[] => {
  const subjects = () => components.map((component) => ({ kind: 'component' as const, component }));
  return [
    line({
      step: 'install-component',
      phase: 'components',
      subjects,
      title: ({ component }) => `Install ${component.title}`,
      needs: [all('fetch-kubeconfig'), all('check-cluster'), usedFeatures, neededComponents],
      changes: ({ component: { release } }) => [`Cluster: Helm release ${release.name} in the namespace ${release.namespace}`],
      input: ({ component }, { settings }) => ({ component: plannedFrom(component, settings, variables) }),
      seconds: 15,
    }),
    line({
      step: 'verify-component',
      phase: 'components',
      subjects,
      title: ({ component }) => `Wait until ${component.title} is ready`,
      needs: [same('install-component')],
      input: ({ component }, { settings }) => ({ component: plannedFrom(component, settings, variables) }),
      seconds: ({ component }) => component.estimateSeconds,
    }),
    authorityLine(components),
  ];
};

export interface SetUpParts {
  readonly components: readonly ComponentFile[];
  readonly applied: Pick<PlatformContent, 'nodes'> | null;
  readonly variables: Variables;
}

export const provisionPlan = (platform: Platform, parts: SetUpParts): PlanParts => ({
  title: ({ name }) => `Set up ${name}`,
  phases,
  lines: [
    ...(platform.distribution === 'existing' ? existing : [...machineLines(everyNode), ...cluster]),
    ...(platform.distribution === 'existing' || parts.applied === null ? [] : [clearLine(parts.applied)]),
    ...componentLines(parts),
  ],
  nothing: 'no component is chosen.',
});
