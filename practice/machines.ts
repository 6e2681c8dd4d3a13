// Four simulated machines, one with two GPUs, and the faults a person can switch on.
import type { Installable } from '#contract/distributions.ts';
import type { PracticeFault } from '#contract/system.ts';

const GB = 1e9;

export interface Gpu {
  readonly vendor: string;
  readonly model: string;
}

export interface MachineSpec {
  readonly name: string;
  readonly address: string;
  readonly title: string;
  readonly cores: number;
  readonly cpuModel: string;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly gpus: readonly Gpu[];
  readonly mac: string;
}

/** What has been done to a machine; everything a script can see or change. */
export interface Machine {
  readonly spec: MachineSpec;
  readonly faults: Set<PracticeFault>;
  hostname: string;
  hearthKeyInstalled: boolean;
  passwordlessSudo: boolean;
  /** The distribution on it, and its snap channel. */
  installed: { readonly system: Installable; readonly channel: string } | null;
  /** In the cluster it is a member of. */
  role: 'control' | 'worker';
  /** Name of the control node whose cluster it is in; its own name when it is the control node. */
  memberOf: string;
  readonly addons: Set<string>;
  readonly marks: Map<string, string>;
}

/** User and password of every practice machine; shown to the person. */
export const practiceUser = 'ubuntu';
export const practicePassword = 'practice';

const xeon = 'Intel Xeon E-2288G';
const specs: readonly MachineSpec[] = [
  {
    name: 'oak',
    address: '10.20.0.11',
    title: 'Small server, 8 cores',
    cores: 8,
    cpuModel: xeon,
    memoryBytes: 32 * GB,
    diskBytes: 1000 * GB,
    gpus: [],
    mac: '02:42:0a:14:00:0b',
  },
  {
    name: 'elm',
    address: '10.20.0.12',
    title: 'Mini PC, 8 cores',
    cores: 8,
    cpuModel: 'AMD Ryzen 7 5825U',
    memoryBytes: 32 * GB,
    diskBytes: 512 * GB,
    gpus: [],
    mac: '02:42:0a:14:00:0c',
  },
  {
    name: 'ash',
    address: '10.20.0.13',
    title: 'Mini PC, 8 cores',
    cores: 8,
    cpuModel: 'AMD Ryzen 7 5825U',
    memoryBytes: 16 * GB,
    diskBytes: 512 * GB,
    gpus: [],
    mac: '02:42:0a:14:00:0d',
  },
  {
    name: 'yew',
    address: '10.20.0.14',
    title: 'GPU workstation, 16 cores, two GPUs',
    cores: 16,
    cpuModel: 'AMD Ryzen 9 7950X',
    memoryBytes: 128 * GB,
    diskBytes: 4000 * GB,
    gpus: [
      { vendor: 'NVIDIA', model: 'GeForce RTX 4090' },
      { vendor: 'NVIDIA', model: 'GeForce RTX 4090' },
    ],
    mac: '02:42:0a:14:00:0e',
  },
];

const fresh = (spec: MachineSpec): Machine => ({
  spec,
  faults: new Set(),
  hostname: spec.name,
  hearthKeyInstalled: false,
  passwordlessSudo: false,
  installed: null,
  role: 'control',
  memberOf: '',
  addons: new Set(),
  marks: new Map(),
});

const mini = { title: 'Mini PC, 8 cores', cores: 8, cpuModel: 'Intel N305', memoryBytes: 16 * GB, diskBytes: 512 * GB, gpus: [] };
/** Of a cluster that is not this lab's; nobody logs in to them. */
export const strangers = (): readonly Machine[] =>
  [
    { ...mini, name: 'pine', address: '10.20.0.31', mac: '02:42:0a:14:00:1f' },
    { ...mini, name: 'fir', address: '10.20.0.32', mac: '02:42:0a:14:00:20' },
  ].map(fresh);

export const bareMachines = (): readonly Machine[] => specs.map(fresh);

/** Fingerprints look as OpenSSH's and change with the fault "changed host key". */
export const fingerprintOf = (machine: Machine): string =>
  `SHA256:${(machine.faults.has('changed-host-key') ? 'Changed' : 'Practice') + machine.spec.name.repeat(12)}`.slice(0, 50);
