// What tests of drafts begin with.
import type { DocumentIssue } from '#contract/inventory/document.ts';
import type { DraftStep } from '#contract/inventory/drafts.ts';
import type { Platform } from '#contract/platforms.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import { createPlatform, savePlatform } from '#core/platform/platforms.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import type { DraftId, Drafts } from './drafts.ts';

export const manyNodes = (document: InventoryDocument): DocumentIssue[] =>
  document.data.nodes.length < 3
    ? []
    : [{ id: 'many', rule: 'many', severity: 'hint', path: ['nodes'], range: null, line: 0, message: 'Many.', remedy: '', fix: null }];

interface Ports {
  readonly store: Pick<Store, 'platforms' | 'drafts' | 'runs'>;
  readonly secrets: SecretStore;
  readonly yaml: Yaml;
}

export function house({ store, secrets, yaml }: Ports) {
  let made = 0;
  let now = 1000;
  const deps = {
    platforms: store.platforms,
    drafts: store.drafts,
    runs: store.runs,
    secrets,
    yaml,
    clock: { now: () => now },
    ids: { id: () => `id${(made += 1)}` },
    log: sketchLog(),
    openLinter: async () => ({ look: manyNodes, refresh: async () => {} }),
  };
  return { store, deps, later: (ms: number) => (now += ms) };
}

/** A platform of two nodes; its second version is the newest. */
export async function twoNodes(deps: ReturnType<typeof house>['deps']): Promise<Platform> {
  const empty = await createPlatform(deps, { name: 'Home', core: ['cert-manager'] });
  const nodes = [1, 2].map((number) => sketchNode(number, { facts: null }));
  return savePlatform(deps, { platformId: empty.id, expectedRevision: 1, content: { ...empty, nodes } });
}

/** A person at these drafts. */
export function person(drafts: () => Drafts, platformId: () => string) {
  const begin = async (name = 'draft'): Promise<DraftId> => {
    const { summary } = await drafts().open({ platformId: platformId(), name });
    return { platformId: platformId(), draftId: summary.id };
  };
  /** Types at the end of the text. */
  async function type(one: DraftId, insert: string, label = 'typing'): Promise<DraftStep> {
    const { seq, text } = await drafts().get(one);
    return drafts().edit({ ...one, seq, edits: [{ from: text.length, to: text.length, insert }], label });
  }
  const textOf = async (one: DraftId): Promise<string> => (await drafts().get(one)).text;
  return { begin, type, textOf };
}
