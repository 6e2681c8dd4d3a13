// Settings of the document that are variables as well, each by the name that the dictionary gives it.
import type { DocumentData, DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { distribution, type Distribution } from '#contract/distributions.ts';
import { certificates, settings } from '#contract/platforms.ts';
import { issuerName } from '#core/certificates/names.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import { ingressAddresses } from '#core/platform/ingress-addresses.ts';
import { usualChannel, usualSettings } from '#core/platform/usual-content.ts';
import { readPool } from '#core/inventory/document/content-form.ts';
import { entryOf, isMap, type DocumentMap } from '#core/inventory/document/values.ts';

export interface Said {
  readonly value: DocumentValue;
  /** Null: it holds because the document leaves it out. */
  readonly path: DocumentPath | null;
}

const plain = ['domain', 'adminUser', 'storageClass', 'podCidr', 'serviceCidr'] as const;
const platformReaders: Readonly<Record<string, (data: DocumentData) => Said | null>> = {
  distribution: ({ general }) =>
    said(entryOf(general, 'distribution'), ['distribution']) ?? { value: defaultContent.distribution, path: null },
  channel: (data) => said(entryOf(data.general, 'channel'), ['channel']) ?? { value: usualChannel(distributionOf(data)), path: null },
  ...Object.fromEntries(
    plain.map((key) => {
      const usual = (data: DocumentData): Said => ({ value: usualSettings(distributionOf(data))[key], path: null });
      return [`settings.${key}`, (data: DocumentData) => said(entryOf(settingsOf(data), key), ['settings', key]) ?? usual(data)] as const;
    }),
  ),
  'settings.ingressPool': (data) => said(entryOf(settingsOf(data), 'ingressPool'), ['settings', 'ingressPool']),
  'settings.ingressPool.first': (data) => addressOf(data, 'nginx'),
  'settings.ingressPool.second': (data) => addressOf(data, 'nginxKn'),
  'settings.certificates.mode': (data) => ofCertificates(data, 'mode') ?? { value: defaultContent.settings.certificates.mode, path: null },
  'settings.certificates.email': (data) => ofCertificates(data, 'email'),
  'settings.certificates.issuer': (data) => {
    const typed = entryOf(settingsOf(data), 'certificates') ?? null;
    const read = certificates.safeParse(typed ?? defaultContent.settings.certificates);
    return read.success ? { value: issuerName(read.data), path: typed === null ? null : ['settings', 'certificates', 'mode'] } : null;
  },
};
const nodeFields: Readonly<Record<string, string>> = { 'node.address': 'address', 'node.port': 'port', 'node.user': 'user' };

/** What a variable of the dictionary may name as its setting. */
export const settingNames: readonly string[] = [...Object.keys(platformReaders), ...Object.keys(nodeFields)];

export const platformSetting = (data: DocumentData, setting: string | undefined): Said | null =>
  setting !== undefined && Object.hasOwn(platformReaders, setting) ? (platformReaders[setting]?.(data) ?? null) : null;

export function nodeSetting(node: DocumentNode, setting: string | undefined): Said | null {
  const field = setting !== undefined && Object.hasOwn(nodeFields, setting) ? nodeFields[setting] : undefined;
  return field === undefined ? null : said(entryOf(node.fields, field), ['nodes', node.name, field]);
}

const said = (value: DocumentValue | undefined, path: DocumentPath): Said | null =>
  value === undefined || value === null || value === '' ? null : { value, path };

const mapAt = (map: DocumentMap, key: string): DocumentMap => {
  const value = entryOf(map, key);
  return isMap(value) ? value : {};
};
const settingsOf = ({ general }: DocumentData) => mapAt(general, 'settings');
const ofCertificates = (data: DocumentData, key: string) =>
  said(entryOf(mapAt(settingsOf(data), 'certificates'), key), ['settings', 'certificates', key]);

const distributionOf = ({ general }: DocumentData): Distribution => {
  const read = distribution.safeParse(entryOf(general, 'distribution'));
  return read.success ? read.data : defaultContent.distribution;
};

function addressOf(data: DocumentData, controller: 'nginx' | 'nginxKn'): Said | null {
  const typed = entryOf(settingsOf(data), 'ingressPool');
  const read = settings.shape.ingressPool.safeParse(typeof typed === 'string' ? readPool(typed) : (typed ?? null));
  const found = read.success ? ingressAddresses({ ingressPool: read.data }) : null;
  return said(found?.[controller], ['settings', 'ingressPool']);
}
