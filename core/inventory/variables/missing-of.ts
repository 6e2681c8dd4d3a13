// What the components of a platform lack, by its saved inventory or by a draft of it.
import type { ComponentFile } from '#contract/component-file.ts';
import type { MissingVariables } from '#contract/inventory/variables.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import type { Drafts } from '#core/inventory/drafts/drafts.ts';
import { keptNames } from '#core/inventory/secrets/kept.ts';
import { savedDocument } from '#core/inventory/versions/saved-document.ts';
import type { StoredDeps } from '#core/inventory/versions/stored.ts';
import type { Dictionary } from './dictionary.ts';
import { missingVariables } from './missing.ts';

export interface MissingDeps {
  readonly drafts: Pick<Drafts, 'document'>;
  readonly dictionary: Dictionary;
  readonly components: readonly ComponentFile[];
  readonly inventorySecrets: StoredDeps & { readonly secrets: SecretStore };
}

interface Wanted {
  readonly platformId: string;
  readonly draftId?: string | undefined;
}

/** Throws NOT_FOUND. */
export async function missingOf(deps: MissingDeps, wanted: Wanted): Promise<MissingVariables[]> {
  const { dictionary, components, inventorySecrets } = deps;
  const { data } = await documentFor(deps, wanted);
  return missingVariables({
    data,
    dictionary,
    components,
    secretsSet: new Set(await keptNames(inventorySecrets.secrets, wanted.platformId)),
  });
}

async function documentFor(
  { drafts, inventorySecrets }: MissingDeps,
  { platformId, draftId }: Wanted,
): Promise<Pick<InventoryDocument, 'data'>> {
  if (draftId !== undefined) return drafts.document({ platformId, draftId });
  return (await savedDocument(inventorySecrets, await getPlatform(inventorySecrets, platformId))).document;
}
