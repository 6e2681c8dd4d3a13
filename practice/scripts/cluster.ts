// What the distributions do on simulated machines: both act alike, each with its own names and ports.
import { distributions, installable, type Installable } from '#contract/distributions.ts';
import { object, text } from '#core/cluster/trim/raw.ts';
import { majorityOf } from '#contract/topology.ts';
import { versionFor } from '../cluster/node-object.ts';
import { taintsOf } from '../cluster/world.ts';
import type { Lab } from '../lab.ts';
import type { Machine } from '../machines.ts';
import { membersOf } from './members.ts';
import { ScriptExit, type PracticeScript } from './script.ts';

const installMs = 1800;
const joinMs = 1200;
const slowJoinMs = 25_000;
const enableMs = 800;
const version = 'v1.36.3';

const featureWorkload: Readonly<Record<string, string>> = { dns: 'coredns', 'hostpath-storage': 'hostpath-provisioner' };
const storageFeatures: ReadonlySet<string> = new Set(['hostpath-storage', 'local-storage']);

const nodeLine = (lab: Lab, name: string): string => {
  const node = lab.objects.get('nodes', name);
  const ready = JSON.stringify(node?.status ?? {}).includes('"KubeletReady"');
  const address = lab.machineNamed(name)?.spec.address ?? '';
  const closed = node?.spec?.['unschedulable'] === true ? 'true' : '';
  const kubelet = text(object(node?.status?.['nodeInfo'])['kubeletVersion']);
  return `${name}|${address}|${ready ? 'True' : 'Unknown'}|${closed}|${kubelet}|${ready ? 'KubeletReady' : 'NodeStatusUnknown'}`;
};

/** Moves nothing where it tracks that channel already. */
const snapInstall: PracticeScript = async (run) => {
  const { machine, args, say } = run;
  const { snap = '', channel = '' } = args;
  if (machine.installed?.system !== snap || machine.installed.channel !== channel) return installSnap(run);
  say(`${snap} is already installed from ${channel}.`);
  return {};
};

const installSnap: PracticeScript = async ({ machine, lab, args, say, spend }) => {
  if (machine.faults.has('full-disk')) return { problem: 'disk-full|/|120000000' };
  say(`Download snap "core24" from channel "stable"`);
  await spend(installMs / 3);
  say(`Download snap "${args['snap'] ?? ''}" from channel "${args['channel'] ?? ''}"`);
  await spend(installMs / 3);
  say(`Start snap "${args['snap'] ?? ''}" services`);
  await spend(installMs / 3);
  const system = installable.parse(args['snap']);
  if (machine.installed === null) machine.marks.set('launch', args['launch'] ?? '');
  machine.installed = { system, channel: args['channel'] ?? '' };
  if (system === 'microk8s') begin(lab, machine);
  say(`${system} (${args['channel'] ?? ''}) ${version} from Canonical installed`);
  return {};
};

/** The first machine becomes the control node of the cluster; any other stands alone until it joins. */
function begin(lab: Lab, machine: Machine): void {
  machine.memberOf = machine.hostname;
  if (lab.objects.list('nodes').length === 0) becomeControl(lab, machine);
}

/**
 * The lab has room for one cluster, and the machine that was installed first has it. As long as nobody has joined that one, it goes
 * to whichever is asked to lead.
 */
function takeLead(lab: Lab, machine: Machine): void {
  const [first, ...others] = lab.objects.list('nodes');
  if (first === undefined || others.length > 0 || !standsAlone(lab, machine, machine.installed?.system ?? '')) return;
  lab.world.removeNode(first.metadata.name);
  becomeControl(lab, machine);
}

function becomeControl(lab: Lab, machine: Machine): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) lab.world.addNamespace(name);
  lab.world.addNode(machine, 'control');
  machine.role = 'control';
  const { system } = machine.installed ?? { system: 'microk8s' };
  spreadNetwork(lab, system);
  lab.world.run({
    plural: 'deployments',
    namespace: 'kube-system',
    replicas: 1,
    cpuMilli: 0,
    memoryMi: 64,
    ...networks[system].controller,
  });
}

const networks = {
  microk8s: {
    onNodes: { name: 'calico-node', image: 'calico/node:v3.30.3' },
    controller: { name: 'calico-kube-controllers', image: 'calico/kube-controllers:v3.30.3' },
  },
  k8s: {
    onNodes: { name: 'cilium', image: 'cilium/cilium:v1.17.1' },
    controller: { name: 'cilium-operator', image: 'cilium/operator-generic:v1.17.1' },
  },
} as const;

/** A pod of the network plug-in for each node that has none yet. */
const spreadNetwork = (lab: Lab, system: Installable): void =>
  lab.world.run({
    plural: 'daemonsets',
    namespace: 'kube-system',
    replicas: 1,
    cpuMilli: 250,
    memoryMi: 128,
    ...networks[system].onNodes,
  });

/** The control nodes of the cluster; each is a member of its database. */
const controlsOf = (lab: Lab): readonly Machine[] =>
  lab.machines.filter((m) => m.role === 'control' && m.memberOf !== '' && isMember(lab, m));
/** A machine that was set up alone has no Node in the cluster, or another machine's of its name. */
const isMember = (lab: Lab, machine: Machine) =>
  machine.memberOf === controlOf(lab)?.hostname && lab.objects.get('nodes', machine.hostname) !== null;
const standsAlone = (lab: Lab, machine: Machine, system: string) =>
  system === 'microk8s' && machine.memberOf === machine.hostname && !isMember(lab, machine);
/** A control node whose cluster has the majority of its database. */
function answers(lab: Lab, machine: Machine): boolean {
  const controls = controlsOf(lab);
  return controls.includes(machine) && controls.filter((one) => lab.isUp(one)).length >= majorityOf(controls.length);
}

/** Where the control node that the cluster is known by goes, another one takes its place. */
function handOver(lab: Lab, machine: Machine): void {
  const left = lab.machines.filter((one) => one !== machine && one.memberOf === machine.hostname);
  const next = left.find((one) => one.role === 'control');
  if (next !== undefined) for (const one of left) one.memberOf = next.hostname;
}

/** As its installation leaves a machine. */
function putOutside(machine: Machine): void {
  machine.role = 'control';
  machine.memberOf = machine.installed?.system === 'microk8s' ? machine.hostname : '';
}

/** A control node that has left keeps its Node, silent, until it is struck off; it leads nobody then. */
function controlOf(lab: Lab): Machine | null {
  const known = lab.machines.filter((m) => m.memberOf !== '' && m.memberOf === m.hostname && lab.objects.get('nodes', m.hostname) !== null);
  return known.find((m) => lab.world.isReady(m.hostname)) ?? known[0] ?? null;
}

const join: PracticeScript = async ({ machine, lab, args, secret, say, spend }) => {
  const [address = '', token = ''] = secret('token').replace(/:\d+/u, '').split('/');
  const role = args['role'] === 'control' ? 'control' : 'worker';
  const control = lab.machineAt(address);
  say(`Contacting cluster at ${address}`);
  if (!control || !lab.isUp(control)) return { outcome: 'refused', reason: `${address} does not answer on port 25000.` };
  if (!lab.tokens.delete(token)) return { outcome: 'refused', reason: 'Connection failed. Invalid token (500).' };
  if (machine.faults.has('slow-join')) say('Waiting for this node to finish joining the cluster. ..');
  await spend(machine.faults.has('slow-join') ? slowJoinMs : joinMs);
  machine.memberOf = control.memberOf;
  machine.role = role;
  lab.world.addNode(machine, role);
  spreadNetwork(lab, machine.installed?.system ?? 'microk8s');
  say('Successfully joined the cluster.');
  return { outcome: 'joined' };
};

const enable: PracticeScript = async ({ machine, lab, args, say, spend }) => {
  takeLead(lab, machine);
  const addon = args['feature'] ?? '';
  say(`Enabling ${addon}`);
  await spend(enableMs);
  machine.addons.add(addon);
  const name = featureWorkload[addon];
  if (name !== undefined)
    lab.world.run({
      plural: 'deployments',
      namespace: 'kube-system',
      name,
      image: `${name}:practice`,
      replicas: 1,
      cpuMilli: 100,
      memoryMi: 70,
    });
  if (storageFeatures.has(addon)) {
    lab.objects.put('storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: addon === 'local-storage' ? distributions.k8s.storageClass : distributions.microk8s.storageClass },
      provisioner: 'practice.hearth/folder',
    });
  }
  say(`${addon} is enabled`);
  return {};
};

const featureState: PracticeScript = async ({ machine, lab, args }) => {
  const features = words(args['features']).map((feature) => feature.split(':'));
  const workloads = features.flatMap(([feature, namespace = '', kind, name = '']) => {
    if (name === '') return [];
    const [plural, field] = kind === 'daemonset' ? ['daemonsets', 'numberReady'] : ['deployments', 'readyReplicas'];
    const found = lab.objects.get(plural, name, namespace);
    const ready = found?.status?.[field];
    return [`${feature}|${found ? `1|${typeof ready === 'number' ? ready : 0}` : ''}`];
  });
  return {
    enabled: features.flatMap(([feature = '']) => (machine.addons.has(feature) ? [feature] : [])),
    workload: workloads,
    class: lab.objects.list('storageclasses').map((o) => o.metadata.name),
    helm: machine.addons.has('helm3') || machine.installed?.system === 'k8s' ? 'v3.18.6' : '',
  };
};

const kubeconfig = (system: Installable, address: string): string => `apiVersion: v1
kind: Config
clusters: [{name: ${system}-cluster, cluster: {server: "https://${address}:${distributions[system].apiPort}"}}]
users: [{name: admin, user: {token: practice}}]
contexts: [{name: ${system}, context: {cluster: ${system}-cluster, user: admin}}]
current-context: ${system}
`;

const words = (text: string | undefined) => (text ?? '').split(' ').filter((word) => word !== '');

/** key=value:Effect */
const taintOf = (word: string) => {
  const [, key = word, value = '', effect = ''] = /^([^=:]+)=?([^:]*):(.*)$/u.exec(word) ?? [];
  return { key, value, effect };
};
const marksOf = (lab: Lab) => {
  const nodes = lab.objects.list('nodes');
  return {
    label: nodes.flatMap(({ metadata: { name, labels } }) => Object.entries(labels ?? {}).map(([key, value]) => `${name}|${key}=${value}`)),
    taint: nodes.flatMap((node) => taintsOf(node).map((one) => `${node.metadata.name}|${one.key}=${one.value}:${one.effect}`)),
  };
};

const markScripts: Readonly<Record<string, PracticeScript>> = {
  'cluster-feature-state': featureState,
  'cluster-nodes': async ({ lab, machine, args }) => {
    if (answers(lab, machine)) return { node: lab.objects.list('nodes').map((node) => nodeLine(lab, node.metadata.name)) };
    return { node: standsAlone(lab, machine, args['system'] ?? '') ? `${machine.hostname}|${machine.spec.address}|True||${version}|` : [] };
  },
  'cluster-node-marks': async ({ lab }) => marksOf(lab),
  'cluster-mark-node': async ({ lab, args }) => {
    const pairs = words(args['labels']);
    const labels = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    lab.world.label(args['name'] ?? '', { labels, taints: words(args['taints']).map(taintOf) });
    return {};
  },
  'cluster-unmark-node': async ({ lab, args }) => {
    lab.world.unlabel(args['name'] ?? '', { labels: words(args['labels']), taints: words(args['taints']) });
    return {};
  },
};

const snapScripts: Readonly<Record<string, PracticeScript>> = {
  'snap-info': async ({ machine, args }) => {
    const installed = machine.installed?.system === args['snap'];
    return {
      snapd: 'true',
      installed: String(installed),
      channel: installed ? (machine.installed?.channel ?? '') : '',
      version: versionFor(machine.installed?.channel ?? ''),
      classic: String(installed),
      busy: '',
    };
  },
  'snap-progress': async () => ({}),
  'snap-install': snapInstall,
  // Names with dots are those of services, which all lead to the first machine.
  resolve: async ({ lab, args: { name = '' } }) => ({
    address: (lab.machineNamed(name) ?? (name.includes('.') ? lab.machines[0] : undefined))?.spec.address ?? [],
  }),
  'k8s-bootstrap': async ({ lab, machine, spend, say }) => {
    if (machine.memberOf !== '') {
      say('This node has a cluster already.');
      return {};
    }
    say('Bootstrapping the cluster. This may take a few seconds, please wait.');
    await spend(installMs / 2);
    begin(lab, machine);
    for (const feature of ['network', 'dns', 'local-storage'])
      await enable({ lab, machine, args: { feature }, secret: () => '', say, spend });
    return {};
  },
};

/** Of two members of dqlite one votes, and the other is a spare until there are three. */
const votesIn = (system: Installable, members: readonly Machine[]) =>
  members.map(({ spec }, index) => `${spec.address}|${system === 'microk8s' && members.length === 2 && index > 0 ? 'spare' : 'voter'}`);

const joinPort = { microk8s: 25000, k8s: 6400 } as const;

const distributionScripts = (system: Installable): Readonly<Record<string, PracticeScript>> => ({
  [`${system}-status`]: async ({ machine, lab, spend }) => {
    await spend(150);
    const on = String(machine.installed?.system === system);
    const alone = standsAlone(lab, machine, system);
    const database = answers(lab, machine) ? votesIn(system, controlsOf(lab)) : alone ? '127.0.0.1|voter' : [];
    return { installed: on, running: on, api: String(alone || answers(lab, machine)), feature: [...machine.addons], database };
  },
  [`${system}-membership`]: async ({ machine, lab }) => {
    if (machine.faults.has('already-in-cluster'))
      return { role: 'worker', api: '10.99.0.1', joining: 'false', member: ['pine', machine.hostname] };
    if (standsAlone(lab, machine, system)) return { role: 'control', joining: 'false', member: machine.hostname };
    if (machine.memberOf === '') return { role: 'none', joining: 'false' };
    const others = controlsOf(lab).filter((one) => one !== machine);
    return { role: machine.role, api: others.map((one) => one.spec.address), joining: 'false', member: membersOf(lab, machine) };
  },
  [`${system}-join-token`]: async ({ lab, machine, spend }) => {
    takeLead(lab, machine);
    await spend(200);
    const token = `practice${lab.tokens.size}${lab.clock.now()}`;
    lab.tokens.add(token);
    return { token: `${machine.spec.address}:${joinPort[system]}/${token}/practice` };
  },
  [`${system}-join`]: join,
  [`${system}-leave`]: async ({ machine, lab, say, spend }) => {
    if (machine.memberOf === '' || standsAlone(lab, machine, system)) return { state: 'was-out' };
    say(`${machine.hostname} leaves the cluster.`);
    await spend(500);
    lab.world.setReady(machine.hostname, false);
    handOver(lab, machine);
    putOutside(machine);
    return { state: 'left' };
  },
  [`${system}-remove-node`]: async ({ lab, args, say }) => {
    const name = args['name'] ?? '';
    const machine = lab.machineNamed(name);
    const member = machine !== null && isMember(lab, machine) ? machine : null;
    if (member !== null) handOver(lab, member);
    // A control node is told; a worker of this distribution is only struck off.
    if (system === 'k8s' && member?.role === 'control') putOutside(member);
    lab.world.removeNode(name);
    say(`${name} is no longer in the cluster.`);
    return { state: 'removed' };
  },
  [`${system}-enable`]: enable,
  [`${system}-kubeconfig`]: async ({ lab, machine, args }) => {
    takeLead(lab, machine);
    if (!controlOf(lab)) throw new ScriptExit(1, `${system} is not running.`);
    return { config: Buffer.from(kubeconfig(system, args['address'] ?? '')).toString('base64') };
  },
});

export const clusterScripts: Readonly<Record<string, PracticeScript>> = {
  ...snapScripts,
  ...markScripts,
  ...distributionScripts('microk8s'),
  ...distributionScripts('k8s'),
};
