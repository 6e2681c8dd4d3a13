// What is wanted: the saved inventory, or a draft of it as if it were saved.
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import type { Variables } from '#core/catalog/values.ts';
import { fault } from '#core/fault.ts';
import { keepFindings } from '#core/platform/findings.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { projectContent } from '#core/inventory/document/project.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import type { Drafts } from '#core/inventory/drafts/drafts.ts';
import { savedDocument } from '#core/inventory/versions/saved-document.ts';
import type { StoredDeps } from '#core/inventory/versions/stored.ts';

export interface WantedDeps extends StoredDeps {
  readonly drafts: Pick<Drafts, 'based'>;
  readonly ids: { id(): string };
}

export interface Wanted {
  readonly platform: Platform;
  readonly variables: Variables;
  /** Of the saved inventory; of a draft, the one that it began with. */
  readonly revision: number;
  /** What is saved, where this is a draft. */
  readonly draftOf: Pick<PlatformContent, 'nodes'> | null;
  readonly document: InventoryDocument;
}

/** Throws NOT_FOUND. */
export async function savedInventory(deps: StoredDeps, platformId: string): Promise<Wanted> {
  const platform = await getPlatform(deps, platformId);
  const { document, version } = await savedDocument(deps, platform);
  return { platform, variables: document.data.variables, revision: version.revision, draftOf: null, document };
}

/** Throws NOT_FOUND, INVENTORY_UNFIT. */
export async function wantedOf(deps: WantedDeps, platformId: string, draftId: string | undefined): Promise<Wanted> {
  if (draftId === undefined) return savedInventory(deps, platformId);
  const stored = await getPlatform(deps, platformId);
  const { document, baseRevision } = await deps.drafts.based({ platformId, draftId });
  const result = projectContent(document, { platform: stored, newId: () => deps.ids.id() });
  if (result.kind === 'unfit') {
    const [first] = result.issues;
    const field = first?.path.join('.') ?? '';
    throw fault('INVENTORY_UNFIT', { field, reason: first?.message ?? '', line: first?.line ?? 0 }, { field });
  }
  const nodes = result.content.nodes.map((node) => keepFindings(node, stored.nodes));
  return {
    platform: { ...stored, ...result.content, nodes },
    variables: document.data.variables,
    revision: baseRevision,
    draftOf: stored,
    document,
  };
}
