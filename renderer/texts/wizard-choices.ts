// Texts of the pages preflight and settings.
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
  command: 'See for yourself on the machine',
  details: 'Details of the check',
  keysHint: 'Choose a cell to see what was found and what is wanted. Arrow keys move, Enter opens.',
  blockedWhy: 'Mend the blocks or take those machines out of the list. Everything you entered is kept.',
  notDone: 'The checks have not finished.',
  unknownWhy: 'Some checks could not be made; check again.',
  all: 'All',
  troubled: 'Not passed',
  show: 'Show',
  checked: 'Checked',
  export: 'Export report',
  willChange: 'Hearth can do it. It would change:',
  notEnough: (before: string, now: string) =>
    before === now
      ? `Hearth has done this, and nothing came of it here: still ${now}. What is left needs your hand.`
      : `Hearth has done this, and it was not enough: ${before} before, ${now} now. What is left needs your hand.`,
  mending: 'Mending',
  nothingShown: 'Every check passed; nothing else to show.',
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
  certificates: 'Certificates',
  network: 'Network',
  podCidr: 'Pod range',
  serviceCidr: 'Service range',
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
  poolNamed: (d: { count: string; nginx: string; nginxKn: string }) =>
    `${d.count}: the controller nginx answers at ${d.nginx}, nginx-kn at ${d.nginxKn}.`,
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

export const choices = { preflight, settings };
