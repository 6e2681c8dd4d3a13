// What can be completed at a place of the document's text, by the shape of the document.
import type { DocumentData } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { distribution } from '#contract/distributions.ts';
import { t } from '#renderer/texts/current.ts';
import { fieldIds } from './cells.ts';
import { roles } from './roles.ts';
import { variablesIn } from './used-variables.ts';
import { showValue } from './value-text.ts';
import { keyOf, pathAbove } from './yaml-place.ts';
import type { Lines } from './yaml-place.ts';

const words = t.inventory.editor;

export interface Offer {
  readonly label: string;
  /** What is put in; the label where it is left out. */
  readonly insert?: string | undefined;
  readonly detail?: string | undefined;
  readonly info?: string | undefined;
}
export interface Offers {
  /** Where the word begins that is completed. */
  readonly from: number;
  readonly offers: readonly Offer[];
  /** Worth offering before anything is typed. */
  readonly isEager: boolean;
}
export interface CompletionWorld {
  readonly data: DocumentData;
  readonly dictionary: readonly Variable[];
  readonly components: readonly { readonly id: string; readonly title: string }[];
  readonly secrets: readonly string[];
}

const certificateKeys = ['mode', 'email', 'environment', 'provider'] as const;
const settingKeys = ['domain', 'certificates', 'ingressPool', 'storageClass', 'adminUser', 'podCidr', 'serviceCidr'] as const;
const topKeys = ['hearth', 'name', 'distribution', 'channel', 'settings', 'components', 'variables', 'groups', 'nodes'] as const;
const groupKeys = ['groups', 'variables'] as const;
const nodeKeys = [...fieldIds, 'variables'] as const;
/** A line of its own follows, with what is in it. */
const holders: ReadonlySet<string> = new Set([
  'settings',
  'certificates',
  'components',
  'variables',
  'groups',
  'nodes',
  'labels',
  'taints',
]);

function keysAt(path: readonly string[]): readonly string[] {
  const [top] = path;
  if (path.length === 0) return topKeys;
  if (top === 'settings') return path.length === 1 ? settingKeys : path[1] === 'certificates' && path.length === 2 ? certificateKeys : [];
  if (path.length !== 2) return [];
  return top === 'nodes' ? nodeKeys : top === 'groups' ? groupKeys : [];
}

const isVariables = (path: readonly string[]): boolean =>
  (path.length === 1 && path[0] === 'variables') ||
  (path.length === 3 && path[2] === 'variables' && (path[0] === 'nodes' || path[0] === 'groups'));

const notes: Readonly<Record<string, string>> = words.keyNotes;
const keyOffer = (key: string): Offer => ({ label: key, insert: holders.has(key) ? `${key}:` : `${key}: `, info: notes[key] });

function variableOffers({ dictionary, data }: CompletionWorld, insert: (name: string) => string): readonly Offer[] {
  const known = new Set(dictionary.map((variable) => variable.name));
  const own = variablesIn(data).filter((name) => !known.has(name));
  return [
    ...dictionary.map((variable) => ({
      label: variable.name,
      insert: insert(variable.name),
      detail: variable.title,
      info: variable.description,
    })),
    ...own.map((name) => ({ label: name, insert: insert(name) })),
  ];
}

const plain = (names: readonly string[], detail?: string): readonly Offer[] => names.map((label) => ({ label, detail }));
const groupOffers = ({ data }: CompletionWorld): readonly Offer[] =>
  plain(
    data.groups.map((group) => group.name),
    words.group,
  );

function variableValues(variable: Variable | undefined): readonly Offer[] {
  if (variable === undefined) return [];
  if (variable.sensitive) return [{ label: '!secret', insert: '!secret ', info: t.inventory.inspector.masked }];
  if (variable.choices !== undefined) return plain(variable.choices);
  if (variable.type === 'boolean') return plain(['true', 'false']);
  return variable.default === undefined ? [] : [{ label: showValue(variable.default), detail: words.default }];
}

/** Values of a few words, by where they stand. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  distribution: distribution.options,
  'settings.certificates.mode': ['self-signed', 'lets-encrypt-http', 'lets-encrypt-dns'],
  'settings.certificates.environment': ['staging', 'production'],
  'settings.certificates.provider': ['cloudflare'],
};
const ofNode: Readonly<Record<string, readonly string[]>> = { role: roles, credential: ['hearth-key', 'agent', '{key-file: }'] };

function valuesAt(path: readonly string[], world: CompletionWorld): readonly Offer[] {
  const key = path.at(-1) ?? '';
  const at = path.join('.');
  if (isVariables(path.slice(0, -1))) return variableValues(world.dictionary.find((variable) => variable.name === key));
  if (at === 'components') return world.components.map(({ id, title }) => ({ label: id, detail: title }));
  if (path.length === 3 && key === 'groups') return groupOffers(world);
  return plain((path.length === 3 && path[0] === 'nodes' ? ofNode[key] : fixed[at]) ?? []);
}

const wordEnd = /[\w.-]*$/;

/** Null where nothing is known to fit. */
export function offersAt(doc: Lines, position: number, world: CompletionWorld): Offers | null {
  const line = doc.lineAt(position);
  const before = line.text.slice(0, position - line.from);
  const word = wordEnd.exec(before)?.[0] ?? '';
  const found = (offers: readonly Offer[], isEager: boolean): Offers | null =>
    offers.length === 0 ? null : { from: position - word.length, offers, isEager };
  if (/(^|\s)#/.test(before)) return null;
  if (/!secret\s+["']?[\w-]*$/.test(before)) return found(plain(world.secrets, words.secret), true);
  if (/\{\{\s*\w*$/.test(before))
    return found(
      variableOffers(world, (name) => name),
      true,
    );
  const key = keyOf(line.text);
  if (key !== null && position - line.from >= key.valueFrom) {
    return found(valuesAt([...pathAbove(doc, line.number, key.indent), key.key], world), true);
  }
  const item = /^(\s*)-\s+\S*$/.exec(before);
  if (item !== null) return found(valuesAt(pathAbove(doc, line.number, (item[1] ?? '').length + 1), world), true);
  if (!/^\s*[\w.-]*$/.test(before)) return null;
  const path = pathAbove(doc, line.number, before.length - word.length);
  if (isVariables(path))
    return found(
      variableOffers(world, (name) => `${name}: `),
      false,
    );
  return found(keysAt(path).map(keyOffer), false);
}

/** The variable that a place is about: its key, or a name inside {{ }}. */
export function variableAt(doc: Lines, position: number): { name: string; path: readonly string[]; from: number; to: number } | null {
  const line = doc.lineAt(position);
  const column = position - line.from;
  for (const found of line.text.matchAll(/\{\{\s*([a-zA-Z_]\w*)/g)) {
    const name = found[1] ?? '';
    const to = found.index + found[0].length;
    const from = to - name.length;
    if (column >= from && column <= to) return { name, path: [], from: line.from + from, to: line.from + to };
  }
  const key = keyOf(line.text);
  if (key === null || column < key.from || column >= key.valueFrom) return null;
  const above = pathAbove(doc, line.number, key.indent);
  if (!isVariables(above)) return null;
  return { name: key.key, path: [...above, key.key], from: line.from + key.from, to: line.from + key.valueFrom - 1 };
}
