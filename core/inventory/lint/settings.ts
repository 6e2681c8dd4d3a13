// The settings: the form of each, and then, of those that have their form, what the wizard asks of them together.
import type { DocumentData, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { distribution as distributionForm } from '#contract/distributions.ts';
import { settings as settingsForm, platformContent, type Issue, type PlatformContent, type Settings } from '#contract/platforms.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import { addressNumber, overlap, rangeOf, type AddressRange } from '#core/platform/ipv4.ts';
import type { PlacedMachine } from '#core/platform/ingress-pool.ts';
import { settingsIssues } from '#core/platform/settings-issues.ts';
import { usualChannel, usualSettings } from '#core/platform/usual-content.ts';
import { readPool } from '#core/inventory/document/content-form.ts';
import { entryOf, isMap, type DocumentMap } from '#core/inventory/document/values.ts';
import { finding, setting, type Finding, type KnownMachine, type KnownNetwork } from './finding.ts';
import { certificateKeys, settingsKeys, unknownKeys } from './keys.ts';
import type { NodeTraits } from './node-fields.ts';

export interface PlacedNode {
  readonly name: string;
  readonly traits: NodeTraits;
}
interface Surroundings {
  readonly nodes: readonly PlacedNode[];
  readonly networks: readonly KnownNetwork[];
  readonly machines: ReadonlyMap<string, KnownMachine>;
}

const isNothing = (value: DocumentValue | undefined): value is null | undefined => value === undefined || value === null;
const form = settingsForm.shape;
const plainSettings = ['domain', 'storageClass', 'adminUser', 'podCidr', 'serviceCidr'] as const;
type PlainSetting = (typeof plainSettings)[number];

/** What goes into the rules in the place of what cannot be read: it collides with nothing. */
const silence: Settings = { ...defaultContent.settings, domain: 'hearth.example.com', storageClass: '', podCidr: '', serviceCidr: '' };

export interface ReadSettings {
  readonly typed: DocumentMap;
  readonly content: Pick<PlatformContent, 'settings' | 'channel' | 'distribution'>;
  /** Keys that are left out, or have their form; of others only the form is told. */
  readonly sound: ReadonlySet<string>;
  readonly pool: AddressRange | null;
}

export function readSettings({ general }: DocumentData): ReadSettings {
  const typed = typedSettings(general);
  const kind = distributionForm.safeParse(entryOf(general, 'distribution') ?? defaultContent.distribution);
  const distribution = kind.success ? kind.data : defaultContent.distribution;
  const usual = usualSettings(distribution);
  const sound = new Set<string>();
  const read = (key: PlainSetting): string => {
    const found = form[key].safeParse(entryOf(typed, key) ?? usual[key]);
    if (found.success) sound.add(`settings.${key}`);
    return found.success ? found.data : silence[key];
  };
  const certificates = form.certificates.safeParse(entryOf(typed, 'certificates') ?? usual.certificates);
  const channel = platformContent.shape.channel.safeParse(entryOf(general, 'channel') ?? usualChannel(distribution));
  const ingressPool = poolOf(entryOf(typed, 'ingressPool'));
  const settings: Settings = {
    domain: read('domain'),
    certificates: certificates.success ? certificates.data : silence.certificates,
    ingressPool,
    storageClass: read('storageClass'),
    adminUser: read('adminUser'),
    podCidr: read('podCidr'),
    serviceCidr: read('serviceCidr'),
  };
  if (certificates.success) sound.add('settings.certificates');
  if (ingressPool !== null) sound.add('settings.ingressPool');
  if (channel.success && kind.success) sound.add('channel');
  if (!kind.success) sound.delete('settings.storageClass');
  const content = { settings, distribution, channel: channel.success ? channel.data : usualChannel(distribution) };
  return { typed, content, sound, pool: rangeOfPool(ingressPool) };
}

const typedSettings = (general: DocumentMap): DocumentMap => {
  const given = entryOf(general, 'settings');
  return isMap(given) ? given : {};
};

/** Null: none, or none that can be read. */
function poolOf(value: DocumentValue | undefined): Settings['ingressPool'] {
  const read = form.ingressPool.safeParse(typeof value === 'string' ? readPool(value) : (value ?? null));
  return read.success ? read.data : null;
}
function rangeOfPool(pool: Settings['ingressPool']): AddressRange | null {
  const [first, last] = [addressNumber(pool?.from ?? ''), addressNumber(pool?.to ?? '')];
  return first === null || last === null ? null : { first, last };
}

export function settingsFindings({ general }: DocumentData, { typed, content, sound }: ReadSettings, around: Surroundings): Finding[] {
  const given = entryOf(general, 'settings');
  const asked = around.nodes.filter(({ traits }) => traits.address !== '');
  const issues = settingsIssues({ ...content, nodes: asked.map((one) => inPlace(one, around.machines)) });
  const words = { message: 'Settings are names with their values.', remedy: 'Write a map, such as domain: home.lan.' };
  return [
    ...(isNothing(given) || isMap(given) ? [] : [finding('settings-form', ['settings'], words)]),
    ...unknownKeys(typed, { keys: settingsKeys, path: ['settings'], present: [] }),
    ...formFindings(typed),
    ...issues
      .filter(({ path }) => path.startsWith('nodes.') || [...sound].some((key) => path === key || path.startsWith(`${key}.`)))
      .map((issue) => placed(issue, asked)),
    ...networkFindings(content.settings, around.networks),
  ];
}

/** What was found at another address was another machine. */
function inPlace({ name, traits: { address } }: PlacedNode, machines: Surroundings['machines']): PlacedMachine {
  const found = machines.get(name);
  return { name, address, facts: found?.address === address ? found.facts : null };
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}
const forms: Readonly<Record<PlainSetting, Words>> = {
  domain: { message: 'This cannot be a domain.', remedy: 'Write a domain in lower case, such as home.lan or lab.example.com.' },
  storageClass: { message: 'This cannot be a storage class.', remedy: 'Write lower-case letters, digits, dots and hyphens.' },
  adminUser: { message: 'This cannot be the name of a user.', remedy: 'Write a lower-case name of at most 32 letters, digits, - or _.' },
  podCidr: { message: 'This is no range of addresses.', remedy: 'Write a range such as 10.1.0.0/16.' },
  serviceCidr: { message: 'This is no range of addresses.', remedy: 'Write a range such as 10.152.183.0/24.' },
};

function formFindings(typed: DocumentMap): Finding[] {
  const plain = plainSettings.flatMap((key) => {
    const value = entryOf(typed, key);
    if (isNothing(value) || form[key].safeParse(value).success) return [];
    const lower = typeof value === 'string' ? value.trim().toLowerCase() : '';
    const fix = form[key].safeParse(lower).success ? setting(['settings', key], lower) : null;
    return [finding(`${key}-form`, ['settings', key], { ...forms[key], fix })];
  });
  const pool = entryOf(typed, 'ingressPool');
  const isPool = isNothing(pool) || poolOf(pool) !== null;
  const words = {
    message: 'These are no addresses for ingress.',
    remedy: 'Write the first and the last one, such as 192.168.1.240-192.168.1.250.',
  };
  return [...plain, ...(isPool ? [] : [finding('ingressPool-form', ['settings', 'ingressPool'], words)]), ...certificateForm(typed)];
}

function certificateForm(typed: DocumentMap): Finding[] {
  const value = entryOf(typed, 'certificates');
  if (isNothing(value)) return [];
  const path: DocumentPath = ['settings', 'certificates'];
  const remedy = 'Write mode: self-signed, or lets-encrypt-http or lets-encrypt-dns with an e-mail address and an environment.';
  const unknown = isMap(value) ? unknownKeys(value, { keys: certificateKeys, path, present: [] }) : [];
  const read = form.certificates.safeParse(value);
  if (read.success) return unknown;
  const wrong = read.error.issues.map((issue) => {
    const at = issue.path.filter((step) => typeof step !== 'symbol');
    return finding('certificates-form', [...path, ...at], { message: certificateWords(String(at[0] ?? '')), remedy });
  });
  return [...unknown, ...wrong];
}

const certificateWords = (field: string): string =>
  ({
    mode: 'Hearth does not know this way to certificates.',
    email: 'Let’s Encrypt needs an e-mail address, such as admin@example.com.',
    environment: 'The environment is staging or production.',
    provider: 'The only provider of DNS that is known is cloudflare.',
  })[field] ?? 'This says nothing about certificates.';

/** The wizard speaks of places in a platform; these are the same in the document. */
function placed({ path, severity, message }: Issue, nodes: readonly PlacedNode[]): Finding {
  const index = /^nodes\.(\d+)\.address$/.exec(path)?.[1];
  const at: DocumentPath = index === undefined ? settingPath(path) : ['nodes', nodes[Number(index)]?.name ?? '', 'address'];
  const remedy = index === undefined ? `Change ${at.join('.')}.` : 'Change the address, or the range.';
  return finding(index === undefined ? `${String(at.at(at[0] === 'settings' ? 1 : 0))}-unfit` : 'address-in-range', at, {
    severity,
    message,
    remedy,
    mark: message,
  });
}
const settingPath = (path: string): DocumentPath =>
  path.startsWith('settings.ingressPool') ? ['settings', 'ingressPool'] : path.split('.');

/** Pods and services that have the addresses of a network around a machine keep it from speaking to that network. */
function networkFindings({ podCidr, serviceCidr }: Settings, networks: readonly KnownNetwork[]): Finding[] {
  const ranges = [
    { key: 'podCidr', cidr: podCidr, range: rangeOf(podCidr) },
    { key: 'serviceCidr', cidr: serviceCidr, range: rangeOf(serviceCidr) },
  ];
  return ranges.flatMap(({ key, cidr, range }) => {
    const hit = networks.find((network) => {
      const around = rangeOf(network.cidr);
      return range !== null && around !== null && overlap(range, around);
    });
    if (hit === undefined) return [];
    return [
      finding('network-overlap', ['settings', key], {
        message: `${cidr} overlaps with the network ${hit.cidr} that ${hit.node} is in.`,
        remedy: 'Choose a range that no network around the machines has.',
      }),
    ];
  });
}
