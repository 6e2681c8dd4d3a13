// The text of a platform's inventory as it is stored. One from before there were documents is written from the content.
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { PlatformStore, StoredVersion } from '#core/ports/store.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { writeDocument } from '#core/inventory/document/write-document.ts';

export interface StoredDeps {
  readonly platforms: PlatformStore;
  readonly yaml: Yaml;
}

/** Throws NOT_FOUND when the platform was removed meanwhile. */
export async function documentOf({ platforms, yaml }: StoredDeps, platform: Platform): Promise<StoredVersion> {
  const found = await platforms.document(platform.id);
  if (found !== null) return found;
  await platforms.adopt(platform.id, {
    text: writeDocument(platform, yaml),
    author: 'Hearth',
    message: 'Written from what was stored before',
    changes: 0,
  });
  const adopted = await platforms.document(platform.id);
  if (adopted === null) throw fault('NOT_FOUND', { thing: 'platform', id: platform.id });
  return adopted;
}

/** Throws NOT_FOUND. */
export async function versionOf(
  { platforms }: Pick<StoredDeps, 'platforms'>,
  platformId: string,
  revision: number,
): Promise<StoredVersion> {
  const found = await platforms.version(platformId, revision);
  if (found === null) throw fault('NOT_FOUND', { thing: 'version', id: String(revision) });
  return found;
}
