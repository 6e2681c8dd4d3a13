// An Ansible inventory as the text of a document, and as changes that bring it into another one.
import type { AnsibleFile, AnsibleImport, ImportNote } from '#contract/inventory/ansible.ts';
import type { DocumentChange, DocumentData, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { fault } from '#core/fault.ts';
import { entryOf, isMap, sameValue } from '#core/inventory/document/values.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import type { ComposeYaml } from '#core/ports/ansible-yaml.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { readInventory } from './read.ts';
import { toDocument, type Converted } from './to-document.ts';
import { TooMuch } from './yaml-values.ts';

export interface ImportDeps {
  readonly yaml: Pick<Yaml, 'block'>;
  readonly composeYaml: ComposeYaml;
  readonly dictionary: Pick<Dictionary, 'find'>;
}
export interface ImportedInventory {
  readonly imported: AnsibleImport;
  readonly data: DocumentData;
}

/** What cannot be read is left out, with a note. Throws INPUT_INVALID for more than an inventory can hold. */
export function importFromAnsible(files: readonly AnsibleFile[], { yaml, composeYaml, dictionary }: ImportDeps): ImportedInventory {
  const { inventory, notes } = readInventory(files, composeYaml);
  const converted = fitting(() => toDocument(inventory, dictionary));
  const { data } = converted;
  const further = [...converted.notes.slice(0, mostNotes), ...restOf(converted.notes.length - mostNotes)];
  const scopes = [data.variables, ...data.groups.map(({ variables }) => variables), ...data.nodes.map(({ variables }) => variables)];
  return {
    data,
    imported: {
      text: `${yaml.block(contentOf(data))}\n`,
      nodes: data.nodes.length,
      groups: data.groups.length,
      variables: scopes.reduce((sum, scope) => sum + Object.keys(scope).length, 0),
      notes: [...notes, ...further.map((message): ImportNote => ({ file: '', line: 0, message }))],
    },
  };
}

/** As many characters as an inventory may have. A long value that many machines share is written for each of them. */
const longestText = 8_000_000;

function fitting(convert: () => Converted): Converted {
  try {
    const converted = convert();
    const { general, variables, groups, nodes } = converted.data;
    if (roomAfter([general, variables, ...groups, ...nodes], longestText) >= 0) return converted;
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    throw tooLarge(error.message);
  }
  throw tooLarge(`It would become an inventory of more than ${longestText} characters.`);
}

const tooLarge = (reason: string) => fault('INPUT_INVALID', { field: 'files', reason }, { field: 'files' });

/** What is left of `room`; it ends soon after there is none. */
function roomAfter(value: unknown, room: number): number {
  if (typeof value === 'string') return room - value.length;
  if (typeof value !== 'object' || value === null) return room - 1;
  let left = room;
  for (const [key, inner] of Object.entries(value)) {
    if (left < 0) break;
    left = roomAfter(inner, left - key.length);
  }
  return left;
}

/** Nobody reads thousands of names that were changed. */
const mostNotes = 500;
const restOf = (count: number): string[] => (count > 0 ? [`${count} more of these.`] : []);

type Values = Record<string, DocumentValue>;
const filled = (key: string, value: Values | string[]): Values => (Object.keys(value).length === 0 ? {} : { [key]: value });
type Entry = DocumentData['groups'][number] | DocumentData['nodes'][number];
const entryValue = ({ fields, groups, variables }: Entry): Values => ({
  ...fields,
  ...filled('groups', groups),
  ...filled('variables', variables),
});
const entries = (all: readonly Entry[]): Values => Object.fromEntries(all.map((one) => [one.name, entryValue(one)]));

const contentOf = ({ general, variables, groups, nodes }: DocumentData): Values => ({
  ...general,
  ...filled('variables', variables),
  ...filled('groups', entries(groups)),
  ...filled('nodes', entries(nodes)),
});

/** By name: what is there under other names stays, what is there under the same one says afterwards what was imported. */
export function importChanges(current: DocumentData, imported: DocumentData): DocumentChange[] {
  return [
    ...generalChanges([], current.general, imported.general),
    ...mapChanges(['variables'], current.variables, imported.variables),
    ...entryChanges('groups', current.groups, imported.groups),
    ...entryChanges('nodes', current.nodes, imported.nodes),
  ];
}

/** Two levels deep, as settings and the hosts kept for Ansible stand there. */
function generalChanges(path: DocumentPath, current: Readonly<Values>, imported: Readonly<Values>): DocumentChange[] {
  return Object.entries(imported).flatMap(([key, value]): DocumentChange[] => {
    const there = entryOf(current, key);
    if (!isMap(there) || !isMap(value)) return there !== undefined && sameValue(there, value) ? [] : [set([...path, key], value)];
    return generalChanges([...path, key], there, value);
  });
}

const set = (path: DocumentPath, value: DocumentValue): DocumentChange => ({ kind: 'set', path, value });

const mapChanges = (path: DocumentPath, current: Readonly<Values>, imported: Readonly<Values>): DocumentChange[] =>
  Object.entries(imported).flatMap(([key, value]) => {
    const there = entryOf(current, key);
    return there !== undefined && sameValue(there, value) ? [] : [set([...path, key], value)];
  });

function entryChanges(section: 'groups' | 'nodes', current: readonly Entry[], imported: readonly Entry[]): DocumentChange[] {
  const known = new Map(current.map((one) => [one.name, one]));
  return imported.flatMap((one): DocumentChange[] => {
    const path = [section, one.name];
    const there = known.get(one.name);
    if (there === undefined) return [set(path, entryValue(one))];
    const groups = [...new Set([...there.groups, ...one.groups])];
    return [
      ...mapChanges(path, there.fields, one.fields),
      ...(groups.length > there.groups.length ? [set([...path, 'groups'], groups)] : []),
      ...mapChanges([...path, 'variables'], there.variables, one.variables),
    ];
  });
}
