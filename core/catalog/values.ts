// Puts the settings of a platform and its variables into the values of a chart: "${DOMAIN}" and its like, inside texts only.
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { Settings } from '#contract/platforms.ts';
import { issuerName } from '#core/certificates/names.ts';
import { fault } from '#core/fault.ts';
import { ingressAddresses } from '#core/platform/ingress-addresses.ts';
import { likelyName } from './likely-name.ts';
import { canonicalText } from './values-hash.ts';

export type Tokens = Readonly<Record<string, string>>;

const settingOf: Readonly<Record<string, (settings: Settings) => string>> = {
  DOMAIN: (settings) => settings.domain,
  STORAGE_CLASS: (settings) => settings.storageClass,
  ADMIN_USER: (settings) => settings.adminUser,
  /** "" where ingress has no addresses of its own. */
  INGRESS_ADDRESS: (settings) => ingressAddresses(settings)?.nginx ?? '',
  INGRESS_KN_ADDRESS: (settings) => ingressAddresses(settings)?.nginxKn ?? '',
  /** The ClusterIssuer that certificates are asked of. */
  CERTIFICATE_ISSUER: (settings) => issuerName(settings.certificates),
};
/** What a catalogue file may name. */
export const tokenNames: readonly string[] = Object.keys(settingOf);

/** Global variables of an inventory, by their names. */
export type Variables = Readonly<Record<string, DocumentValue>>;

/** A variable is named in upper case. A secret stays a reference, `${!secret:NAME}`, until its value is sent. */
export const tokensOf = (settings: Settings, variables: Variables = {}): Tokens => ({
  ...Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => tokenOfVariable(name, value))),
  ...Object.fromEntries(Object.entries(settingOf).map(([name, of]) => [name, of(settings)])),
});

function tokenOfVariable(name: string, value: DocumentValue): readonly (readonly [string, string])[] {
  const secret = secretOf(value);
  // A name that is none would be sent as it stands here.
  if (secret !== null && /^[a-z0-9_-]+$/.test(secret)) return [[name.toUpperCase(), `\${!secret:${secret}}`]];
  // Lists and maps are no text.
  return typeof value === 'object' ? [] : [[name.toUpperCase(), String(value)]];
}

/** The name in `!secret NAME`; null for every other value. */
export function secretOf(value: DocumentValue): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const name = value['!secret'];
  return typeof name === 'string' ? name : null;
}

const reference = /\$\{!secret:([a-z0-9_-]+)\}/g;

/** Names of the secrets that planned values refer to. */
export function secretsIn(values: unknown): readonly string[] {
  const names = [...canonicalText(values).matchAll(reference)].map((found) => found[1] ?? '');
  return [...new Set(names)];
}

/** A copy with every reference replaced; only for what is sent at once. */
export const revealIn = (values: Readonly<Record<string, unknown>>, valueOf: (secret: string) => string): Record<string, unknown> =>
  replaceTexts(values, (text) => text.replaceAll(reference, (_, name: string) => valueOf(name)));

function replaceTexts(values: Readonly<Record<string, unknown>>, replace: (text: string) => string): Record<string, unknown> {
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return replace(value);
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === 'object' && value !== null ? replaceTexts({ ...value }, replace) : value;
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, inside(value)]));
}

/** A copy with every token replaced. Throws INPUT_INVALID for an unknown one, with its path. */
export function fillValues(values: Readonly<Record<string, unknown>>, tokens: Tokens): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, tokens, key)]));
}

function fill(value: unknown, tokens: Tokens, path: string): unknown {
  if (typeof value === 'string') return value.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (_, name: string) => tokenValue(name, tokens, path));
  if (Array.isArray(value)) return value.map((item: unknown, index) => fill(item, tokens, `${path}.${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, tokens, `${path}.${key}`)]));
}

function tokenValue(name: string, tokens: Tokens, path: string): string {
  const value = tokens[name];
  if (value !== undefined) return value;
  const likely = likelyName(
    name,
    Object.keys(tokens).map((known) => known.toLowerCase()),
  ).toUpperCase();
  const reason = `\${${name}} stands for nothing${likely === '' ? '' : `; did you mean \${${likely}}?`}`;
  throw fault('INPUT_INVALID', { field: path, reason }, { field: path });
}
