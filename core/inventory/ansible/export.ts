// The document as one YAML file for Ansible: the same hosts, groups and values.
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import { platformSetting } from '#core/inventory/variables/settings.ts';
import { createEnvironment, type SecretVariable } from './environment.ts';
import { inventoryOf } from './from-document.ts';
import type { AnsibleInventory, Group } from './model.ts';
import { createWriter, writeEntries, type Entries, type Written, type YamlWriter } from './write-yaml.ts';

export interface AnsibleExport {
  readonly fileName: string;
  readonly text: string;
  readonly environment: SecretVariable[];
  readonly notes: string[];
}

export function exportForAnsible(data: DocumentData, dictionary: Pick<Dictionary, 'all' | 'find'>): AnsibleExport {
  const environment = createEnvironment();
  const unknown = new Set<string>();
  const writer = createWriter({ secret: environment.lookup, unknown: (tag) => void unknown.add(tag) });
  const name = entryOf(data.general, 'name');
  const inventory = inventoryOf({ ...data, variables: { ...settingVariables(data, dictionary), ...data.variables } });
  const body = writeEntries(sections(inventory, writer)).lines;
  const head = `# The inventory of ${typeof name === 'string' ? name.replaceAll(/[\p{C}\u2028\u2029]/gu, ' ') : 'a platform'}, written by Hearth for Ansible.`;
  return {
    fileName: fileNameFor(typeof name === 'string' ? name : ''),
    text: `${[head, ...body].join('\n')}\n`,
    environment: environment.all(),
    notes: [
      ...notesOn(data),
      ...[...unknown].map((tag) => `Ansible does not know the tag ${tag}; what stands behind it is written without it.`),
    ],
  };
}

function fileNameFor(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'inventory.yml' : `${plain}-inventory.yml`;
}

/** Settings that playbooks know under another name, unless a variable says that already. */
function settingVariables(data: DocumentData, { all, find }: Pick<Dictionary, 'all' | 'find'>): Record<string, DocumentValue> {
  const spoken = new Set(Object.keys(data.variables).map((name) => find(name)?.setting));
  const found = all.flatMap(({ name, setting, scope }): [string, DocumentValue][] => {
    const said = scope !== 'platform' || spoken.has(setting) ? null : platformSetting(data, setting);
    return said === null ? [] : [[name, said.value]];
  });
  return Object.fromEntries(found);
}

function sections(inventory: AnsibleInventory, writer: YamlWriter): Entries {
  const variablesOf = (variables: ReadonlyMap<string, DocumentValue>): Written =>
    writeEntries([...variables].map(([name, value]) => [name, writer.write(value)]));
  const part = (name: string, entries: Entries): Entries => (entries.length === 0 ? [] : [[name, writeEntries(entries)]]);
  const empty = (names: Iterable<string>): Entries => [...names].map((name) => [name, writeEntries([])]);
  const section = (group: Group): Entries => [
    ...part('hosts', empty(group.hosts)),
    ...part('children', empty(group.children)),
    ...(group.variables.size === 0 ? [] : [['vars', variablesOf(group.variables)] as const]),
  ];
  const all = inventory.group('all');
  // Hosts come before all groups, so that a group of the same name does not take their variables.
  const hosts = [...inventory.hosts.values()].map(({ name, variables }) => [name, variablesOf(variables)] as const);
  const first: Entries = [
    ...part('hosts', hosts),
    ...part('children', empty(all.children)),
    ...(all.variables.size === 0 ? [] : [['vars', variablesOf(all.variables)] as const]),
  ];
  const others = [...inventory.groups.values()].filter(
    ({ name, variables }) => name !== 'all' && (name !== 'ungrouped' || variables.size > 0),
  );
  return [['all', writeEntries(first)], ...others.map((group) => [group.name, writeEntries(section(group))] as const)];
}

/** What Ansible has no place for. */
function notesOn({ nodes, general }: DocumentData): readonly string[] {
  const marked = nodes.filter(({ fields }) => ['labels', 'taints'].some((field) => entryOf(fields, field) !== undefined));
  const components = entryOf(general, 'components');
  return [
    ...(marked.length > 0 ? [`Labels and taints are not written: ${marked.map(({ name }) => name).join(', ')}.`] : []),
    ...(Array.isArray(components) && components.length > 0 ? ['The chosen components are not written.'] : []),
  ];
}
