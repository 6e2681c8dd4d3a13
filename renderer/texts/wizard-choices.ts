// Texts of the pages preflight, roles and settings.
import { plural } from './plural.ts';

const preflight = {
  intro: 'Nothing is written. Warnings can be accepted, blocks cannot.',
  table: 'Checks of every machine',
  check: 'Check',
  again: 'Check again',
  checking: 'Checking',
  states: { pass: 'Pass', warn: 'Warning', block: 'Block', running: 'Checking', unknown: 'Unknown' },
  cell: (check: string, node: string, state: string) => `${check} on ${node}: ${state}`,
  sum: {
    unknown: 'Not checked yet.',
    running: (done: number) => `Checking: ${plural(done, 'result')} so far.`,
    passed: (machines: number) => `${machines === 1 ? 'The machine is' : `All ${machines} machines are`} fit.`,
    passedWarn: (machines: number, warnings: number) =>
      `${machines === 1 ? 'The machine is' : `All ${machines} machines are`} fit, with ${plural(warnings, 'warning')} to know about.`,
    blocked: (blocks: number, machines: string) =>
      `${plural(blocks, 'block')} on ${machines}: ${blocks === 1 ? 'it keeps' : 'they keep'} the installation from working.`,
    incomplete: (open: number) => `${plural(open, 'check')} could not be made.`,
  },
  found: 'Found',
  wanted: 'Wanted',
  reason: 'Why it matters',
  remedy: 'What to do',
  details: 'Details of the check',
  keysHint: 'Choose a cell to see what was found and what is wanted. Arrow keys move, Enter opens.',
  blockedWhy: 'Mend the blocks or take those machines out of the list. Everything you entered is kept.',
  notDone: 'The checks have not finished.',
  unknownWhy: 'Some checks could not be made; check again.',
  all: 'All',
  troubled: 'Not passed',
  show: 'Show',
  checked: 'Checked',
  nothingShown: 'Every check passed; nothing else to show.',
};

const roles = {
  intro: 'Exactly one machine is the control node; all others are workers. With a single machine it is both.',
  table: 'Roles of the machines',
  columns: {
    control: 'Control',
    name: 'Machine',
    role: 'Role',
    cpu: 'CPU',
    memory: 'Memory',
    disk: 'Disk free',

    labels: 'Labels',
  },
  makeControl: (name: string) => `Make ${name} the control node`,
  role: { control: 'Control node', worker: 'Worker', both: 'Control node and worker' },
  reason: {
    none: 'There is no machine yet.',
    single: (name: string) => `Recommended: ${name}. It is the only machine, so it is control node and worker in one.`,
    'no-facts': (name: string) => `Recommended: ${name}, the first in the list. The machines have not been looked at yet.`,
    strongest: (d: { name: string; power: string }) => `Recommended: ${d.name}. With ${d.power} it is the strongest of your machines.`,
    'strongest-without-gpu': (d: { name: string; power: string; gpus: string }) =>
      `Recommended: ${d.name}. With ${d.power} it is the strongest machine without a GPU, which keeps ${d.gpus} free for GPU work.`,
    'only-gpu-machines': (d: { name: string; power: string }) =>
      `Recommended: ${d.name}. All machines have a GPU; this is the strongest, with ${d.power}.`,
  },
  power: (cores: number, memory: string) => `${plural(cores, 'core')} and ${memory}`,
  use: (name: string) => `Use ${name}`,
  labelsFor: (name: string) => `Labels of ${name}`,
  addLabels: (name: string) => `Add labels to ${name}`,
  add: 'Add',
  exactlyOne: 'Choose exactly one control node.',
  unknown: 'unknown',
  sum: (control: string, workers: number) =>
    workers === 0
      ? `${control} does everything.`
      : `${control} leads, ${plural(workers, 'worker')} ${workers === 1 ? 'carries' : 'carry'} the work.`,
};

const settings = {
  intro: 'Recommended answers are filled in; each says where it comes from.',
  identity: 'Identity',
  name: 'Platform name',
  nameHint: 'Shown in Hearth only.',
  domain: 'Domain',
  domainHint: (domain: string) => `Services get names below it, such as registry.${domain}.`,
  adminUser: 'Admin user',
  adminHint: 'The first user of services that have users.',
  software: 'Kubernetes',
  channel: 'MicroK8s channel',
  channelHint: (channel: string) => `Recommended: ${channel}, the stable channel this version of Hearth is tested with.`,
  certificates: 'Certificates',
  selfSigned: 'Self-signed by the platform',
  selfSignedHint: 'An authority of your own; no internet name is needed. Browsers ask once until they trust it.',
  storageClass: 'Storage class',
  storageHint: 'Recommended: the class that MicroK8s makes with its storage add-on; data lies on the disk of the node.',
  network: 'Network',
  podCidr: 'Pod range',
  serviceCidr: 'Service range',
  usual: (cidr: string) => `Recommended: ${cidr}, the default of MicroK8s. None of your machines lies in it.`,
  unusual: (cidr: string) => `Recommended: ${cidr}. The usual range holds one of your machines.`,
  use: (value: string) => `Use ${value}`,
  pool: 'Give ingress its own addresses',
  poolHint: 'Services then answer on addresses of your network instead of a node’s. Your router must not hand them out.',
  poolOff: 'Optional. Without it, services answer on the addresses of the nodes.',
  poolFrom: 'First address',
  poolTo: 'Last address',
  poolWhy: (d: { from: string; to: string; network: string; machines: number }) =>
    `Recommended: ${d.from} to ${d.to}, free of your ${plural(d.machines, 'machine')} in ${d.network}.`,
  poolNone: 'No recommendation: your machines are listed by name, not by address.',
  poolOrder: 'The last address must not come before the first.',
  poolHolds: (name: string) => `${name} lies in this range; a node keeps its own address.`,
  poolCount: (count: number) => plural(count, 'address', 'addresses'),
  rangesMeet: 'Pod range and service range overlap; they must be apart.',
  rangeHolds: (name: string) => `The address of ${name} lies in this range; choose another one.`,
  components: 'Components',
  componentsHint: 'Installed after the cluster is ready. Others can be added at any time later.',
  core: 'core',
  needs: (names: string) => `needs ${names}`,
  broughtBy: (names: string) => `comes along, needed by ${names}`,
  asks: (cpu: string, memory: string, storage: string) => `${cpu} · ${memory}${storage === '' ? '' : ` · ${storage} disk`}`,
  cpu: (milli: number) => (milli >= 1000 ? `${+(milli / 1000).toFixed(1)} CPU` : `${milli} mCPU`),
  total: 'Together',
  of: (wanted: string, capacity: string) => `${wanted} of ${capacity}`,
  meters: { cpu: 'CPU', memory: 'Memory', storage: 'Disk' },
  fit: {
    unknown: 'What the machines have is not known yet; preflight finds it out.',
    fits: 'Fits well.',
    tight: 'Fits, but takes more than four fifths of what is there.',
    'too-much': 'This is more than your machines have. Leave something out or add a machine.',
  },
  none: 'No components chosen: you get the bare cluster.',
  catalogueEmpty: 'The catalogue is empty.',
  missing: (ids: string) => `Not in this catalogue any more: ${ids}.`,
};

export const choices = { preflight, roles, settings };
