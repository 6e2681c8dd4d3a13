// Ansible inventories in and out of a platform's inventory.
import type { AnsibleFile, AnsibleImport } from '#contract/inventory/ansible.ts';
import type { Draft } from '#contract/inventory/drafts.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { DraftId, Drafts } from '#core/inventory/drafts/drafts.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import type { StoredDeps } from '#core/inventory/versions/stored.ts';
import { readVersion } from '#core/inventory/versions/versions.ts';
import { exportForAnsible, type AnsibleExport } from './export.ts';
import { importChanges, importFromAnsible, type ImportDeps } from './import.ts';

export interface AnsibleDeps extends StoredDeps, ImportDeps {
  readonly yaml: StoredDeps['yaml'];
  readonly dictionary: Dictionary;
  readonly drafts: Pick<Drafts, 'document' | 'change' | 'get'>;
}
interface Source {
  readonly platformId: string;
  readonly files: readonly AnsibleFile[];
}

/** Changes nothing. Throws NOT_FOUND, INPUT_INVALID. */
export async function previewAnsible(deps: AnsibleDeps, { platformId, files }: Source): Promise<AnsibleImport> {
  await getPlatform(deps, platformId);
  return importFromAnsible(files, deps).imported;
}

/** One change of the draft, taken back as one. Throws NOT_FOUND, INPUT_INVALID. */
export async function importAnsible(
  deps: AnsibleDeps,
  { files, ...one }: Source & DraftId,
): Promise<{ imported: AnsibleImport; draft: Draft }> {
  const { data } = await deps.drafts.document(one);
  const { imported, data: read } = importFromAnsible(files, deps);
  const changes = importChanges(data, read);
  if (changes.length > 0) await deps.drafts.change({ ...one, changes, label: 'import from Ansible' });
  return { imported, draft: await deps.drafts.get(one) };
}

/** The saved inventory, or a draft. Throws NOT_FOUND. */
export async function exportAnsible(
  deps: AnsibleDeps,
  { platformId, draftId }: { readonly platformId: string; readonly draftId?: string | undefined },
): Promise<AnsibleExport> {
  const document =
    draftId === undefined
      ? readDocument((await readVersion(deps, platformId)).text, deps.yaml)
      : await deps.drafts.document({ platformId, draftId });
  return exportForAnsible(document.data, deps.dictionary);
}
