// What a machine is, and what it reaches: one round trip each, no root needed.
import { nodeFacts, type NodeFacts } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import { outsideNames } from '#core/platform/checks-network.ts';
import type { Reach } from '#core/platform/preflight-check.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { containerKernel } from '#steps/systems/kernel.ts';
import { count, every, fields, last, look, yes } from './call.ts';

/**
 * Answers, once each: clock (epoch ms), hostname, os = ID|VERSION|TITLE, kernel, arch, cpu = CORES|MODEL, memory (bytes), swap (bytes),
 * virtualisation, machine-id, product-uuid, snapd (version or ""), resolves, nouveau, containerd (true|false), firewall (its name or ""),
 * secure-boot, gateway,
 * cgroup = VERSION|MEMORY, time-sync = SERVICE|SYNCHRONISED, membership = KIND|DETAIL.
 * Any number of times: disk = FILESYSTEM|SIZE|FREE|MOUNT, block = NAME|SIZE|EMPTY|MODEL, volume-group = NAME|SIZE|FREE, swap-on,
 * nic = NAME|MAC|MTU|DEFAULT|ADDRESS/PREFIX,… (with a ~ behind those that have a lease), name-server,
 * gpu = VENDOR|DRIVER|VERSION|MODEL, module = NAME|STATE, port, member, leftover.
 */
export const facts = (lookUp = 'api.snapcraft.io') =>
  look('facts', { args: { look_up: lookUp, modules: containerKernel.modules.join(' ') } });

/** Answers: reach = NAME|ADDRESS|true or false|DETAIL for each name, own-name = ADDRESS|NAME, invents-names = true | false. */
export const reachCheck = (address: string) => look('reach-check', { args: { names: outsideNames.join(' '), address } });

export function reachOf(answer: ScriptAnswer): Reach {
  const [ownAddress = '', ownName = ''] = fields(last(answer, 'own-name'), 2);
  const names = every(answer, 'reach').map((value) => {
    const [name = '', address = '', answers, detail = ''] = fields(value, 4);
    return { name, address, answers: answers === 'true', detail };
  });
  return { names, ownAddress, ownName, inventsNames: yes(answer, 'invents-names') };
}

const kinds = nodeFacts.shape.membership.shape.kind.options;

interface Asking {
  /** Our clock before and after the call. */
  readonly asked: number;
  readonly answered: number;
  readonly host: string;
}

/** What the call cannot explain: a slow connection does not make a clock wrong. */
const skewOf = (theirs: number, { asked, answered }: Asking) => Math.min(0, theirs - asked) + Math.max(0, theirs - answered);

export function factsOf(answer: ScriptAnswer, when: Asking): NodeFacts {
  const [osId = '', osVersion = '', osTitle = ''] = fields(last(answer, 'os'), 3);
  const [cores, model = ''] = fields(last(answer, 'cpu'), 2);
  const read = nodeFacts.safeParse({
    at: when.answered,
    hostname: last(answer, 'hostname'),
    os: { id: osId, version: osVersion, title: osTitle },
    kernel: last(answer, 'kernel'),
    arch: last(answer, 'arch'),
    cpu: { cores: count(cores), model },
    memoryBytes: count(last(answer, 'memory')),
    swapBytes: count(last(answer, 'swap')),
    swaps: every(answer, 'swap-on'),
    disks: every(answer, 'disk').map(disk),
    blockDevices: every(answer, 'block').map(blockDevice),
    volumeGroups: every(answer, 'volume-group').map(volumeGroup),
    nics: every(answer, 'nic').map(nic),
    gateway: last(answer, 'gateway'),
    nameServers: [...new Set(every(answer, 'name-server'))],
    gpus: every(answer, 'gpu').map(gpu),
    nouveau: yes(answer, 'nouveau'),
    secureBoot: oneOf(['on', 'off'], last(answer, 'secure-boot'), 'unknown'),
    clockSkewMs: skewOf(count(last(answer, 'clock')), when),
    timeSync: timeSync(last(answer, 'time-sync')),
    virtualisation: last(answer, 'virtualisation'),
    machineId: last(answer, 'machine-id'),
    productUuid: last(answer, 'product-uuid').toLowerCase(),
    cgroup: cgroup(last(answer, 'cgroup')),
    modules: every(answer, 'module').map(kernelModule),
    snapd: last(answer, 'snapd'),
    ports: [...new Set(every(answer, 'port').map(count))].sort((a, b) => a - b),
    resolves: yes(answer, 'resolves'),
    membership: membership(answer),
    firewall: last(answer, 'firewall'),
    containerd: yes(answer, 'containerd'),
    leftovers: [...new Set(every(answer, 'leftover'))],
  });
  if (read.success && read.data.cpu.cores > 0 && read.data.memoryBytes > 0) return read.data;
  throw fault('SCRIPT_FAILED', { host: when.host, script: 'facts', exitCode: answer.exitCode, lastLine: incomplete(answer) });
}

const incomplete = (answer: ScriptAnswer) => (answer.lastLine === '' ? 'Its answer was incomplete.' : answer.lastLine);
/** What a newer or broken machine says in words that are not known here counts as the last one. */
const oneOf = <T extends string, O extends string>(known: readonly T[], text: string, otherwise: O): T | O =>
  known.find((word) => word === text) ?? otherwise;

const disk = (value: string) => {
  const [filesystem = '', size, free, mount = ''] = fields(value, 4);
  return { mount, filesystem, sizeBytes: count(size), freeBytes: count(free) };
};
const blockDevice = (value: string) => {
  const [name = '', size, empty, model = ''] = fields(value, 4);
  return { name, sizeBytes: count(size), model, empty: empty === 'true' };
};
const volumeGroup = (value: string) => {
  const [name = '', size, free] = fields(value, 3);
  return { name, sizeBytes: count(size), freeBytes: count(free) };
};
const nic = (value: string) => {
  const [name = '', mac = '', mtu, defaultRoute, all = ''] = fields(value, 5);
  const networks = all
    .split(',')
    .filter((text) => text !== '')
    .map(network);
  const addresses = networks.map(({ address }) => address);
  return { name, mac, mtu: count(mtu), defaultRoute: defaultRoute === 'true', addresses, networks };
};
/** Such as 10.0.0.1/24, or 10.0.0.1/24~ with a lease. */
const network = (text: string) => {
  const dynamic = text.endsWith('~');
  const [address = '', prefix = '32'] = (dynamic ? text.slice(0, -1) : text).split('/');
  return { address, prefix: count(prefix), dynamic };
};
const gpu = (value: string) => {
  const [vendor = '', driver = '', driverVersion = '', model = ''] = fields(value, 4);
  return { vendor, model, driver, driverVersion };
};
const timeSync = (value: string) => {
  const [service = '', synchronised] = fields(value, 2);
  return { service: oneOf(['on', 'off'], service, 'unknown'), synchronised: synchronised === 'true' };
};
const cgroup = (value: string) => {
  const [version = '', memory = ''] = fields(value, 2);
  return { version: oneOf(['v1', 'v2', 'hybrid'], version, 'unknown'), memory: oneOf(['yes', 'no'], memory, 'unknown') };
};
const kernelModule = (value: string) => {
  const [name = '', state = ''] = fields(value, 2);
  return { name, state: oneOf(['loaded', 'loadable'], state, 'missing') };
};
const membership = (answer: ScriptAnswer) => {
  const [kind = '', detail = ''] = fields(last(answer, 'membership'), 2);
  return { kind: oneOf(kinds, kind, 'none'), detail, members: [...every(answer, 'member')] };
};
