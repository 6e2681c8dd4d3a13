// Is the system on the machine one that can be worked with?
import { distributions } from '#contract/distributions.ts';
import type { NodeFacts } from '#contract/nodes.ts';
import { block, pass, portsOf, warn, type Check } from './preflight-check.ts';

const supported: ReadonlyMap<string, number> = new Map([
  ['ubuntu', 20.04],
  ['debian', 12],
  ['linuxmint', 21],
  ['pop', 22.04],
  ['raspbian', 12],
]);
/** snapd cannot run there. */
const impossible: ReadonlySet<string> = new Set(['alpine', 'nixos', 'talos', 'flatcar']);

const os: Check = {
  id: 'os',
  title: 'Operating system',
  command: 'cat /etc/os-release',
  wanted: () => 'Ubuntu 22.04 or newer',
  judge({ facts, distribution }) {
    const { id, version, title } = facts.os;
    const found = title === '' ? id || 'unknown' : title;
    if (impossible.has(id))
      return block(
        found,
        `${distributions[distribution].title} comes as a snap, and snapd does not run on this system.`,
        'Install Ubuntu Server on it.',
      );
    const from = supported.get(id);
    if (from === undefined)
      return warn(
        found,
        'Nobody has tested Hearth on this system; it needs systemd, snapd and apt or dnf.',
        'Ubuntu Server is the safe choice.',
      );
    if (Number.parseFloat(version) < from) return warn(found, `It is older than ${id} ${from}, the oldest that is tested.`, 'Upgrade it.');
    return pass(found);
  },
};

const arch: Check = {
  id: 'arch',
  title: 'Architecture',
  command: 'uname -m',
  wanted: () => 'x86_64 or arm64',
  judge({ facts, fleet, distribution }) {
    if (['s390x', 'ppc64le'].includes(facts.arch))
      return warn(facts.arch, 'Few container images are built for it.', 'Look at each component before choosing it.');
    if (!['x86_64', 'aarch64', 'arm64'].includes(facts.arch))
      return block(facts.arch, `There is no ${distributions[distribution].title} for it.`, 'Use a 64-bit machine with a 64-bit system.');
    const mixed = fleet.some((one) => one.facts !== null && one.facts.arch !== facts.arch);
    return mixed
      ? warn(
          facts.arch,
          'The machines differ in architecture; images built for one do not run on the other.',
          'Choose components that are published for both.',
        )
      : pass(facts.arch);
  },
};

const warnSkewMs = 5000;
const blockSkewMs = 60_000;
const clock: Check = {
  id: 'clock',
  title: 'Clock',
  command: 'date --utc',
  wanted: () => 'within 5 s of this computer',
  judge({ facts }) {
    const away = Math.abs(facts.clockSkewMs);
    if (away < 1000) return pass('right');
    const found = `${(away / 1000).toFixed(away < 10_000 ? 1 : 0)} s ${facts.clockSkewMs > 0 ? 'ahead' : 'behind'}`;
    if (away <= warnSkewMs) return pass(found);
    const remedy = clockRemedy(facts.timeSync);
    if (away > blockSkewMs) return block(found, 'Certificates are not valid yet, or no longer, when clocks differ.', remedy);
    return warn(found, 'Logs will not line up, and it may grow.', remedy);
  },
};

/** A clock that is kept by a time server is right as a rule; then it is this computer's that is not. */
function clockRemedy({ service, synchronised }: NodeFacts['timeSync']): string {
  if (synchronised)
    return 'It is kept by a time server, so that the clock of this computer may be the wrong one: compare both with a clock you trust, and set that which differs.';
  return service === 'on'
    ? 'Its time service is on and has reached no time server: see `timedatectl timesync-status` or `chronyc sources`, and let it out on port 123 (UDP).'
    : 'Let it keep time by itself: `sudo timedatectl set-ntp true`.';
}

const freePorts: Check = {
  id: 'ports',
  title: 'Ports',
  command: 'sudo ss -ltnp',
  wanted: (subject) =>
    `free: ${portsOf(subject)
      .filter(({ vital }) => vital)
      .map(({ port }) => port)
      .join(', ')}`,
  judge({ facts, node, distribution }) {
    const { kind } = facts.membership;
    if (kind === distribution) return pass(`held by its own ${distributions[kind].title}`);
    const taken = portsOf({ node, distribution }).filter(({ port }) => facts.ports.includes(port));
    if (taken.length === 0) return pass('free');
    const found = `in use: ${taken.map(({ port }) => port).join(', ')}`;
    const reason = `${taken.map(({ port, by }) => `${port} is needed for ${by}`).join('; ')}.`;
    const remedy = `See what listens there: \`sudo ss -ltnp 'sport = :${taken[0]?.port ?? 0}'\`, and stop it.`;
    return taken.some(({ vital }) => vital) ? block(found, reason, remedy) : warn(found, reason, remedy);
  },
};

const snapd: Check = {
  id: 'snapd',
  title: 'snapd',
  command: 'snap version',
  wanted: () => 'installed',
  judge: ({ facts, distribution }) =>
    facts.snapd === ''
      ? warn(
          'not installed',
          `${distributions[distribution].title} comes as a snap. Hearth installs snapd first, for which the machine needs the internet.`,
          'Nothing, or install it yourself: `sudo apt-get install snapd`.',
        )
      : pass(facts.snapd),
};

const containers: ReadonlySet<string> = new Set(['lxc', 'lxc-libvirt', 'docker', 'podman', 'openvz', 'systemd-nspawn', 'wsl']);
const machine: Check = {
  id: 'machine',
  title: 'Kind of machine',
  command: 'systemd-detect-virt',
  wanted: () => 'real or virtual',
  judge: ({ facts }) => {
    if (facts.virtualisation === 'none' || facts.virtualisation === '') return pass('real');
    if (containers.has(facts.virtualisation))
      return warn(
        `container (${facts.virtualisation})`,
        'The kernel belongs to its host; modules and settings must be right there.',
        'A virtual machine is the safe choice.',
      );
    return pass(`virtual (${facts.virtualisation})`);
  },
};

const timeSync: Check = {
  id: 'time-sync',
  title: 'Time service',
  command: 'timedatectl',
  wanted: () => 'on',
  judge({ facts: { timeSync: found } }) {
    if (found.service === 'on') return pass(found.synchronised ? 'on, synchronised' : 'on, not synchronised yet');
    if (found.synchronised) return pass('synchronised');
    return warn(
      found.service === 'off' ? 'off' : 'none seen',
      'Its clock will drift away from the others, and certificates and logs with it.',
      'Switch it on: `sudo timedatectl set-ntp true`; where that says it is not supported: `sudo apt-get install systemd-timesyncd`.',
    );
  },
};

const cgroup: Check = {
  id: 'cgroup',
  title: 'Control groups',
  command: 'stat -fc %T /sys/fs/cgroup; cat /sys/fs/cgroup/cgroup.controllers',
  wanted: () => 'version 2, with memory',
  judge({ facts: { cgroup: found } }) {
    if (found.version === 'unknown') return warn('not seen', 'Pods are held in control groups.', 'Look for them: `ls /sys/fs/cgroup`.');
    if (found.memory === 'no')
      return block(
        `${versionOf[found.version]}, without memory`,
        'The kubelet does not start when it cannot limit memory; on a Raspberry Pi that is switched off at first.',
        'Add `cgroup_enable=memory cgroup_memory=1` to the line in /boot/firmware/cmdline.txt, and restart it.',
      );
    if (found.version === 'v2') return pass('version 2');
    return warn(
      versionOf[found.version],
      'Kubernetes gives up version 1; newer kubelets start there only when told to.',
      'Start it with `systemd.unified_cgroup_hierarchy=1` on the kernel command line, or upgrade the system.',
    );
  },
};
const versionOf = { v1: 'version 1', hybrid: 'versions 1 and 2', v2: 'version 2' };

const modules: Check = {
  id: 'modules',
  title: 'Kernel modules',
  command: 'lsmod; modprobe -n -v overlay br_netfilter vxlan',
  wanted: () => 'overlay, br_netfilter, vxlan',
  judge({ facts }) {
    const named = (state: string) => facts.modules.filter((one) => one.state === state).map(({ name }) => name);
    const missing = named('missing');
    if (missing.length > 0)
      return warn(
        `missing: ${missing.join(', ')}`,
        'Containers need their file system from overlay; the traffic of pods passes br_netfilter, and goes to other nodes by vxlan.',
        'Install the modules of the running kernel (on Ubuntu: `sudo apt-get install linux-modules-extra-$(uname -r)`, also on a Raspberry Pi), or restart after an update.',
      );
    const loadable = named('loadable');
    return pass(loadable.length === 0 ? 'loaded' : `there; ${loadable.join(', ')} will be loaded`);
  },
};

const sudo: Check = {
  id: 'sudo',
  title: 'Administrator rights',
  command: 'sudo -n true; sudo -l',
  wanted: () => 'sudo',
  judge({ sudo: way, passwordKnown, node }) {
    if (way === 'root') return pass('root');
    if (way === 'free') return pass('sudo without password');
    if (way === 'password' && passwordKnown) return pass('sudo with the password of this session');
    if (way === 'password')
      return block(
        'sudo asks for a password',
        'Installing needs administrator rights.',
        'Enter the password for this session, or allow passwordless sudo.',
      );
    if (way === 'none')
      return block('no sudo', `${node.user} may not become root.`, `Run there as administrator: \`usermod -aG sudo ${node.user}\``);
    return { state: 'unknown', found: 'not looked at', reason: 'The check did not come that far.' };
  },
};

export const systemChecks: readonly Check[] = [sudo, os, arch, machine, clock, timeSync, cgroup, modules, freePorts, snapd];
