// What the text says otherwise than the version that was applied last, beside what a run has to close: variables, groups,
// how machines are reached, keys that Hearth does not know.
import type { Distribution } from '#contract/distributions.ts';
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { besidesTold, type Drift } from '#contract/inventory/drift.ts';
import { settings } from '#contract/platforms.ts';
import type { Applied } from '#core/ports/applied.ts';
import { differencesOf } from '#core/inventory/document/differences.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { entryOf, isMap } from '#core/inventory/document/values.ts';
import type { StoredDeps } from '#core/inventory/versions/stored.ts';
import type { Wanted } from './wanted.ts';

/** Null where there is nothing to compare with: nothing was applied, or its version is no longer kept. */
export async function besides(
  deps: StoredDeps,
  { platform, document }: Pick<Wanted, 'platform' | 'document'>,
  applied: Pick<Applied, 'revision'> | null,
): Promise<Drift['besides']> {
  const stored = applied === null ? null : await deps.platforms.version(platform.id, applied.revision);
  if (stored === null) return null;
  // Nodes and groups that are the same in both are then the same objects, and need not be compared.
  const before = readDocument(stored.text, deps.yaml, document);
  return besidesOf(before, document, platform.distribution);
}

export function besidesOf(before: InventoryDocument, after: InventoryDocument, distribution: Distribution): NonNullable<Drift['besides']> {
  const found = differencesOf(withoutSettings(before), withoutSettings(after)).filter(({ path }) => !isTold(path, distribution));
  return {
    differences: found.slice(0, besidesTold).map(({ path, kind, sentence }) => ({ path, kind, sentence })),
    more: Math.max(0, found.length - besidesTold),
  };
}

const known: ReadonlySet<string> = new Set(Object.keys(settings.shape));

/** Settings are told one by one elsewhere, by what they come to. They may have come or gone all at once, with some that nobody knows. */
function withoutSettings(document: InventoryDocument): InventoryDocument {
  const { general } = document.data;
  const all = entryOf(general, 'settings');
  if (!isMap(all)) return document;
  const unknown = Object.entries(all).filter(([key]) => !known.has(key));
  const others = Object.entries(general).filter(([key]) => key !== 'settings');
  const entries: [string, DocumentValue][] = unknown.length === 0 ? others : [...others, ['settings', Object.fromEntries(unknown)]];
  return { ...document, data: { ...document.data, general: Object.fromEntries(entries) } };
}

const ofCluster: ReadonlySet<unknown> = new Set(['distribution', 'channel', 'components']);
const ofNode: ReadonlySet<unknown> = new Set(['role', 'address', 'labels', 'taints']);

/** Told by `driftOf`, or as it should be by what is in the cluster. */
function isTold([top, name, field]: DocumentPath, distribution: Distribution): boolean {
  if (top !== 'nodes') return ofCluster.has(top);
  // The nodes of a cluster that was there already are not looked at.
  if (name === undefined || distribution === 'existing') return false;
  return field === undefined || ofNode.has(field);
}
