// One difference as a sentence.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { secretForm } from '#core/inventory/lint/secret-forms.ts';
import { secretIn, tagOf } from '#core/inventory/variables/tagged.ts';
import { entryOf, isMap, sameValue, type DocumentMap } from './values.ts';

interface Change {
  /** Undefined: nothing stood there. */
  readonly before: DocumentValue | undefined;
  readonly after: DocumentValue | undefined;
}

export function sentenceOf(path: DocumentPath, change: Change): string {
  const [top, name, ...rest] = path;
  if (top === 'nodes' && name !== undefined)
    return rest.length === 0 ? nodeSentence(String(name), change) : `${name}: ${lower(fieldSentence(rest, change))}`;
  if (top === 'groups' && name !== undefined)
    return rest.length === 0 ? cameOrWent(`The group ${name}`, change) : `Group ${name}: ${lower(fieldSentence(rest, change))}`;
  return fieldSentence(path, change);
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

function fieldSentence(path: DocumentPath, { before, after }: Change): string {
  const labels = labelsSentence(path, { before, after });
  if (labels !== null) return labels;
  const what = thing(path);
  const isSet = path.length === 1 && plurals.has(what);
  const [then, now] = [before, after].map((value) => (isSet && value === undefined ? [] : value));
  return changeSentence(what, Array.isArray(now) && Array.isArray(then) ? { before: then, after: now } : { before, after });
}

/** Of labels that came or went; null for anything else. */
function labelsSentence([top, key, ...rest]: DocumentPath, { before, after }: Change): string | null {
  const [value, ...others] = [before, after].filter((one) => one !== undefined);
  if (top !== 'labels' || rest.length > 0 || value === undefined || others.length > 0) return null;
  const labels = key === undefined ? value : { [key]: value };
  const count = isMap(labels) && tagOf(labels) === null ? Object.keys(labels).length : 0;
  return count === 0 ? null : `${count === 1 ? 'Label' : 'Labels'} ${shown(labels)} ${after === undefined ? 'removed' : 'added'}.`;
}

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
  const named = (items: readonly string[]) => `${plurals.has(what) ? countNoun(what, items.length) : ''}${items.join(', ')}`;
  const told = parts.flatMap((items, index) => (items.length === 0 ? [] : [`${named(items)} ${index === 0 ? 'added' : 'removed'}`]));
  if (told.length > 0) return plurals.has(what) ? `${upper(told.join(', '))}.` : `${what}: ${told.join(', ')}.`;
  return added.length + removed.length > 0 ? `${what} changed.` : `${what} changed in order or number.`;
}

/** "The groups" → "group " or "groups ". */
const countNoun = (what: string, count: number): string => `${what.replace(/^The /, '').replace(/s$/, count === 1 ? '' : 's')} `;

const secretSound = /passw|passphrase|secret|token|credential|(api|access|private|auth)_?key|(^|[\s._-])(pass|pwd)s?$/i;

/** Of what sounds like a secret nothing is shown, but for references to one. */
const shownAs = (what: string, value: DocumentValue): string => (isHidden(what, value) ? '' : shown(value));
const isHidden = (name: string, value: DocumentValue): boolean => secretSound.test(name) && secretIn(value) === null;

const upper = (sentence: string): string => sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
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
/** In words. Secrets are named, sealed texts are not shown at all. */
function shown(value: DocumentValue): string {
  const text = inWords(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** `a, b` and `disk=ssd, tier=hot`; what stands further down is put in round brackets. */
function inWords(value: DocumentValue): string {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'string') return secretForm(value) === '' ? value : '…';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(inner).join(', ');
  return isMap(value) ? mapInWords(value) : String(value);
}

function mapInWords(value: DocumentMap): string {
  const tag = tagOf(value);
  if (tag !== null) return taggedInWords(tag, entryOf(value, tag) ?? null);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${isHidden(key, item) ? '…' : inner(item)}`);
  return entries.length === 0 ? 'empty' : entries.join(', ');
}

function taggedInWords(tag: string, value: DocumentValue): string {
  if (tag === '!vault') return 'a sealed value';
  return tag === '!secret' ? `the secret ${inWords(value)}` : inWords(value);
}

const inner = (value: DocumentValue): string => {
  const isSeveral = typeof value === 'object' && value !== null && tagOf(value) === null && Object.keys(value).length > 0;
  return isSeveral ? `(${inWords(value)})` : inWords(value);
};
