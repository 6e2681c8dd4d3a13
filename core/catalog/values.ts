// Puts the settings of a platform into the values of a chart: "${DOMAIN}" and its like, inside texts only.
import type { Settings } from '#contract/platforms.ts';
import { issuerName } from '#core/certificates/names.ts';
import { fault } from '#core/fault.ts';
import { ingressAddresses } from '#core/platform/ingress-addresses.ts';
import { likelyName } from './likely-name.ts';

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

export const tokensOf = (settings: Settings): Tokens =>
  Object.fromEntries(Object.entries(settingOf).map(([name, of]) => [name, of(settings)]));

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
