// The recommended answers and what they rest on; the words for the reasons are in the texts.
import type { Node } from '#contract/nodes.ts';

export type RoleReason =
  | { readonly kind: 'none' }
  | { readonly kind: 'single'; readonly name: string }
  | { readonly kind: 'no-facts'; readonly name: string }
  | { readonly kind: 'three' | 'several'; readonly names: readonly string[] }
  | {
      readonly kind: 'strongest' | 'strongest-without-gpu' | 'only-gpu-machines';
      readonly name: string;
      readonly cores: number;
      readonly memoryBytes: number;
      /** Machines kept free for GPU work. */
      readonly gpuMachines: readonly string[];
    };
export interface RoleAdvice {
  readonly controlIds: readonly string[];
  readonly reason: RoleReason;
}

const hasGpu = (node: Node) => (node.facts?.gpus.length ?? 0) > 0;
/** Memory decides first: the control plane's database lives in it. Then cores, then the order given. */
const stronger = (a: Node, b: Node): number =>
  Math.round((b.facts?.memoryBytes ?? 0) / 2 ** 30) - Math.round((a.facts?.memoryBytes ?? 0) / 2 ** 30) ||
  (b.facts?.cpu.cores ?? 0) - (a.facts?.cpu.cores ?? 0);

/** Fit to lead, best first: those that are not wanted for GPU work, the strong before the weak, then the order given. */
export const byFitness = (nodes: readonly Node[]): readonly Node[] => [
  ...nodes.filter((node) => !hasGpu(node)).toSorted(stronger),
  ...nodes.filter(hasGpu).toSorted(stronger),
];

/** So many machines without a GPU, that three of them can lead and others still carry most of the work. */
const enoughForThree = 5;

/**
 * The strongest machine that is not wanted for GPU work; three of them where there are machines enough.
 * `count`: how many the person wants; null while that was not chosen.
 */
export function adviseRoles(nodes: readonly Node[], count: number | null = null): RoleAdvice {
  const [first] = nodes;
  if (first === undefined) return { controlIds: [], reason: { kind: 'none' } };
  if (nodes.length === 1) return { controlIds: [first.id], reason: { kind: 'single', name: first.name } };
  const known = nodes.filter((node) => node.facts !== null);
  const gpuMachines = known.filter(hasGpu);
  const plain = known.filter((node) => !hasGpu(node));
  const best = byFitness(known)[0];
  if (best?.facts == null) return { controlIds: [first.id], reason: { kind: 'no-facts', name: first.name } };
  if (count !== null && count > 1) {
    const fittest = byFitness(nodes).slice(0, count);
    return { controlIds: fittest.map(({ id }) => id), reason: { kind: 'several', names: fittest.map(({ name }) => name) } };
  }
  if (count === null && plain.length >= enoughForThree) {
    const three = byFitness(plain).slice(0, 3);
    return { controlIds: three.map(({ id }) => id), reason: { kind: 'three', names: three.map(({ name }) => name) } };
  }
  const kind = gpuMachines.length === 0 ? 'strongest' : plain.length > 0 ? 'strongest-without-gpu' : 'only-gpu-machines';
  const { cpu, memoryBytes } = best.facts;
  return {
    controlIds: [best.id],
    reason: { kind, name: best.name, cores: cpu.cores, memoryBytes, gpuMachines: gpuMachines.map((node) => node.name) },
  };
}

/** An IPv4 address as a number, or null for anything else. */
export function ipNumber(address: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (parts === null) return null;
  const numbers = parts.slice(1).map(Number);
  return numbers.some((part) => part > 255) ? null : numbers.reduce((sum, part) => sum * 256 + part, 0);
}
export const ipText = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

export interface AddressRange {
  readonly from: number;
  readonly to: number;
}
export function cidrRange(cidr: string): AddressRange | null {
  const [address = '', length = ''] = cidr.split('/');
  const start = ipNumber(address);
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 99;
  if (start === null || bits > 32) return null;
  const size = 2 ** (32 - bits);
  const from = Math.floor(start / size) * size;
  return { from, to: from + size - 1 };
}
export const overlap = (a: AddressRange, b: AddressRange): boolean => a.from <= b.to && b.from <= a.to;

export interface PoolAdvice {
  readonly from: string;
  readonly to: string;
  /** The network it was taken from, such as 192.168.1.0/24. */
  readonly network: string;
  readonly machines: number;
}

const POOL_SIZE = 11;
type Placed = Pick<Node, 'address'> & { readonly facts?: Pick<NonNullable<Node['facts']>, 'gateway' | 'nics'> | null };
/** What no ingress may have: the machines' own addresses, and the gateway. */
const takenBy = (nodes: readonly Placed[]): ReadonlySet<number> =>
  new Set(
    nodes.flatMap(({ address, facts }) =>
      [address, facts?.gateway ?? '', ...(facts?.nics ?? []).flatMap((nic) => nic.addresses)].flatMap((one) => ipNumber(one) ?? []),
    ),
  );

/** Eleven addresses high in the network of the machines (routers hand out the low ones), free of those that are taken. */
export function advisePool(nodes: readonly Placed[]): PoolAdvice | null {
  const addresses = nodes.map((node) => ipNumber(node.address)).filter((address) => address !== null);
  const [network] = mostCommon(addresses.map((address) => Math.floor(address / 256)));
  if (network === undefined) return null;
  const taken = takenBy(nodes);
  const lan = lanOf(nodes, network);
  const starts = [240, 230, 220, 210, 200, 180, 160, 140, 120, 100, 60, 20].map((start) => network * 256 + start);
  for (const from of [...starts, lan.to - POOL_SIZE]) {
    const free = Array.from({ length: POOL_SIZE }, (_, offset) => from + offset).every(
      (address) => !taken.has(address) && address > lan.from && address < lan.to,
    );
    if (free) {
      const machines = addresses.filter((address) => Math.floor(address / 256) === network).length;
      return {
        from: ipText(from),
        to: ipText(from + POOL_SIZE - 1),
        network: `${ipText(lan.from)}/${32 - Math.log2(lan.to - lan.from + 1)}`,
        machines,
      };
    }
  }
  return null;
}

/** The network as the machines show it, which may be smaller than the /24 that is meant otherwise. */
function lanOf(nodes: readonly Placed[], network: number): AddressRange {
  const seen = nodes
    .flatMap(({ facts }) => facts?.nics.flatMap((nic) => nic.networks) ?? [])
    .filter(({ address, prefix }) => Math.floor((ipNumber(address) ?? 0) / 256) === network && prefix < 31)
    .map(({ address, prefix }) => cidrRange(`${address}/${prefix}`));
  return seen.find((range) => range !== null) ?? { from: network * 256, to: network * 256 + 255 };
}

function mostCommon(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
}

export const recommended = {
  podCidr: ['10.1.0.0/16', '10.64.0.0/16', '172.20.0.0/16'],
  serviceCidr: ['10.152.183.0/24', '10.65.0.0/24', '172.21.0.0/24'],
} as const;

export interface RangeAdvice {
  readonly cidr: string;
  /** The distribution's own default; false when that one clashed with a machine. */
  readonly usual: boolean;
}
/** The first usual range that holds none of the machines. */
export function adviseRange(kind: 'podCidr' | 'serviceCidr', nodes: readonly Node[]): RangeAdvice {
  const addresses = nodes.flatMap((node) => ipNumber(node.address) ?? []);
  const [usual, ...others] = recommended[kind];
  const free = (cidr: string) => {
    const range = cidrRange(cidr);
    return range !== null && addresses.every((address) => address < range.from || address > range.to);
  };
  if (free(usual)) return { cidr: usual, usual: true };
  return { cidr: others.find(free) ?? usual, usual: false };
}
