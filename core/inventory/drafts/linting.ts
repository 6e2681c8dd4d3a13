// What the linter of a draft knows beyond the text: which secrets have a value, and where machines were found.
import type { ComponentFile } from '#contract/component-file.ts';
import type { DocumentIssue } from '#contract/inventory/document.ts';
import type { Platform } from '#contract/platforms.ts';
import { rangeOf, rangeText } from '#core/platform/ipv4.ts';
import type { AppliedStore } from '#core/ports/applied.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { domainNames, type Hearer, type NamePorts } from '#core/inventory/lint/domain-names.ts';
import type { KnownNetwork } from '#core/inventory/lint/finding.ts';
import { createLinter } from '#core/inventory/lint/linter.ts';
import { keptNames } from '#core/inventory/secrets/kept.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';

export interface DraftLinter {
  /** Quick where little has changed since the last look. */
  look(document: InventoryDocument): readonly DocumentIssue[];
  /** Learns anew what is not in the text. */
  refresh(): Promise<void>;
}

export interface LintDeps extends NamePorts {
  readonly platforms: Pick<PlatformStore, 'get'>;
  readonly applied: Pick<AppliedStore, 'get'>;
  readonly secrets: SecretStore;
  readonly components: readonly ComponentFile[];
  readonly dictionary: Dictionary;
}

/** Without anybody who hears the news, no name server is asked. */
export async function openLinter(
  { platforms, applied, secrets, components, dictionary, ...ports }: LintDeps,
  platformId: string,
  hearer?: Hearer,
): Promise<DraftLinter> {
  const learn = async () => {
    const platform = await platforms.get(platformId);
    return {
      secrets: new Set(await keptNames(secrets, platformId)),
      networks: platform === null ? [] : networksOf(platform),
      stage: (await applied.get(platformId)) === null ? ('planned' as const) : ('built' as const),
      machines: new Map((platform?.nodes ?? []).map(({ name, address, facts }) => [name, { address, facts }])),
    };
  };
  let known = await learn();
  const domainLeads = hearer === undefined ? () => 'unknown' as const : domainNames(ports, hearer);
  const look = createLinter({
    dictionary,
    components,
    secretsSet: () => known.secrets,
    networks: () => known.networks,
    machines: () => known.machines,
    stage: () => known.stage,
    domainLeads,
  });
  return {
    look,
    async refresh() {
      known = await learn();
    },
  };
}

const networksOf = ({ nodes }: Pick<Platform, 'nodes'>): readonly KnownNetwork[] =>
  nodes.flatMap(({ name, facts }) => {
    const ranges = (facts?.nics ?? []).flatMap((nic) => nic.networks.map(({ address, prefix }) => `${address}/${prefix}`));
    // Pods and services have IPv4.
    return ranges.filter((range) => rangeOf(range) !== null).map((range) => ({ node: name, cidr: rangeText(range) }));
  });
