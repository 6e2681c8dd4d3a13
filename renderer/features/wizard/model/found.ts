// Found machines as rows to tick: what each would be called, and why one cannot be added.
import { placeKey } from '#contract/address-key.ts';
import type { FoundMachine } from '#contract/discovery.ts';
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { addNodes, freeName, nameFromAddress, occupant, type NewNode } from './node-list.ts';

export type FoundState =
  | { readonly kind: 'listed'; readonly as: string }
  /** Something answers there, and it is no SSH server. */
  | { readonly kind: 'silent' | 'other' }
  | { readonly kind: 'ready' | 'unasked' }
  /** Another row shows the same host key: one machine twice, or two that were copied from one disk. */
  | { readonly kind: 'twin'; readonly of: string };

export interface FoundRow {
  readonly key: string;
  readonly machine: FoundMachine;
  /** As it would be called here. */
  readonly name: string;
  readonly state: FoundState;
}

export const canAdd = ({ state }: FoundRow): boolean => state.kind === 'ready' || state.kind === 'unasked' || state.kind === 'twin';

/** By number where it is one, so that .9 comes before .10. */
const order = new Intl.Collator('en', { numeric: true });
const byAddress = (a: FoundMachine, b: FoundMachine) => order.compare(a.address, b.address) || a.port - b.port;

function listedAs(machine: FoundMachine, nodes: readonly Node[]): string | null {
  const print = machine.hostKey?.fingerprint;
  const shows = (node: Node) => print !== undefined && node.hostKey?.fingerprint === print;
  return (occupant(nodes, machine) ?? nodes.find(shows))?.name ?? null;
}

function stateOf(machine: FoundMachine, nodes: readonly Node[], earlier: ReadonlyMap<string, string>): FoundState {
  const as = listedAs(machine, nodes);
  if (as !== null) return { kind: 'listed', as };
  if (machine.speaks === 'silent' || machine.speaks === 'other') return { kind: machine.speaks };
  const twin = earlier.get(machine.hostKey?.fingerprint ?? '');
  if (twin !== undefined) return { kind: 'twin', of: twin };
  return { kind: machine.speaks === 'ssh' ? 'ready' : 'unasked' };
}

export function rowsOfFound(machines: readonly FoundMachine[], nodes: readonly Node[]): FoundRow[] {
  const names = new Set(nodes.map((node) => node.name));
  const keys = new Map<string, string>();
  return machines.toSorted(byAddress).map((machine) => {
    const state = stateOf(machine, nodes, keys);
    if (machine.hostKey !== null && !keys.has(machine.hostKey.fingerprint)) keys.set(machine.hostKey.fingerprint, machine.address);
    const name = freeName(names, nameFromAddress(machine.name ?? machine.address));
    const row = { key: placeKey(machine), machine, name, state };
    if (canAdd(row)) names.add(name);
    return row;
  });
}

/** What is ticked and can be added. */
export const chosenRows = (rows: readonly FoundRow[], chosen: ReadonlySet<string>): FoundRow[] =>
  rows.filter((row) => canAdd(row) && chosen.has(row.key));

/** Adds the rows in order; names are looked at again, since the list may have changed meanwhile. */
export function addFound(content: PlatformContent, rows: readonly FoundRow[], usualUser: string): PlatformContent {
  const names = new Set(content.nodes.map((node) => node.name));
  const entries = rows.map(({ machine, name: wish }): NewNode => {
    const name = freeName(names, wish);
    names.add(name);
    return { address: machine.address, port: machine.port, user: machine.user ?? usualUser, name };
  });
  const jumps = new Map(rows.flatMap(({ key, machine }) => (machine.jump === null ? [] : [[key, machine.jump] as const])));
  const before = new Set(content.nodes.map((node) => node.id));
  const added = addNodes(content, entries);
  const withJump = (node: Node): Node => {
    const jump = before.has(node.id) ? undefined : jumps.get(placeKey(node));
    return jump === undefined ? node : { ...node, jump };
  };
  return { ...added, nodes: added.nodes.map(withJump) };
}

/** "22, 2222" as numbers; a text that is none becomes NaN, which the rule of ports refuses in its own words. */
export const portsIn = (text: string): number[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : Number.NaN));

/** Puts a range into a list of ranges, or takes it out where it is in. */
export function toggledRange(text: string, range: string): string {
  const written = text.split(/[\s,;]+/).filter((part) => part !== '');
  return (written.includes(range) ? written.filter((part) => part !== range) : [...written, range]).join(', ');
}
export const hasRange = (text: string, range: string): boolean => text.split(/[\s,;]+/).includes(range);
