// An Ansible inventory in YAML: groups with hosts, vars and children.
import type { ReadYaml, YamlEntry, YamlNode } from '#core/ports/yaml.ts';
import { AnsibleGroups } from './ansible-groups.ts';
import type { Reading } from './draft.ts';

/** Null: the text does not look like one. A look at its lines first, since not every paste is worth parsing. */
export function readAnsibleYaml(text: string, lines: readonly string[], readYaml: ReadYaml): readonly Reading[] | null {
  if (!lines.some((line) => /^\s*hosts\s*:\s*(#.*)?$/.test(line))) return null;
  const root = readYaml(text);
  const at = (line: number, read: Reading['read']): Reading => ({ line, text: lines[line - 1] ?? '', read });
  if (root.kind === 'flaw') return [at(root.line, `This inventory is not well-formed YAML here: ${root.reason}`)];
  if (root.kind !== 'map') return null;
  const groups = new AnsibleGroups();
  const told = root.entries.flatMap((entry) => takeGroup(groups, null, entry));
  return [...groups.readings().map(({ line, read }) => at(line, read)), ...told.map(([line, read]) => at(line, read))];
}

type Told = readonly [line: number, sentence: string];
const entriesOf = (node: YamlNode): readonly YamlEntry[] => (node.kind === 'map' ? node.entries : []);

function takeGroup(groups: AnsibleGroups, parent: string | null, { key: group, line, value }: YamlEntry): readonly Told[] {
  if (parent !== null) groups.addChild(parent, group);
  if (value.kind === 'text') return [[line, `${group} is a group and has hosts, vars or children below it.`]];
  return entriesOf(value).flatMap((part): readonly Told[] => {
    if (part.key === 'hosts') return takeHosts(groups, group, part);
    if (part.key === 'children') return entriesOf(part.value).flatMap((child) => takeGroup(groups, group, child));
    if (part.key !== 'vars') return [[part.line, `A group has hosts, vars or children; ${part.key} is none of them.`]];
    for (const [name, text] of variablesOf(part.value)) groups.addVariable(group, name, text);
    return [];
  });
}

function takeHosts(groups: AnsibleGroups, group: string, { line, value }: YamlEntry): readonly Told[] {
  if (value.kind === 'text') return [[line, 'Below hosts each machine is a name with a colon.']];
  for (const host of entriesOf(value))
    groups.addHost(group, { name: host.key, line: host.line, text: '', variables: variablesOf(host.value) });
  return [];
}

const variablesOf = (node: YamlNode): ReadonlyMap<string, string> =>
  new Map(entriesOf(node).flatMap(({ key, value }) => (value.kind === 'text' ? [[key, value.text] as const] : [])));
