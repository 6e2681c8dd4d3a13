import { distributions } from '#contract/distributions.ts';
import { practiceUser, type Machine } from '../machines.ts';
import { membersOf } from './members.ts';
import type { PracticeScript } from './script.ts';

const skewMs = 180_000;
const fullDiskFree = 120e6;

function membershipOf(machine: Machine): string {
  if (machine.faults.has('already-in-cluster')) return 'microk8s|cluster of 10.99.0.1';
  if (machine.memberOf === '') return 'none|';
  return `${machine.installed?.system ?? 'microk8s'}|cluster of ${machine.memberOf}`;
}

const gateway = '10.20.0.1';
const idOf = (name: string) => `practice${name.repeat(8)}`.slice(0, 32);

const facts: PracticeScript = async ({ machine, lab, args, spend }) => {
  await spend(250);
  const { spec } = machine;
  const free = machine.faults.has('full-disk') ? fullDiskFree : spec.diskBytes * 0.86;
  const clusterPorts = machine.installed === null ? [] : distributions[machine.installed.system].ports.map(({ port }) => String(port));
  return {
    clock: String(lab.clock.now() + (machine.faults.has('clock-skew') ? skewMs : 0)),
    hostname: machine.hostname,
    os: 'ubuntu|24.04|Ubuntu 24.04.3 LTS',
    kernel: '6.8.0-85-generic',
    arch: 'x86_64',
    cpu: `${spec.cores}|${spec.cpuModel}`,
    memory: String(spec.memoryBytes),
    swap: '0',
    virtualisation: 'none',
    'machine-id': machine.marks.get('machine-id') ?? idOf(spec.name),
    'product-uuid': `00000000-0000-4000-8000-${spec.mac.replaceAll(':', '')}`,
    'time-sync': machine.faults.has('clock-skew') ? 'on|false' : 'on|true',
    cgroup: 'v2|yes',
    nouveau: 'false',
    'secure-boot': 'off',
    gateway,
    'name-server': gateway,
    module: (args['modules'] ?? '').split(' ').map((name) => `${name}|${machine.marks.has('kernel') ? 'loaded' : 'loadable'}`),
    block: `nvme0n1|${spec.diskBytes}|false|Practice`,
    snapd: '2.68.5',
    resolves: 'true',
    firewall: '',
    containerd: 'false',
    membership: membershipOf(machine),
    member: machine.faults.has('already-in-cluster') ? ['pine', machine.hostname] : membersOf(lab, machine),
    disk: [`ext4|${spec.diskBytes}|${Math.floor(free)}|/`],
    nic: [`enp1s0|${spec.mac}|1500|true|${spec.address}/24`],
    gpu: spec.gpus.map((gpu) => `${gpu.vendor}|||${gpu.model}`),
    port: ['22', ...clusterPorts],
  };
};

const reach: PracticeScript = async ({ machine, args, spend }) => {
  await spend(150);
  return {
    reach: (args['names'] ?? '').split(' ').map((name) => `${name}|198.51.100.7|true|`),
    'own-name': `${machine.spec.address}|${machine.spec.name}.home.lan`,
    'invents-names': 'false',
  };
};

const mark =
  (name: string, value: (args: Readonly<Record<string, string>>) => string, ms = 300): PracticeScript =>
  async ({ machine, args, spend, say }) => {
    await spend(ms);
    machine.marks.set(name, value(args));
    say(`${name}: written`);
    return { state: 'added' };
  };
const joined = (args: Readonly<Record<string, string>>) => Object.values(args).join('\n');

export const machineScripts: Readonly<Record<string, PracticeScript>> = {
  facts,
  'reach-check': reach,
  'login-check': async ({ machine }) => ({ user: practiceUser, sudo: machine.passwordlessSudo ? 'free' : 'password' }),
  'install-key': async ({ machine, say, spend }) => {
    await spend(200);
    const state = machine.hearthKeyInstalled ? 'present' : 'added';
    machine.hearthKeyInstalled = true;
    say(`authorized_keys: ${state}`);
    return { state };
  },
  'remove-key': async ({ machine, say, spend }) => {
    await spend(200);
    const state = machine.hearthKeyInstalled ? 'removed' : 'absent';
    machine.hearthKeyInstalled = false;
    say(`authorized_keys: ${state}`);
    return { state };
  },
  'check-sudo-rule': async ({ machine }) => ({ passwordless: String(machine.passwordlessSudo), rule: String(machine.passwordlessSudo) }),
  'sudo-rule': async ({ machine, say, spend }) => {
    await spend(200);
    if (machine.passwordlessSudo) return { state: 'present' };
    machine.passwordlessSudo = true;
    say('/etc/sudoers.d: parsed OK');
    return { state: 'added' };
  },
  'remove-sudo-rule': async ({ machine, say, spend }) => {
    await spend(200);
    const state = machine.passwordlessSudo ? 'removed' : 'absent';
    machine.passwordlessSudo = false;
    say(`/etc/sudoers.d: ${state}`);
    return { state };
  },
  'check-hostname': async ({ machine }) => ({ hostname: machine.hostname }),
  'set-hostname': async ({ machine, args, spend }) => {
    await spend(200);
    machine.hostname = args['name'] ?? machine.hostname;
    return {};
  },
  'check-hosts-file': async ({ machine, args }) => ({
    state: (machine.marks.get('hosts-file') ?? '') === joined(args) ? 'same' : 'differs',
  }),
  'write-hosts-file': mark('hosts-file', joined),
  'remove-hosts-block': async ({ machine, say, spend }) => {
    await spend(200);
    const state = machine.marks.delete('hosts-file') ? 'removed' : 'absent';
    say(`/etc/hosts: ${state}`);
    return { state };
  },
  'check-packages': async ({ machine, args }) => ({
    missing: machine.marks.get('packages') === joined(args) ? [] : (args['packages'] ?? '').split(' ').filter((name) => name !== ''),
  }),
  'install-packages': mark('packages', joined, 700),
  'package-lock': async () => ({}),
  'microk8s-ranges': async ({ machine }) => {
    const launch = machine.marks.get('launch') ?? '';
    return {
      pods: /IPv4_CLUSTER_CIDR: (.+)/u.exec(launch)?.[1] ?? distributions.microk8s.podCidr,
      services: /IPv4_SERVICE_CIDR: (.+)/u.exec(launch)?.[1] ?? distributions.microk8s.serviceCidr,
    };
  },
  'check-kernel': async ({ machine, args }) => ({ missing: machine.marks.get('kernel') === joined(args) ? [] : ['file'] }),
  'prepare-kernel': mark('kernel', joined),
  'swap-state': async () => ({}),
  'swap-off': mark('swap', () => 'off'),
  'swap-on': mark('swap', () => 'on'),
  'time-sync-state': async () => ({ state: 'on' }),
  'set-time-sync': mark('time-sync', joined),
  'machine-id': async ({ machine }) => ({ id: machine.marks.get('machine-id') ?? idOf(machine.spec.name) }),
  'new-machine-id': async ({ machine, spend }) => {
    await spend(200);
    const id = idOf(`${machine.spec.name}2`);
    machine.marks.set('machine-id', id);
    return { id };
  },
  'package-cache': async ({ machine }) => ({ bytes: machine.marks.has('packages-cleaned') ? '0' : '84000000' }),
  'clean-packages': mark('packages-cleaned', () => 'yes'),
};
