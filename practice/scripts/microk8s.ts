import { taintsOf } from '../cluster/world.ts';
import type { Lab } from '../lab.ts';
import type { Machine } from '../machines.ts';
import { ScriptExit, type PracticeScript } from './script.ts';

const installMs = 1800;
const joinMs = 1200;
const slowJoinMs = 25_000;
const enableMs = 800;
const version = 'v1.36.3';

const addonWorkload: Readonly<Record<string, string>> = { dns: 'coredns', 'hostpath-storage': 'hostpath-provisioner' };

const nodeLine = (lab: Lab, name: string): string => {
  const node = lab.objects.get('nodes', name);
  const ready = JSON.stringify(node?.status ?? {}).includes('"KubeletReady"');
  const address = lab.machineNamed(name)?.spec.address ?? '';
  return `${name}|${address}|${ready ? 'True' : 'Unknown'}||${version}|${ready ? 'KubeletReady' : 'NodeStatusUnknown'}`;
};

const snapInstall: PracticeScript = async ({ machine, lab, args, say, spend }) => {
  if (machine.faults.has('full-disk')) return { problem: 'disk-full|/|120000000' };
  say(`Download snap "core24" from channel "stable"`);
  await spend(installMs / 3);
  say(`Download snap "${args['snap'] ?? ''}" from channel "${args['channel'] ?? ''}"`);
  await spend(installMs / 3);
  say(`Start snap "${args['snap'] ?? ''}" services`);
  await spend(installMs / 3);
  machine.microk8sChannel = args['channel'] ?? '';
  machine.memberOf = machine.hostname;
  if (lab.objects.list('nodes').length === 0) becomeControl(lab, machine);
  say(`microk8s (${machine.microk8sChannel}) ${version} from Canonical installed`);
  return {};
};

function becomeControl(lab: Lab, machine: Machine): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) lab.world.addNamespace(name);
  lab.world.addNode(machine, 'control');
  lab.world.run({
    plural: 'daemonsets',
    namespace: 'kube-system',
    name: 'calico-node',
    image: 'calico/node:v3.30.3',
    replicas: 1,
    cpuMilli: 250,
    memoryMi: 128,
  });
  lab.world.run({
    plural: 'deployments',
    namespace: 'kube-system',
    name: 'calico-kube-controllers',
    image: 'calico/kube-controllers:v3.30.3',
    replicas: 1,
    cpuMilli: 0,
    memoryMi: 64,
  });
}

const controlOf = (lab: Lab): Machine | null =>
  lab.machines.find((m) => m.memberOf !== '' && m.memberOf === m.hostname && lab.objects.get('nodes', m.hostname) !== null) ?? null;

const join: PracticeScript = async ({ machine, lab, secret, say, spend }) => {
  const [address = '', token = ''] = secret('url').replace(/:\d+/u, '').split('/');
  const control = lab.machineAt(address);
  say(`Contacting cluster at ${address}`);
  if (!control || !lab.isUp(control)) return { outcome: 'refused', reason: `${address} does not answer on port 25000.` };
  if (!lab.tokens.delete(token)) return { outcome: 'refused', reason: 'Connection failed. Invalid token (500).' };
  if (machine.faults.has('slow-join')) say('Waiting for this node to finish joining the cluster. ..');
  await spend(machine.faults.has('slow-join') ? slowJoinMs : joinMs);
  machine.memberOf = control.hostname;
  lab.world.addNode(machine, 'worker');
  lab.world.run({
    plural: 'daemonsets',
    namespace: 'kube-system',
    name: 'calico-node',
    image: 'calico/node:v3.30.3',
    replicas: 1,
    cpuMilli: 250,
    memoryMi: 128,
  });
  say('Successfully joined the cluster.');
  return { outcome: 'joined' };
};

const enable: PracticeScript = async ({ machine, lab, args, say, spend }) => {
  const addon = args['addon'] ?? '';
  say(`Enabling ${addon}`);
  await spend(enableMs);
  machine.addons.add(addon);
  const name = addonWorkload[addon];
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
  if (addon === 'hostpath-storage') {
    lab.objects.put('storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'microk8s-hostpath' },
      provisioner: 'microk8s.io/hostpath',
    });
  }
  say(`${addon} is enabled`);
  return {};
};

const addonState: PracticeScript = async ({ machine, lab, args }) => {
  const workload = lab.objects.get('deployments', args['name'] ?? '', args['namespace'] ?? '');
  const ready = workload?.status?.['readyReplicas'];
  return {
    enabled: String(machine.addons.has(args['addon'] ?? '')),
    workload: workload ? `1|${typeof ready === 'number' ? ready : 0}` : '',
    class: lab.objects.list('storageclasses').map((o) => o.metadata.name),
    helm: machine.addons.has('helm3') || machine.addons.has('helm') ? 'v3.18.6' : '',
  };
};

const kubeconfig = (address: string): string => `apiVersion: v1
kind: Config
clusters: [{name: microk8s-cluster, cluster: {server: "https://${address}:16443"}}]
users: [{name: admin, user: {token: practice}}]
contexts: [{name: microk8s, context: {cluster: microk8s-cluster, user: admin}}]
current-context: microk8s
`;

const words = (text: string | undefined) => (text ?? '').split(' ').filter((word) => word !== '');

/** key=value:Effect */
const taintOf = (word: string) => {
  const [, key = word, value = '', effect = ''] = /^([^=:]+)=?([^:]*):(.*)$/u.exec(word) ?? [];
  return { key, value, effect };
};
const marksOf = (lab: Lab, name: string) => {
  const node = lab.objects.get('nodes', name);
  return {
    label: Object.entries(node?.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`),
    taint: taintsOf(node).map((one) => `${one.key}=${one.value}:${one.effect}`),
  };
};

export const microk8sScripts: Readonly<Record<string, PracticeScript>> = {
  'snap-info': async ({ machine }) => ({
    snapd: 'true',
    installed: String(machine.microk8sChannel !== ''),
    channel: machine.microk8sChannel,
    version,
    classic: String(machine.microk8sChannel !== ''),
    busy: '',
  }),
  'snap-install': snapInstall,
  'microk8s-status': async ({ machine, spend }) => {
    await spend(150);
    const on = String(machine.microk8sChannel !== '');
    return { installed: on, running: on, api: on, addon: [...machine.addons] };
  },
  'microk8s-nodes': async ({ lab }) => ({ node: lab.objects.list('nodes').map((node) => nodeLine(lab, node.metadata.name)) }),
  'microk8s-resolve': async ({ lab, args }) => ({ address: lab.machineNamed(args['name'] ?? '')?.spec.address ?? [] }),
  'microk8s-membership': async ({ machine, lab }) => {
    if (machine.faults.has('already-in-cluster'))
      return { role: 'worker', api: '10.99.0.1', joining: 'false', member: ['pine', machine.hostname] };
    const control = lab.machineNamed(machine.memberOf);
    if (!control) return { role: 'none', joining: 'false' };
    const members = lab.machines.filter((m) => m.memberOf === control.hostname).map((m) => m.hostname);
    if (control === machine) return { role: 'control', joining: 'false', member: members };
    return { role: 'worker', api: control.spec.address, joining: 'false', member: members };
  },
  'microk8s-add-node': async ({ lab, machine, spend }) => {
    await spend(200);
    const token = `practice${lab.tokens.size}${lab.clock.now()}`;
    lab.tokens.add(token);
    return { url: `${machine.spec.address}:25000/${token}/practice` };
  },
  'microk8s-join': join,
  'microk8s-leave': async ({ machine, lab, spend }) => {
    await spend(500);
    lab.world.removeNode(machine.hostname);
    machine.memberOf = machine.microk8sChannel === '' ? '' : machine.hostname;
    return { state: 'left' };
  },
  'microk8s-remove-node': async ({ lab, args }) => {
    lab.world.removeNode(args['name'] ?? '');
    return { state: 'removed' };
  },
  'microk8s-node-marks': async ({ lab, args }) => marksOf(lab, args['name'] ?? ''),
  'microk8s-mark-node': async ({ lab, args }) => {
    const pairs = words(args['labels']);
    const labels = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    lab.world.label(args['name'] ?? '', { labels, taints: words(args['taints']).map(taintOf) });
    return {};
  },
  'microk8s-unmark-node': async ({ lab, args }) => {
    lab.world.unlabel(args['name'] ?? '', { labels: words(args['labels']), taints: words(args['taints']) });
    return {};
  },
  'microk8s-addon-state': addonState,
  'microk8s-enable': enable,
  'microk8s-kubeconfig': async ({ lab, args }) => {
    if (!controlOf(lab)) throw new ScriptExit(1, 'microk8s is not running.');
    return { config: Buffer.from(kubeconfig(args['address'] ?? '')).toString('base64') };
  },
};
