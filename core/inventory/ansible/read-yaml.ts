// Ansible's YAML form: groups with hosts, vars and children, at any depth.
import type { ComposedNode, ComposedScalar } from '#core/ports/ansible-yaml.ts';
import type { Reading } from './reading.ts';
import { scalarKind } from './yaml-scalar.ts';
import { TooMuch, type Pairs, type ValueReader } from './yaml-values.ts';

const deepest = 100;

/** Null where it would be no text but a number or the like, which is no name. */
function nameOf(key: ComposedNode): string | null {
  if (key.kind !== 'scalar') return null;
  return isText(key) ? key.text : null;
}
const isText = ({ tag, plain, text }: ComposedScalar): boolean =>
  tag === null ? !plain || scalarKind(text) === 'str' : tag === 'tag:yaml.org,2002:str' || tag === '!unsafe';
const isNothing = (node: ComposedNode): boolean =>
  node.kind === 'scalar' && node.plain && node.tag === null && scalarKind(node.text) === 'null';

export function readYamlGroups(top: Pairs, values: ValueReader, reading: Reading): void {
  const source = { values, reading };
  for (const [key, value] of last(top)) takeGroup({ key, value, depth: 0 }, source);
}

interface Source {
  readonly values: ValueReader;
  readonly reading: Reading;
}
interface Entry {
  readonly key: ComposedNode;
  readonly value: ComposedNode;
  readonly depth: number;
}

/** The last of equal keys counts, at the place of the first. */
const last = (pairs: Pairs): Pairs => [
  ...new Map(pairs.map((pair) => [pair[0].kind === 'scalar' ? pair[0].text : pair[0], pair] as const)).values(),
];

/** A word alone stands for a map with that key and nothing in it. */
function entriesOf(node: ComposedNode, { values }: Source): Pairs | null {
  if (isNothing(node)) return [];
  if (node.kind === 'scalar') return isText(node) ? [[node, { kind: 'scalar', line: node.line, tag: null, text: '', plain: true }]] : null;
  const pairs = values.pairsOf(node);
  return pairs === null ? null : last(pairs);
}

/** Its name; null: it is none. */
function takeGroup({ key, value, depth }: Entry, source: Source): string | null {
  const { reading, values } = source;
  reading.count();
  if (depth > deepest) throw new TooMuch('The groups go deeper than a hundred levels.');
  const name = nameOf(key);
  if (name === null) {
    reading.tell(key.line, 'The name of a group is text; this one belongs into quotes, and is left out.');
    return null;
  }
  const pairs = isNothing(value) ? [] : values.pairsOf(value);
  if (pairs === null) {
    reading.tell(key.line, `${name} is no group, which has hosts, vars or children below it; it is left out.`);
    return reading.inventory.groups.has(name) ? name : null;
  }
  if (!reading.addGroup(key.line, name)) return null;
  for (const [part, below] of last(pairs)) takePart({ key: part, value: below, depth }, { name, source });
  return name;
}

function takePart({ key, value, depth }: Entry, { name, source }: { readonly name: string; readonly source: Source }): void {
  const { reading, values } = source;
  const part = nameOf(key);
  if (part !== 'hosts' && part !== 'vars' && part !== 'children')
    return reading.tell(key.line, `Below a group stand hosts, vars or children; ${part ?? 'this'} is left out.`);
  const entries = entriesOf(value, source);
  if (entries === null) return reading.tell(key.line, `Below ${part} each entry is a name with a colon; this is left out.`);
  for (const [entry, below] of entries) {
    if (part === 'children') {
      const child = takeGroup({ key: entry, value: below, depth: depth + 1 }, source);
      if (child !== null) reading.addChild(entry.line, name, child);
    } else if (part === 'hosts') takeHost(entry, below, { name, source });
    else if (entry.kind === 'scalar') reading.setVariable(entry.line, { owner: name, name: entry.text, value: values.valueOf(below) });
    else reading.tell(entry.line, 'The name of a variable is text; this one is left out.');
  }
}

function takeHost(key: ComposedNode, value: ComposedNode, { name, source }: { readonly name: string; readonly source: Source }): void {
  const { reading, values } = source;
  const pattern = nameOf(key);
  if (pattern === null) return reading.tell(key.line, 'The name of a host is text; this one belongs into quotes, and is left out.');
  const hosts = reading.addHosts(key.line, pattern, name);
  const pairs = isNothing(value) ? [] : values.pairsOf(value);
  if (pairs === null) return reading.tell(key.line, `Below ${pattern} each variable is a name with a colon and its value.`);
  for (const [variable, below] of last(pairs)) {
    if (variable.kind !== 'scalar') {
      reading.tell(variable.line, 'The name of a variable is text; this one is left out.');
      continue;
    }
    const read = values.valueOf(below);
    for (const owner of hosts) reading.setVariable(variable.line, { owner, name: variable.text, value: read });
  }
}
