// The saved inventory of a platform, read. Whoever asks for it again while its text is the same gets what was read before.
import type { Platform } from '#contract/platforms.ts';
import type { PlatformStore, StoredVersion } from '#core/ports/store.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { documentOf, type StoredDeps } from './stored.ts';

export interface SavedDocument {
  readonly document: InventoryDocument;
  readonly version: StoredVersion['version'];
}

/** As many platforms as anybody looks at in turn. */
const mostKept = 8;
const keptOf = new WeakMap<PlatformStore, Map<string, InventoryDocument>>();

/** Throws NOT_FOUND when the platform was removed meanwhile. */
export async function savedDocument(deps: StoredDeps, platform: Platform): Promise<SavedDocument> {
  const { text, version } = await documentOf(deps, platform);
  const kept = keptOf.get(deps.platforms) ?? new Map<string, InventoryDocument>();
  keptOf.set(deps.platforms, kept);
  const before = kept.get(platform.id);
  const document = before?.text === text ? before : readDocument(text, deps.yaml, before);
  kept.delete(platform.id);
  kept.set(platform.id, document);
  for (const id of kept.keys()) if (kept.size > mostKept) kept.delete(id);
  return { document, version };
}
