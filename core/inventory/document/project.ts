// The platform that a document describes, or why it describes none yet.
import type { DocumentIssue, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { channelOf, distribution, distributions } from '#contract/distributions.ts';
import { id } from '#contract/base.ts';
import type { Node } from '#contract/nodes.ts';
import {
  certificates,
  platformContent,
  settings as settingsSchema,
  typedName,
  type Platform,
  type PlatformContent,
  type Settings,
} from '#contract/platforms.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import { keepFindings } from '#core/platform/findings.ts';
import { readPool } from './content-form.ts';
import { identified } from './identity.ts';
import { projectedNode } from './project-node.ts';
import { Reading } from './reading.ts';
import type { InventoryDocument } from './types.ts';
import { entryOf, isMap, type DocumentMap } from './values.ts';

export interface ProjectionDeps {
  /** As it is stored: ids, findings and the wizard's page come from it. */
  readonly platform: Platform;
  readonly newId: () => string;
}
export type Projection =
  | { readonly kind: 'content'; readonly content: PlatformContent }
  | { readonly kind: 'unfit'; readonly issues: readonly DocumentIssue[] };

export function projectContent(document: InventoryDocument, { platform, newId }: ProjectionDeps): Projection {
  const reading = new Reading(document);
  for (const mistake of document.mistakes) reading.mistake(mistake);
  const { general } = document.data;
  const version = entryOf(general, 'hearth') ?? 1;
  if (version !== 1) reading.issue(['hearth'], 'This Hearth reads documents of version 1; write hearth: 1.');
  const kind = reading.value(['distribution'], {
    schema: distribution,
    given: entryOf(general, 'distribution'),
    usual: defaultContent.distribution,
  });
  const nodes = identified(
    document.data.nodes.map((node) => projectedNode(node, { reading, document })),
    { before: platform.nodes, newId },
  );
  const content: PlatformContent = {
    name: reading.value(['name'], { schema: typedName, given: entryOf(general, 'name'), usual: platform.name }),
    distribution: kind,
    channel: reading.value(['channel'], {
      schema: platformContent.shape.channel,
      given: entryOf(general, 'channel'),
      usual: usualChannel(kind),
    }),
    nodes: nodes.map((node): Node => keepFindings(node, platform.nodes)),
    settings: settingsOf(reading, entryOf(general, 'settings') ?? null, kind),
    components: componentsOf(reading, entryOf(general, 'components') ?? null),
    page: platform.page,
  };
  return reading.issues.length === 0 ? { kind: 'content', content } : { kind: 'unfit', issues: reading.issues };
}

const usualChannel = (kind: PlatformContent['distribution']): string => (kind === 'existing' ? defaultContent.channel : channelOf(kind));
function usualSettings(kind: PlatformContent['distribution']): Settings {
  if (kind === 'existing') return defaultContent.settings;
  const { storageClass, podCidr, serviceCidr } = distributions[kind];
  return { ...defaultContent.settings, storageClass, podCidr, serviceCidr };
}

function settingsOf(reading: Reading, value: DocumentValue, kind: PlatformContent['distribution']): Settings {
  const path = ['settings'];
  const given = reading.map(path, value);
  const usual = usualSettings(kind);
  const { shape } = settingsSchema;
  return {
    domain: reading.value([...path, 'domain'], { schema: shape.domain, given: entryOf(given, 'domain'), usual: usual.domain }),
    certificates: reading.value([...path, 'certificates'], {
      schema: certificates,
      given: entryOf(given, 'certificates'),
      usual: usual.certificates,
    }),
    ingressPool: poolOf(reading, given),
    storageClass: reading.value([...path, 'storageClass'], {
      schema: shape.storageClass,
      given: entryOf(given, 'storageClass'),
      usual: usual.storageClass,
    }),
    adminUser: reading.value([...path, 'adminUser'], {
      schema: shape.adminUser,
      given: entryOf(given, 'adminUser'),
      usual: usual.adminUser,
    }),
    podCidr: reading.value([...path, 'podCidr'], { schema: shape.podCidr, given: entryOf(given, 'podCidr'), usual: usual.podCidr }),
    serviceCidr: reading.value([...path, 'serviceCidr'], {
      schema: shape.serviceCidr,
      given: entryOf(given, 'serviceCidr'),
      usual: usual.serviceCidr,
    }),
  };
}

function poolOf(reading: Reading, given: DocumentMap): Settings['ingressPool'] {
  const value = entryOf(given, 'ingressPool') ?? null;
  const path: DocumentPath = ['settings', 'ingressPool'];
  if (value === null) return null;
  const pool = typeof value === 'string' ? readPool(value) : isMap(value) ? value : null;
  if (pool !== null) return reading.value(path, { schema: settingsSchema.shape.ingressPool, given: pool, usual: null });
  reading.issue(path, 'Write the first and the last address, such as 192.168.1.240-192.168.1.250.');
  return null;
}

function componentsOf(reading: Reading, value: DocumentValue): string[] {
  return reading.list(['components'], value).map((given, index) => reading.value(['components', index], { schema: id, given, usual: '' }));
}
