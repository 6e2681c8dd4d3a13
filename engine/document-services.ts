// The inventory as a document: drafts, versions, and what is known about variables.
import { systemClock } from '#adapters/clock/system-clock.ts';
import { composeYaml } from '#adapters/inventory/compose-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { mergeLines } from '#adapters/text/text-merge.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { openLinter } from '#core/inventory/drafts/linting.ts';
import type { Hearer } from '#core/inventory/lint/domain-names.ts';
import type { Homes } from '#core/inventory/home/homes.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import type { Log } from '#core/ports/log.ts';
import type { Resolver } from '#core/ports/resolver.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { EnginePorts } from '#doors/engine-ports.ts';
import { randomness } from './randomness.ts';

export interface DocumentParts {
  readonly store: Pick<Store, 'platforms' | 'applied' | 'drafts'>;
  readonly secrets: SecretStore;
  readonly components: readonly ComponentFile[];
  readonly homes: Pick<Homes, 'texts' | 'merged'>;
  readonly log: Pick<Log, 'error'>;
  readonly variables: readonly Variable[];
  readonly resolver: Resolver;
}

export function documentServices({
  store,
  secrets,
  components,
  homes,
  log,
  variables,
  resolver,
}: DocumentParts): Pick<EnginePorts, 'drafts' | 'versions' | 'dictionary' | 'ansible'> {
  const { platforms, applied } = store;
  const dictionary = dictionaryOf(variables);
  const stored = { platforms, yaml, clock: systemClock, ids: randomness };
  const lintWith = { platforms, applied, secrets, components, dictionary, resolver, clock: systemClock };
  const deps = { ...stored, openLinter: (platformId: string, hearer?: Hearer) => openLinter(lintWith, platformId, hearer) };
  const drafts = createDrafts({ ...deps, drafts: store.drafts, log });
  return {
    drafts,
    dictionary,
    ansible: { ...stored, composeYaml, dictionary, drafts },
    versions: { ...deps, drafts, home: homes.texts, homeMerged: homes.merged, mergeLines, hash: (text) => randomness.hash(text) },
  };
}
