// Keys that Hearth does not read. They are kept, so that only a likely slip is worth a warning.
import type { DocumentPath } from '#contract/inventory/document.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import type { DocumentMap } from '#core/inventory/document/values.ts';
import { finding, renaming, type Finding } from './finding.ts';

export interface Keys {
  /** Completes "Hearth reads no … here". */
  readonly where: string;
  readonly known: readonly string[];
  /** Words of Ansible and of other tools for the same thing. */
  readonly synonyms: Readonly<Record<string, string>>;
}

export const topKeys: Keys = {
  where: 'at the top',
  known: ['hearth', 'name', 'distribution', 'channel', 'settings', 'components', 'variables', 'groups', 'nodes'],
  synonyms: { vars: 'variables', hosts: 'nodes', machines: 'nodes', children: 'groups', version: 'hearth' },
};
export const settingsKeys: Keys = {
  where: 'in settings',
  known: ['domain', 'certificates', 'ingressPool', 'storageClass', 'adminUser', 'podCidr', 'serviceCidr'],
  synonyms: { domain_name: 'domain', admin_username: 'adminUser', pool: 'ingressPool' },
};
export const certificateKeys: Keys = { where: 'in certificates', known: ['mode', 'email', 'environment', 'provider'], synonyms: {} };
export const nodeKeys: Keys = {
  where: 'for a machine',
  known: ['address', 'role', 'user', 'port', 'credential', 'jump', 'labels', 'taints', 'groups', 'variables'],
  synonyms: { vars: 'variables', host: 'address', ip: 'address', ansible_host: 'address', ansible_user: 'user', ansible_port: 'port' },
};
export const groupKeys: Keys = {
  where: 'for a group',
  known: ['groups', 'variables'],
  synonyms: { vars: 'variables', children: 'groups' },
};

/** `present`: keys that stand there beside those of `map`. */
export function unknownKeys(
  map: DocumentMap,
  { keys, path, present }: { keys: Keys; path: DocumentPath; present: readonly string[] },
): Finding[] {
  return Object.keys(map)
    .filter((key) => !keys.known.includes(key))
    .map((key) => {
      const at = [...path, key];
      const meant = likelyKey(key, keys);
      if (meant === '' || Object.hasOwn(map, meant) || present.includes(meant))
        return finding('unknown-key', at, {
          severity: 'hint',
          part: 'key',
          message: `Hearth reads no ${key} ${keys.where}; it is kept as it is.`,
          remedy: `Known here: ${keys.known.join(', ')}.`,
        });
      return finding('unknown-key', at, {
        severity: 'warning',
        part: 'key',
        message: `Hearth reads no ${key} ${keys.where}; ${meant} was probably meant.`,
        remedy: `Rename it to ${meant}, or leave it: it is kept.`,
        fix: renaming(at, meant),
      });
    });
}

function likelyKey(key: string, { known, synonyms }: Keys): string {
  if (Object.hasOwn(synonyms, key)) return synonyms[key] ?? '';
  const lower = new Map(known.map((name) => [name.toLowerCase(), name]));
  const plain = key.toLowerCase().replaceAll(/[-_ ]/g, '');
  return lower.get(likelyName(plain, [...lower.keys()])) ?? '';
}
