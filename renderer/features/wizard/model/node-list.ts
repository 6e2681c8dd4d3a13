// Adding machines: names that are free, addresses that are not there twice, and undo.
import { placeKey } from '#contract/address-key.ts';
import type { Node, ParsedList } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { nodeRules, toPort, type NodeTextField } from './fields.ts';

export interface NewNode {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly name: string;
}

/** Names that are still free; each wish remembers how far it was counted, so that a long list takes no longer than its length. */
class FreeNames {
  readonly #used: Set<string>;
  readonly #counted = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#used = new Set(taken);
  }

  /** The wish itself as a legal name, else with the first number that is free: node1, node2, … without a wish. */
  next(wish: string): string {
    const base = wish
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60);
    if (base !== '' && !this.#used.has(base)) return base;
    const stem = base === '' ? 'node' : `${base}-`;
    let n = this.#counted.get(stem) ?? (base === '' ? 1 : 2);
    while (this.#used.has(`${stem}${n}`)) n += 1;
    this.#counted.set(stem, n);
    return `${stem}${n}`;
  }
  take(name: string): void {
    this.#used.add(name);
  }
}

export const freeName = (taken: Iterable<string>, wish = ''): string => new FreeNames(taken).next(wish);

/** A host name's first label makes a good node name; an IP address makes none. */
export function nameFromAddress(address: string): string {
  if (/^[\d.]+$/.test(address) || address.includes(':')) return '';
  return address.split('.')[0] ?? '';
}

/** Where a machine is found, with the port only where it is unusual. */
export const placeOf = (node: Pick<Node, 'address' | 'port'>): string => {
  const host = node.address.includes(':') ? `[${node.address}]` : node.address;
  return node.port === 22 ? node.address : `${host}:${node.port}`;
};

const place = (address: string, port: number) => placeKey({ address: address.trim(), port });

/** The machine already listed at this address and port, if any. */
export function occupant(nodes: readonly Node[], at: { address: string; port: number }, except = ''): Node | undefined {
  return nodes.find((node) => node.id !== except && place(node.address, node.port) === place(at.address, at.port));
}

/** Adds machines in order; the first ever is the control node until the roles page decides. */
export function addNodes(content: PlatformContent, entries: readonly NewNode[]): PlatformContent {
  const nodes = [...content.nodes];
  const places = new Set(nodes.map((node) => place(node.address, node.port)));
  const ids = new FreeNames(nodes.map((node) => node.id));
  let led = nodes.some((node) => node.role === 'control');
  for (const entry of entries) {
    const at = place(entry.address, entry.port);
    if (places.has(at)) continue;
    const id = ids.next(entry.name);
    places.add(at);
    ids.take(id);
    nodes.push({
      id,
      name: entry.name,
      address: entry.address,
      port: entry.port,
      user: entry.user,
      credential: { method: 'hearth-key' },
      jump: null,
      hostKey: null,
      role: led ? 'worker' : 'control',
      labels: {},
      taints: [],
      facts: null,
    });
    led = true;
  }
  return { ...content, nodes };
}

export interface RemovedNode {
  readonly node: Node;
  readonly index: number;
}
export function removeNode(content: PlatformContent, nodeId: string): { content: PlatformContent; removed: RemovedNode | null } {
  const index = content.nodes.findIndex((node) => node.id === nodeId);
  const node = content.nodes[index];
  if (node === undefined) return { content, removed: null };
  return { content: { ...content, nodes: content.nodes.filter((each) => each.id !== nodeId) }, removed: { node, index } };
}
export function putBack(content: PlatformContent, { node, index }: RemovedNode): PlatformContent {
  if (content.nodes.some((each) => each.id === node.id)) return content;
  return { ...content, nodes: content.nodes.toSpliced(index, 0, node) };
}

export type NodeTexts = Readonly<Record<NodeTextField, string>>;
export type NodeProblems = Partial<Record<NodeTextField, string>>;
interface Words {
  addressTaken(name: string): string;
  nameTaken(name: string): string;
}

/** What is wrong with the form for one machine; an empty name is allowed, it is then chosen. */
export function problemsOfForm(texts: NodeTexts, nodes: readonly Node[], words: Words): NodeProblems {
  const address = complaint(nodeRules.address, texts.address.trim());
  const port = complaint(nodeRules.port, toPort(texts.port));
  const user = complaint(nodeRules.user, texts.user.trim());
  const name = texts.name.trim() === '' ? null : complaint(nodeRules.name, texts.name.trim());
  const there = address === null && port === null ? occupant(nodes, { address: texts.address, port: Number(texts.port) }) : undefined;
  const namesake = nodes.find((node) => node.name === texts.name.trim());
  const addressProblem = address ?? (there === undefined ? null : words.addressTaken(there.name));
  const nameProblem = name ?? (namesake === undefined ? null : words.nameTaken(namesake.address));
  return {
    ...(addressProblem === null ? {} : { address: addressProblem }),
    ...(port === null ? {} : { port }),
    ...(user === null ? {} : { user }),
    ...(nameProblem === null ? {} : { name: nameProblem }),
  };
}

/** A form without problems as a machine. */
export function nodeOfForm(texts: NodeTexts, nodes: readonly Node[]): NewNode {
  const address = texts.address.trim();
  const taken = nodes.map((node) => node.name);
  const name = texts.name.trim() === '' ? freeName(taken, nameFromAddress(address)) : texts.name.trim();
  return { address, port: Number(texts.port.trim()), user: texts.user.trim(), name };
}

export interface PastedRow extends NewNode {
  readonly line: number;
  /** Name of the machine or number of the line that has this address already. */
  readonly duplicateOf: { readonly node: string } | { readonly line: number } | null;
}

/** The entries of a pasted list with free names, marking those that are there already. */
export function rowsOfPaste(parsed: ParsedList, nodes: readonly Node[], user: string): PastedRow[] {
  const names = new FreeNames(nodes.map((node) => node.name));
  const listed = firstBy(nodes, (node) => place(node.address, node.port));
  const lines = new Map<string, number>();
  return parsed.entries.map((entry) => {
    const key = place(entry.address, entry.port);
    const there = listed.get(key);
    const earlier = lines.get(key);
    const duplicateOf = there !== undefined ? { node: there.name } : earlier !== undefined ? { line: earlier } : null;
    const name = names.next(entry.name ?? nameFromAddress(entry.address));
    if (duplicateOf === null) {
      names.take(name);
      lines.set(key, entry.line);
    }
    return { line: entry.line, address: entry.address, port: entry.port, user: entry.user ?? user, name, duplicateOf };
  });
}

/** The lines that could not be read, as they were typed, each once. */
export function unreadLines(text: string, parsed: ParsedList): string {
  const lines = text.split(/\r\n|\r|\n/);
  return [...new Set(parsed.problems.map((problem) => problem.line))].map((line) => lines[line - 1] ?? '').join('\n');
}

/** Names and addresses that occur twice, by field path; the same on every page. */
export function duplicates(nodes: readonly Node[], words: Words): Record<string, string> {
  const problems: Record<string, string> = {};
  const names = firstBy(nodes, (node) => node.name);
  const places = firstBy(nodes, (node) => place(node.address, node.port));
  for (const node of nodes) {
    const namesake = names.get(node.name);
    const there = places.get(place(node.address, node.port));
    if (namesake !== undefined && namesake !== node) problems[`nodes.${node.id}.name`] = words.nameTaken(namesake.address);
    if (there !== undefined && there !== node) problems[`nodes.${node.id}.address`] = words.addressTaken(there.name);
  }
  return problems;
}

function firstBy(nodes: readonly Node[], keyOf: (node: Node) => string): ReadonlyMap<string, Node> {
  const first = new Map<string, Node>();
  for (const node of nodes) if (!first.has(keyOf(node))) first.set(keyOf(node), node);
  return first;
}
