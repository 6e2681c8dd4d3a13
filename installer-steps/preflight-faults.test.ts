// The figure of the preflight: each fault of a machine turns exactly the right cells, and nothing else. The scripts are the real ones,
// run by bash on machines that are folders (adapters/conformance/fake-machine.ts).
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { PreflightCell } from '#contract/nodes.ts';
import { examined, sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { judge } from '#core/platform/judge.ts';
import type { Examined } from '#core/platform/preflight-check.ts';
import { loginCheck, loginOf } from './calls/access.ts';
import { facts, factsOf, reachCheck, reachOf } from './calls/facts.ts';
import { answers, boot, type FakeMachine } from '#adapters/conformance/fake-machine.ts';

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

interface Fault {
  /** Null: the file is not there. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly programs?: Readonly<Record<string, string>>;
}

const df = (rows: string) => answers(`Filesystem Type 1-blocks Used Available Capacity Mounted on\n${rows}`);
const kib = (gigabytes: number) => Math.round((gigabytes * 1e9) / 1024);

/** Ubuntu on a machine that meets every documented minimum. */
const healthy = (number: number): FakeMachine => ({
  files: {
    '/proc/sys/kernel/hostname': `node${number}`,
    '/proc/sys/kernel/osrelease': '6.8.0-85-generic',
    '/etc/machine-id': `${number}`.repeat(32),
    '/etc/os-release': 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu',
    '/proc/meminfo': `MemTotal: ${kib(33)} kB\nSwapTotal: 0 kB`,
    '/proc/swaps': 'Filename Type Size Used Priority',
    '/proc/cpuinfo': 'processor\t: 0\nmodel name\t: AMD Ryzen 7',
    '/proc/net/route':
      'Iface Destination Gateway Flags RefCnt Use Metric Mask MTU\neth0 00000000 FE00000A 0003 0 0 100 00000000 0\neth0 0000000A 00000000 0001 0 0 100 00FFFFFF 0',
    '/proc/filesystems': 'nodev\toverlay',
    '/proc/sys/net/bridge/bridge-nf-call-iptables': '1',
    '/sys/class/net/eth0/address': `02:00:00:00:00:0${number}`,
    '/sys/class/net/eth0/mtu': '1500',
    '/sys/class/net/lo/mtu': '65536',
    '/sys/block/nvme0n1/size': '1953525168',
    '/sys/block/nvme0n1/nvme0n1p1/partition': '1',
    '/sys/class/dmi/id/product_uuid': `4C4C4544-0000-4000-8000-00000000000${number}`,
    '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids',
    '/etc/resolv.conf': 'nameserver 10.0.0.254\nsearch home.lan',
  },
  programs: {
    uname: 'echo x86_64',
    getconf: 'echo 8',
    df: df(
      '/dev/nvme0n1p2 ext4 1000000000000 100000000000 900000000000 10% /\n/dev/nvme0n1p1 vfat 500000000 6000000 494000000 2% /boot/efi',
    ),
    ip: answers(`2: eth0    inet 10.0.0.${number}/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever preferred_lft forever`),
    ss: answers('LISTEN 0 4096 0.0.0.0:22 0.0.0.0:*\nLISTEN 0 4096 127.0.0.53%lo:53 0.0.0.0:*'),
    getent: 'case "$2" in *.invalid) exit 2 ;; 10.*) exit 2 ;; *) echo "198.51.100.7 STREAM $2" ;; esac',
    curl: 'exit 0',
    timedatectl: answers('Timezone=Etc/UTC\nCanNTP=yes\nNTP=yes\nNTPSynchronized=yes'),
    'systemd-detect-virt': 'echo none; exit 1',
    snap: answers('snap 2.71\nsnapd 2.71\nseries 16'),
    sudo: 'while [[ $1 == -* ]]; do shift; done; exec "$@"',
    id: 'if [ "$1" = -un ]; then echo ubuntu; else echo 1000; fi',
    docker: 'exit 1',
    vgs: 'exit 5',
    lspci: 'exit 0',
    modprobe: 'exit 0',
    modinfo: 'exit 1',
    readlink: 'exit 1',
    microk8s: 'exit 1',
  },
});

function faulty({ files, programs }: FakeMachine, fault: Fault, without: readonly string[]): FakeMachine {
  const kept = Object.entries({ ...files, ...fault.files }).filter((entry): entry is [string, string] => entry[1] !== null);
  const there = Object.entries({ ...programs, ...fault.programs }).filter(([name]) => !without.includes(name));
  return { files: Object.fromEntries(kept), programs: Object.fromEntries(there) };
}

function look(number: number, fault: Fault = {}, without: readonly string[] = ['microk8s']): Examined {
  const { root, run } = boot(faulty(healthy(number), fault, without));
  roots.push(root);
  const asked = Date.now();
  const answer = run(facts());
  const read = factsOf(answer, { asked, answered: Date.now(), host: `node${number}` });
  expect(answer.lastLine).toBe('');
  const { sudo } = loginOf(run(loginCheck()));
  const node = sketchNode(number, { facts: read });
  return examined(node, { sudo, reach: reachOf(run(reachCheck(node.address))) });
}

const control = look(1);
const { settings } = sketchPlatform();
const intent = { settings, distribution: 'microk8s' } as const;
const cellsWith = (worker: Examined): readonly PreflightCell[] => judge([control, worker], intent);
const troubles = (cells: readonly PreflightCell[], nodeId: string) =>
  cells.filter((cell) => cell.nodeId === nodeId && cell.state !== 'pass').map(({ check, state }) => `${check} ${state}`);

test('machines without a fault pass every check', () => {
  const cells = cellsWith(look(2));
  expect([...troubles(cells, 'n1'), ...troubles(cells, 'n2')]).toEqual([]);
});

const gpu = {
  '/sys/bus/pci/devices/0000:01:00.0/class': '0x030000',
  '/sys/bus/pci/devices/0000:01:00.0/vendor': '0x10de',
  '/sys/bus/pci/devices/0000:01:00.0/device': '0x2684',
};
const follower = {
  '/var/snap/microk8s/current/var/lock/clustered.lock': '',
  '/var/snap/microk8s/current/args/traefik/provider.yaml': '        - address: 10.9.9.9:16443',
};

test.each<[string, Fault, readonly string[]]>([
  ['low disk', { programs: { df: df('/dev/sda2 ext4 1000000000000 999000000000 1000000000 100% /') } }, ['disk-free block']],
  ['clock skew', { programs: { date: 'echo $(( $(/usr/bin/date +%s%3N) - 600000 ))' } }, ['clock block']],
  ['a port taken', { programs: { ss: answers('LISTEN 0 5 0.0.0.0:10250 0.0.0.0:*') } }, ['ports block']],
  ['the host name of another', { files: { '/proc/sys/kernel/hostname': 'node1' } }, ['hostname warn']],
  ['the machine id of another', { files: { '/etc/machine-id': '1'.repeat(32) } }, ['machine-id warn']],
  [
    'the firmware id of another',
    { files: { '/sys/class/dmi/id/product_uuid': '4C4C4544-0000-4000-8000-000000000001' } },
    ['product-uuid warn'],
  ],
  ['the network card of another', { files: { '/sys/class/net/eth0/address': '02:00:00:00:00:01' } }, ['identity block']],
  ['already in a cluster', { files: follower }, ['membership block']],
  [
    'a node of kubeadm',
    { files: { '/etc/kubernetes/kubelet.conf': '', '/etc/kubernetes/manifests/kube-apiserver.yaml': '' } },
    ['membership block'],
  ],
  ['a firewall', { files: { '/etc/ufw/ufw.conf': 'ENABLED=yes\nLOGLEVEL=low' } }, ['firewall warn']],
  [
    'another firewall',
    { programs: { 'firewall-cmd': 'exit 0', systemctl: '[ "$*" = "is-active --quiet firewalld" ]' } },
    ['firewall warn'],
  ],
  ['a node of RKE2', { files: { '/etc/rancher/rke2/config.yaml': '' } }, ['membership block']],
  ['no DNS', { programs: { getent: 'exit 2' } }, ['resolution warn', 'store warn', 'registries warn']],
  [
    'a DNS that has the name of another for its address',
    {
      programs: { getent: 'case "$2" in *.invalid) exit 2 ;; 10.*) echo "$2 node1.home.lan" ;; *) echo "198.51.100.7 STREAM $2" ;; esac' },
    },
    ['own-name warn'],
  ],
  ['a DNS that invents names', { programs: { getent: 'echo "198.51.100.7 STREAM $2"' } }, ['resolution warn']],
  ['no snap store', { programs: { curl: 'case "$*" in *snapcraft*) echo "curl: (28) timed out"; exit 28 ;; esac' } }, ['store warn']],
  [
    'no registry',
    { programs: { curl: 'case "$*" in *ghcr*) echo "curl: (60) certificate problem"; exit 60 ;; esac' } },
    ['registries warn'],
  ],
  ['sudo that asks for a password', { programs: { sudo: 'echo "sudo: a password is required" >&2; exit 1' } }, ['sudo block']],
  [
    'a system that cannot run snaps',
    { files: { '/etc/os-release': 'ID=alpine\nVERSION_ID=3.20\nPRETTY_NAME="Alpine Linux v3.20"' } },
    ['os block'],
  ],
  ['low memory', { files: { '/proc/meminfo': `MemTotal: ${kib(0.5)} kB\nSwapTotal: 0 kB` } }, ['memory block']],
  ['a 32-bit machine', { programs: { uname: 'echo armv7l' } }, ['arch block']],
  [
    'swap',
    {
      files: {
        '/proc/meminfo': `MemTotal: ${kib(33)} kB\nSwapTotal: ${kib(2)} kB`,
        '/proc/swaps': 'Filename Type Size\n/swap.img file 2097148',
      },
    },
    ['swap warn'],
  ],
  ['narrow packets', { files: { '/sys/class/net/eth0/mtu': '1200' } }, ['mtu warn']],
  ['other packets than the others', { files: { '/sys/class/net/eth0/mtu': '9000' } }, ['mtu warn']],
  [
    'a network inside the pod range',
    { programs: { ip: answers('2: eth0    inet 10.1.0.2/24 brd 10.1.0.255 scope global eth0\\       valid_lft forever') } },
    ['ranges block'],
  ],
  [
    'an address that is only lent',
    { programs: { ip: answers('2: eth0    inet 10.0.0.2/24 metric 100 brd 10.0.0.255 scope global dynamic eth0\\  valid_lft 85sec') } },
    ['address warn'],
  ],
  ['nobody who keeps the time', { programs: { timedatectl: answers('CanNTP=yes\nNTP=no\nNTPSynchronized=no') } }, ['time-sync warn']],
  ['no control group for memory', { files: { '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids' } }, ['cgroup block']],
  [
    'a kernel without br_netfilter',
    { files: { '/proc/sys/net/bridge/bridge-nf-call-iptables': null }, programs: { modprobe: 'exit 1' } },
    ['modules warn'],
  ],
  ['nouveau on the card', { files: { ...gpu, '/sys/module/nouveau/version': '' } }, ['gpu warn']],
  [
    'a system volume that is full',
    { programs: { df: df('/dev/sda2 ext4 1000000000000 1 900000000000 1% /\n/dev/sda1 ext4 1000000000 1 1000000 99% /boot') } },
    ['mounts warn'],
  ],
  [
    'a kind cluster',
    { programs: { docker: 'if [ "$1" = ps ]; then echo "image kindest/node:v1.36"; else echo "swarm inactive"; fi' } },
    ['leftovers warn'],
  ],
])('%s', (_, fault, expected) => {
  const cells = cellsWith(look(2, fault));
  expect(troubles(cells, 'n2')).toEqual(expected);
  // Of the other machine, only what compares the two may turn, and nothing of it blocks but a card that both have.
  expect(troubles(cells, 'n1').filter((one) => one.endsWith('block'))).toEqual(expected.filter((one) => one === 'identity block'));
});

test.each<[string, Fault]>([
  ['what Canonical Kubernetes leaves behind', { files: { '/etc/kubernetes/kubelet.conf': '' } }],
  ['a firewall that is off', { files: { '/etc/ufw/ufw.conf': 'ENABLED=no' } }],
  ['Docker beside MicroK8s', { files: { '/run/containerd/containerd.sock': '' } }],
])('%s is no fault', (_, fault) => {
  expect(troubles(cellsWith(look(2, fault)), 'n2')).toEqual([]);
});

test('MicroK8s that has nothing to tell is in no cluster, whatever it says instead', () => {
  const told = { programs: { microk8s: 'echo "This MicroK8s deployment is acting as a node in a cluster."' } };
  expect(look(2, told, []).facts?.membership).toEqual({ kind: 'microk8s', detail: 'installed', members: [] });
});

test('Docker where Canonical Kubernetes is to be', () => {
  const containerd = { files: { '/run/containerd/containerd.sock': '' } };
  const cells = (worker: Examined) => troubles(judge([control, worker], { settings, distribution: 'k8s' }), 'n2');
  expect(cells(look(2, containerd))).toEqual(['leftovers block']);
  expect(cells(look(2, { ...containerd, files: { ...containerd.files, '/var/snap/k8s/common/lock/worker': '' } }))).toEqual([]);
});

test('a date that knows nanoseconds only, and a sudo that asks in other words', () => {
  const date = 'case "$*" in *N*) echo "$(/usr/bin/date +%s)640645952" ;; *) exec /usr/bin/date "$@" ;; esac';
  expect(troubles(cellsWith(look(2, { programs: { date } })), 'n2')).toEqual([]);
  const sudo = 'echo "sudo: interactive authentication is required" >&2; exit 1';
  expect(look(2, { programs: { sudo } }).sudo).toBe('password');
});

test('snapd that is missing', () => {
  expect(troubles(cellsWith(look(2, {}, ['microk8s', 'snap'])), 'n2')).toEqual(['snapd warn']);
});

test('a machine on which most programs are missing is read all the same', () => {
  const bare = [
    'microk8s',
    'ip',
    'ss',
    'lspci',
    'modprobe',
    'modinfo',
    'timedatectl',
    'systemd-detect-virt',
    'curl',
    'docker',
    'vgs',
    'getconf',
  ];
  const { facts: read } = look(2, {}, bare);
  expect(read).toMatchObject({ hostname: 'node2', gateway: '10.0.0.254', nameServers: ['10.0.0.254'], memoryBytes: kib(33) * 1024 });
});
