import { join } from 'node:path';
import { command } from './shell.ts';
import type { NodeProcess } from './node-process.ts';

export const faultNames = [
  'ssh-stop',
  'ssh-start',
  'reboot',
  'power-off',
  'power-on',
  'new-host-key',
  'full-disk',
  'clock-skew',
  'foreign-cluster',
  'slow-join',
  'join-cut',
  'join-lost',
  'join-silent',
  'snap-lock',
  'drop',
] as const;

export type FaultName = (typeof faultNames)[number];

export function isFaultName(name: string): name is FaultName {
  return faultNames.some((known) => known === name);
}

/** 'on', 'off', for join-cut also 'late' (node/half-join.go), for clock-skew and slow-join a number of seconds, for foreign-cluster also 'k8s', the snap of it. */
export type FaultValue = string;

async function mustRun(node: NodeProcess, script: string): Promise<void> {
  const result = await node.run(script);
  if (result.code !== 0) throw new Error(`${node.name}: ${(result.stderr || result.stdout).trim()}`);
}

// The listener goes with its unit, the connections that are open with their processes.
const stopSsh = 'systemctl stop ssh; pkill -KILL -x sshd; true';

async function startSsh(node: NodeProcess): Promise<void> {
  await mustRun(node, 'systemctl start ssh');
  await node.waitForSsh();
}

/** Reaches the node's tree through its init: its disk is mounted in its own namespace only. */
async function replaceHostKeys(node: NodeProcess): Promise<void> {
  await node.makeHostKeys();
  const pid = await node.initPid();
  for (const kind of ['ed25519', 'rsa']) {
    for (const end of ['', '.pub']) {
      const file = `ssh_host_${kind}_key${end}`;
      await command('cp', ['--preserve=mode', join(node.folder, 'hostkeys', file), `/proc/${pid}/root/etc/ssh/${file}`]);
    }
  }
  await mustRun(node, stopSsh);
  await startSsh(node);
}

// fallocate takes what there is in large steps, dd the rest; the file system is the node's own small one.
const fillDisk = `f=/var/hearth-lab-filler; n=0
for size in 4096M 512M 64M 8M 1M 64K 4K; do while fallocate -l $size $f.$n 2>/dev/null; do n=$((n+1)); done; rm -f $f.$n; done; true`;

/** Packets vanish, and nothing says so; in the raw table, which neither kube-proxy nor the snap's end touches. */
async function setDrop(node: NodeProcess, on: boolean): Promise<void> {
  await command('ip', ['netns', 'exec', node.namespace, 'iptables', '-t', 'raw', '-F']);
  if (!on) return;
  for (const rule of [
    ['PREROUTING', '-i', 'eth0'],
    ['PREROUTING', '-i', 'cni0'],
    ['OUTPUT', '-o', 'eth0'],
  ]) {
    await command('ip', ['netns', 'exec', node.namespace, 'iptables', '-t', 'raw', '-A', ...rule, '-j', 'DROP']);
  }
}

async function setFile(node: NodeProcess, name: string, value: FaultValue): Promise<void> {
  const file = `/etc/hearth-lab/faults/${name}`;
  const content = value === 'on' ? '' : value;
  if (!/^-?\d*$|^late$/.test(content) && value !== 'off') throw new Error(`${name} takes a number, late, on or off.`);
  await mustRun(node, value === 'off' ? `rm -f ${file}` : `mkdir -p /etc/hearth-lab/faults; echo '${content}' > ${file}`);
}

const runSsh = (node: NodeProcess, on: boolean) => (on ? startSsh(node) : mustRun(node, stopSsh));
const setPower = (node: NodeProcess, on: boolean) => (on ? node.boot() : node.powerOff());

async function reboot(node: NodeProcess): Promise<void> {
  await node.powerOff();
  await node.boot();
}

const effects: Readonly<Record<FaultName, (node: NodeProcess, value: FaultValue) => Promise<void>>> = {
  'ssh-stop': (node, value) => runSsh(node, value === 'off'),
  'ssh-start': (node, value) => runSsh(node, value !== 'off'),
  reboot,
  'power-off': (node, value) => setPower(node, value === 'off'),
  'power-on': (node, value) => setPower(node, value !== 'off'),
  'new-host-key': replaceHostKeys,
  'full-disk': (node, value) => mustRun(node, value === 'off' ? 'rm -f /var/hearth-lab-filler.*' : fillDisk),
  'foreign-cluster': (node, value) =>
    mustRun(
      node,
      value === 'off'
        ? 'snap remove --purge microk8s && snap remove --purge k8s'
        : `/usr/lib/hearth-lab/labnode foreign ${value === 'k8s' ? 'k8s' : ''}`,
    ),
  drop: (node, value) => setDrop(node, value !== 'off'),
  'clock-skew': (node, value) => setFile(node, 'clock-skew', value),
  'slow-join': (node, value) => setFile(node, 'slow-join', value),
  'join-cut': (node, value) => setFile(node, 'join-cut', value),
  'join-lost': (node, value) => setFile(node, 'join-lost', value),
  'join-silent': (node, value) => setFile(node, 'join-silent', value),
  'snap-lock': (node, value) => setFile(node, 'snap-lock', value),
};

export const applyFault = (node: NodeProcess, name: FaultName, value: FaultValue): Promise<void> => effects[name](node, value);
