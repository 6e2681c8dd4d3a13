// Which components come along, what they ask for together, and whether the machines have it.
import type { Node } from '#contract/nodes.ts';
import type { Component } from '#contract/system.ts';

export interface Closure {
  /** Chosen and needed, in the order of the catalogue. */
  readonly ids: readonly string[];
  /** Those that are not chosen, with the titles of what needs them. */
  readonly broughtBy: Readonly<Record<string, readonly string[]>>;
  /** Chosen ids that the catalogue does not have. */
  readonly missing: readonly string[];
}

export function closureOf(chosen: readonly string[], catalogue: readonly Component[]): Closure {
  const byId = new Map(catalogue.map((component) => [component.id, component]));
  const broughtBy: Record<string, string[]> = {};
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const component = byId.get(id);
    if (component === undefined || seen.has(id)) return;
    seen.add(id);
    for (const need of component.needs) {
      if (!chosen.includes(need) && byId.has(need)) broughtBy[need] = [...(broughtBy[need] ?? []), component.title];
      visit(need);
    }
  };
  for (const id of chosen) visit(id);
  return {
    ids: catalogue.filter((component) => seen.has(component.id)).map((component) => component.id),
    broughtBy,
    missing: chosen.filter((id) => !byId.has(id)),
  };
}

export interface Amounts {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
}
const none: Amounts = { cpuMilli: 0, memoryBytes: 0, storageBytes: 0 };
const plus = (a: Amounts, b: Amounts): Amounts => ({
  cpuMilli: a.cpuMilli + b.cpuMilli,
  memoryBytes: a.memoryBytes + b.memoryBytes,
  storageBytes: a.storageBytes + b.storageBytes,
});

export function wantedBy(ids: readonly string[], catalogue: readonly Component[]): Amounts {
  return catalogue.filter((component) => ids.includes(component.id)).reduce((sum, component) => plus(sum, component.resources), none);
}

/** What MicroK8s itself and the system take on every machine, so that it is not promised twice. */
const ownShare: Amounts = { cpuMilli: 500, memoryBytes: 2 ** 30, storageBytes: 20 * 2 ** 30 };

/** What the machines can give, or null while one of them has not been looked at. */
export function capacityOf(nodes: readonly Node[]): Amounts | null {
  if (nodes.length === 0 || nodes.some((node) => node.facts === null)) return null;
  return nodes.reduce<Amounts>((sum, { facts }) => {
    if (facts === null) return sum;
    const free = facts.disks.find((disk) => disk.mount === '/')?.freeBytes ?? Math.max(0, ...facts.disks.map((disk) => disk.freeBytes));
    return plus(sum, {
      cpuMilli: Math.max(0, facts.cpu.cores * 1000 - ownShare.cpuMilli),
      memoryBytes: Math.max(0, facts.memoryBytes - ownShare.memoryBytes),
      storageBytes: Math.max(0, free - ownShare.storageBytes),
    });
  }, none);
}

export type Fit = 'unknown' | 'fits' | 'tight' | 'too-much';
const TIGHT = 0.8;
export function fitOf(wanted: Amounts, capacity: Amounts | null): Fit {
  if (capacity === null) return 'unknown';
  const shares = [
    [wanted.cpuMilli, capacity.cpuMilli],
    [wanted.memoryBytes, capacity.memoryBytes],
    [wanted.storageBytes, capacity.storageBytes],
  ].map(([want = 0, have = 0]) => (want === 0 ? 0 : have === 0 ? Number.POSITIVE_INFINITY : want / have));
  const highest = Math.max(...shares);
  if (highest > 1) return 'too-much';
  return highest > TIGHT ? 'tight' : 'fits';
}

/** Switches a component; what only it needed is not in `chosen` and leaves with it. */
export function toggled(chosen: readonly string[], id: string, on: boolean): string[] {
  if (on) return chosen.includes(id) ? [...chosen] : [...chosen, id];
  return chosen.filter((each) => each !== id);
}
