// From bare machines to a cluster with components. Read from top to bottom; what does not need each other runs side by side.
import type { ComponentFile } from '#contract/component-file.ts';
import { plannedFrom } from '#steps/provision/component-input.ts';
import { marksWanted } from '#steps/provision/mark-node.ts';
import { kernel, snap } from '#steps/systems/microk8s.ts';
import { all, line, same, type Need, type TaskMaker } from './planned-step.ts';
import { everyAddon, everyNode, markedNodes, wholePlatform, workers } from './subjects.ts';

export const provisionPhases = [
  { id: 'check', title: 'Check' },
  { id: 'prepare', title: 'Prepare' },
  { id: 'control-plane', title: 'Control plane' },
  { id: 'workers', title: 'Workers' },
  { id: 'addons', title: 'Add-ons' },
  { id: 'access', title: 'Access' },
  { id: 'components', title: 'Components' },
];

/** Who belongs to the cluster and what its kubelets are told changes one at a time: a join must not meet a restart of the control plane. */
const membership = 'membership';
/** Add-ons that only bring pods keep out of each other's way, but not of the joins'. */
const podsOnly = 'addons';
const neededComponents: Need = { step: 'verify-component', of: 'needed-components' };
const usedAddons: Need = { step: 'enable-addon', of: 'used-addons' };

const machines: readonly TaskMaker[] = [
  line({
    step: 'read-facts',
    phase: 'check',
    subjects: everyNode,
    title: ({ node }) => `Look at ${node.name}`,
    needs: [],
    seconds: 2,
  }),
  line({
    step: 'preflight',
    phase: 'check',
    subjects: everyNode,
    title: ({ node }) => `Check that ${node.name} is fit`,
    needs: [same('read-facts')],
    seconds: 3,
  }),
  line({
    step: 'prepare-hostname',
    phase: 'prepare',
    subjects: everyNode,
    title: ({ node }) => `Name ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }) => [`${node.name}: the host name becomes ${node.name}`],
    seconds: 2,
  }),
  line({
    step: 'prepare-hosts-file',
    phase: 'prepare',
    subjects: everyNode,
    title: ({ node }) => `Tell ${node.name} the names of all nodes`,
    needs: [same('prepare-hostname')],
    changes: ({ node }, { nodes }) => [`${node.name}: a marked block in /etc/hosts with ${nodes.map((one) => one.name).join(', ')}`],
    seconds: 2,
  }),
  line({
    step: 'prepare-packages',
    phase: 'prepare',
    subjects: everyNode,
    title: ({ node }) => `Install missing packages on ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }) => [`${node.name}: snapd, if it is missing`],
    seconds: 10,
  }),
  line({
    step: 'prepare-kernel',
    phase: 'prepare',
    subjects: everyNode,
    title: ({ node }) => `Set up the kernel of ${node.name}`,
    needs: [same('preflight')],
    changes: ({ node }) => [
      `${node.name}: modules ${kernel.modules.join(', ')} (/etc/modules-load.d/hearth.conf)`,
      `${node.name}: ${kernel.sysctls.join(', ')} (/etc/sysctl.d/90-hearth.conf)`,
    ],
    seconds: 2,
  }),
  line({
    step: 'install-microk8s',
    phase: 'prepare',
    subjects: everyNode,
    title: ({ node }) => `Install MicroK8s on ${node.name}`,
    needs: [same('prepare-hostname'), same('prepare-hosts-file'), same('prepare-packages'), same('prepare-kernel')],
    changes: ({ node }, { channel }) => [`${node.name}: the snap ${snap} from ${channel}`],
    seconds: 90,
  }),
];

const cluster: readonly TaskMaker[] = [
  line({
    step: 'control-plane-ready',
    phase: 'control-plane',
    // Of the control node alone, so that a worker that lags behind does not hold it up.
    subjects: ({ nodes }) => nodes.filter((node) => node.role === 'control').map((node) => ({ kind: 'node' as const, node })),
    title: ({ node }) => `Start the control plane on ${node.name}`,
    needs: [same('install-microk8s')],
    changes: ({ node }) => [`${node.name}: the Kubernetes control plane`],
    seconds: 60,
  }),
  line({
    step: 'join-worker',
    phase: 'workers',
    subjects: workers,
    title: ({ node }) => `Join ${node.name} to the cluster`,
    needs: [same('install-microk8s'), all('control-plane-ready')],
    lane: membership,
    changes: ({ node }) => [`${node.name}: becomes a worker of the cluster`],
    seconds: 45,
  }),
  line({
    step: 'mark-node',
    phase: 'workers',
    subjects: markedNodes,
    title: ({ node }) => `Label ${node.name}`,
    needs: [same('join-worker'), all('control-plane-ready')],
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
  line({
    step: 'enable-addon',
    phase: 'addons',
    subjects: everyAddon,
    title: ({ addon }) => `Switch on ${addon.title}`,
    needs: [all('control-plane-ready')],
    lane: ({ addon }) => (addon.toldToKubelets ? membership : podsOnly),
    changes: ({ addon }) => [addon.change],
    input: ({ addon }) => ({ addon: addon.name }),
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

const componentLines = (components: readonly ComponentFile[]): readonly TaskMaker[] => {
  const subjects = () => components.map((component) => ({ kind: 'component' as const, component }));
  return [
    line({
      step: 'install-component',
      phase: 'components',
      subjects,
      title: ({ component }) => `Install ${component.title}`,
      needs: [all('fetch-kubeconfig'), usedAddons, neededComponents],
      changes: ({ component: { release } }) => [`Cluster: Helm release ${release.name} in the namespace ${release.namespace}`],
      input: ({ component }, { settings }) => ({ component: plannedFrom(component, settings) }),
      seconds: 15,
    }),
    line({
      step: 'verify-component',
      phase: 'components',
      subjects,
      title: ({ component }) => `Wait until ${component.title} is ready`,
      needs: [same('install-component')],
      input: ({ component }, { settings }) => ({ component: plannedFrom(component, settings) }),
      seconds: ({ component }) => component.estimateSeconds,
    }),
  ];
};

export const provisionLines = (components: readonly ComponentFile[]): readonly TaskMaker[] => [
  ...machines,
  ...cluster,
  ...componentLines(components),
];
