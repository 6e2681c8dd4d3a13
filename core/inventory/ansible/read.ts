// All files of an inventory into one, as `ansible-inventory -i FOLDER` does it.
import type { AnsibleFile, ImportNote } from '#contract/inventory/ansible.ts';
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { ComposedNode, ComposeYaml } from '#core/ports/ansible-yaml.ts';
import { filesFor, sortFiles, type VariablesFile } from './files.ts';
import type { AnsibleInventory } from './model.ts';
import { readIni } from './read-ini.ts';
import { readYamlGroups } from './read-yaml.ts';
import { Reading } from './reading.ts';
import { TooMuch, ValueReader } from './yaml-values.ts';

const longestFile = 4_000_000;

export interface InventoryRead {
  readonly inventory: AnsibleInventory;
  readonly notes: readonly ImportNote[];
}

/** Never throws. */
export function readInventory(files: readonly AnsibleFile[], compose: ComposeYaml): InventoryRead {
  const reading = new Reading();
  const reader = new FileReader(reading, compose);
  const { sources, variables, left } = sortFiles(files);
  for (const { path, reason } of left) {
    reading.begin(path);
    reading.tell(0, reason);
  }
  for (const source of sources) reader.guarded(source, () => reader.source(source));
  reading.inventory.settle();
  readVariables(variables, reader, reading);
  return { inventory: reading.inventory, notes: reading.notes };
}

class FileReader {
  readonly #reading: Reading;
  readonly #compose: ComposeYaml;
  readonly #values: ValueReader;
  readonly #variables = new Map<AnsibleFile, ReadonlyMap<string, DocumentValue>>();
  constructor(reading: Reading, compose: ComposeYaml) {
    this.#reading = reading;
    this.#compose = compose;
    this.#values = new ValueReader(reading.tell, reading.count);
  }

  /** What a file brings in too great numbers ends its reading, and no other's. */
  guarded(file: AnsibleFile, act: () => void): void {
    this.#reading.begin(file.path);
    const reason = unread(file);
    if (reason !== null) return this.#reading.tell(reason.line, reason.message);
    try {
      act();
    } catch (error) {
      if (!(error instanceof TooMuch) && !(error instanceof RangeError)) throw error;
      this.#reading.tell(0, `${error instanceof TooMuch ? error.message : 'It goes too deep.'} The rest of this file is left out.`);
    }
  }

  /** YAML where it is YAML and a map; else INI, which Ansible tries next. */
  source({ path, text }: AnsibleFile): void {
    const ending = /[^/.][^/]*(\.[^./]*)$/.exec(path)?.[1] ?? '';
    if (ending === '.toml') return this.#reading.tell(0, 'Inventories in TOML are not read.');
    const isYaml = ['.yml', '.yaml', '.json'].includes(ending);
    if (!isYaml && ending !== '') return readIni(text, this.#reading);
    const root = this.#compose(text);
    if (root.kind === 'map') return this.#groups(root);
    const reason = root.kind === 'flaw' ? `This is not well-formed YAML: ${root.reason}` : 'An inventory in YAML is a map of groups.';
    const isEmpty = root.kind === 'scalar' && root.text === '';
    if (isYaml && !isEmpty) this.#reading.tell(root.line, `${reason} The file is left out.`);
    if (!isYaml) readIni(text, this.#reading);
  }

  #groups(root: ComposedNode): void {
    const top = this.#values.pairsOf(root) ?? [];
    const plugin = top.find(([key]) => key.kind === 'scalar' && key.text === 'plugin');
    if (plugin !== undefined)
      return this.#reading.tell(plugin[0].line, 'This file lets a plugin ask somewhere for hosts, which is not done here; it is left out.');
    readYamlGroups(top, this.#values, this.#reading);
  }

  variablesOf(file: AnsibleFile): ReadonlyMap<string, DocumentValue> {
    const known = this.#variables.get(file);
    if (known !== undefined) return known;
    const variables = new Map<string, DocumentValue>();
    this.#variables.set(file, variables);
    this.guarded(file, () => {
      const root = this.#compose(file.text);
      if (root.kind === 'scalar' && root.text === '') return;
      if (root.kind === 'flaw') return this.#reading.tell(root.line, `This is not well-formed YAML: ${root.reason} The file is left out.`);
      const pairs = this.#values.pairsOf(root);
      if (pairs === null) return this.#reading.tell(root.line, 'A file of variables is a map of names and values; this one is left out.');
      for (const [key, value] of pairs) {
        if (key.kind === 'scalar' && this.#reading.accepts(key.line, key.text)) variables.set(key.text, this.#values.valueOf(value));
      }
    });
    return variables;
  }
}

function unread({ text }: AnsibleFile): { readonly line: number; readonly message: string } | null {
  if (text.length > longestFile) return { line: 0, message: 'The file is longer than 4 MB, and is left out.' };
  if (text.startsWith('$ANSIBLE_VAULT;'))
    return {
      line: 1,
      message: 'The whole file is encrypted, so nothing of it can be read; it is left out. Decrypt it with ansible-vault first.',
    };
  if (text.includes('\0')) return { line: 0, message: 'This is no text, and is left out.' };
  return null;
}

/** Files that nobody is called like are named, since they have no effect. */
function readVariables(all: readonly VariablesFile[], reader: FileReader, reading: Reading): void {
  const { groups, hosts } = reading.inventory;
  const used = new Set<AnsibleFile>();
  const bases = [...new Set(all.map(({ base }) => base))];
  for (const base of bases) {
    const here = (kind: VariablesFile['kind']) => byFirst(all.filter((each) => each.base === base && each.kind === kind));
    const [forGroups, forHosts] = [here('group_vars'), here('host_vars')];
    const take = (name: string, files: ReadonlyMap<string, readonly VariablesFile[]>, into: Map<string, DocumentValue>): void => {
      for (const file of filesFor(
        name,
        endings.flatMap((ending) => files.get(name + ending) ?? []),
      )) {
        used.add(file);
        for (const [key, value] of reader.variablesOf(file)) into.set(key, value);
      }
    };
    for (const [name, group] of groups) take(name, forGroups, group.files);
    for (const [name, host] of hosts) take(name, forHosts, host.variables);
  }
  for (const { file, kind } of all) {
    if (used.has(file)) continue;
    reading.begin(file.path);
    reading.tell(0, `No ${kind === 'group_vars' ? 'group' : 'host'} has this name, or Ansible passes over such files; it is not read.`);
  }
}

const endings = ['', '.yml', '.yaml', '.json'];
function byFirst(files: readonly VariablesFile[]): ReadonlyMap<string, readonly VariablesFile[]> {
  return Map.groupBy(files, ({ inside }) => inside[0] ?? '');
}
