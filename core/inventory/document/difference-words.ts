// One difference as a sentence.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { entryOf, isMap, sameValue } from './values.ts';

interface Change {
  /** Undefined: nothing stood there. */
  readonly before: DocumentValue | undefined;
  readonly after: DocumentValue | undefined;
}

export function sentenceOf(path: DocumentPath, change: Change): string {
  const [top, name, ...rest] = path;
  if (top === 'nodes' && name !== undefined)
    return rest.length === 0 ? nodeSentence(String(name), change) : `${name}: ${lower(changeSentence(thing(rest), change))}`;
  if (top === 'groups' && name !== undefined)
    return rest.length === 0 ? cameOrWent(`The group ${name}`, change) : `Group ${name}: ${lower(changeSentence(thing(rest), change))}`;
  return changeSentence(thing(path), change);
}

function nodeSentence(name: string, { before, after }: Change): string {
  if (before === undefined) return `${name} is new${described(after)}.`;
  if (after === undefined) return `${name} is gone${described(before)}.`;
  return `${name} is the new name of ${shown(before)}.`;
}
function described(node: DocumentValue | undefined): string {
  if (!isMap(node)) return '';
  const [role, address] = [entryOf(node, 'role'), entryOf(node, 'address')];
  const parts = [typeof role === 'string' ? role : '', typeof address === 'string' ? address : ''].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const cameOrWent = (what: string, { before, after }: Change): string => {
  if (before === undefined) return `${what} is new.`;
  return after === undefined ? `${what} is gone.` : `${what} is ${shown(after)}, it was ${shown(before)}.`;
};

function changeSentence(what: string, { before, after }: Change): string {
  if (Array.isArray(before) && Array.isArray(after)) return listSentence(what, before, after);
  const is = plurals.has(what) ? 'are' : 'is';
  const was = plurals.has(what) ? 'they were' : 'it was';
  const [now, then] = [after, before].map((value) => (value === undefined ? '' : shownAs(what, value)));
  if (before === undefined) return `${what} ${is} new${now === '' ? '' : `: ${now}`}.`;
  if (after === undefined) return `${what} ${is} gone${then === '' ? '' : `, ${was} ${then}`}.`;
  return now === '' || then === '' ? `${what} ${is} another one.` : `${what} ${is} ${now}, ${was} ${then}.`;
}

function listSentence(what: string, before: readonly DocumentValue[], after: readonly DocumentValue[]): string {
  const added = after.filter((item) => !before.some((one) => sameValue(one, item)));
  const removed = before.filter((item) => !after.some((one) => sameValue(one, item)));
  const parts = [added, removed].map((items) => items.map((item) => shownAs(what, item)).filter((item) => item !== ''));
  const told = parts.flatMap((items, index) => (items.length === 0 ? [] : [`${items.join(', ')} ${index === 0 ? 'added' : 'removed'}`]));
  if (told.length > 0) return `${what}: ${told.join(', ')}.`;
  return added.length + removed.length > 0 ? `${what} changed.` : `${what} changed in order or number.`;
}

/** Of what sounds like a secret nothing is shown, but for references to one. */
const shownAs = (what: string, value: DocumentValue): string =>
  /passw|passphrase|secret|token|credential|api_?key|private_?key/i.test(what) && what !== words['credential'] && !isMap(value)
    ? ''
    : shown(value);

const lower = (sentence: string): string => sentence.slice(0, 1).toLowerCase() + sentence.slice(1);

const words: Readonly<Record<string, string>> = {
  name: 'The name',
  distribution: 'The distribution',
  channel: 'The channel',
  components: 'The components',
  address: 'The address',
  role: 'The role',
  user: 'The user',
  port: 'The port',
  credential: 'The way of signing in',
  jump: 'The jump host',
  taints: 'The taints',
  groups: 'The groups',
  labels: 'The labels',
  domain: 'The domain',
  certificates: 'The certificates',
  ingressPool: 'The ingress pool',
  storageClass: 'The storage class',
  adminUser: 'The name of the administrator',
  podCidr: 'The range of the pods',
  serviceCidr: 'The range of the services',
};

/** Those that are several. */
const plurals = new Set(['components', 'taints', 'groups', 'labels', 'certificates'].map((key) => words[key] ?? ''));

function thing(path: DocumentPath): string {
  const [first, second, ...rest] = path;
  if (first === 'variables' && second !== undefined) return `The variable ${[second, ...rest].join('.')}`;
  if (first === 'labels' && second !== undefined) return `The label ${second}`;
  if (first === 'settings' && second !== undefined)
    return rest.length === 0 ? thing([second]) : `The setting ${[second, ...rest].join('.')}`;
  const known = path.length === 1 && Object.hasOwn(words, String(first)) ? words[String(first)] : undefined;
  return known ?? `The entry ${path.join('.')}`;
}

const longest = 60;
/** Secrets are named, sealed texts are not shown at all. */
function shown(value: DocumentValue): string {
  if (isMap(value)) {
    const [entry, ...others] = Object.entries(value);
    if (entry !== undefined && others.length === 0) {
      if (entry[0] === '!secret') return `the secret ${JSON.stringify(entry[1]).replaceAll('"', '')}`;
      if (entry[0] === '!vault') return 'a sealed value';
    }
  }
  if (value === null || value === '') return 'empty';
  const text = typeof value === 'string' ? value : (pairs(value) ?? JSON.stringify(hidden(value)));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** `disk=ssd, tier=hot`; null: there is more to it than words. */
function pairs(value: DocumentValue): string | null {
  if (!isMap(value)) return null;
  const entries = Object.entries(value);
  const isPlain = entries.every(([key, inner]) => !key.startsWith('!') && (inner === null || typeof inner !== 'object'));
  return isPlain && entries.length > 0
    ? entries.map(([key, inner]) => `${key}=${typeof inner === 'string' ? inner : JSON.stringify(inner)}`).join(', ')
    : null;
}

/** Sealed values deeper down. */
function hidden(value: DocumentValue): DocumentValue {
  if (Array.isArray(value)) return value.map(hidden);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === '!vault' ? '…' : hidden(inner)]));
}
