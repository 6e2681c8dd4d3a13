// What a list of drafts says of one that is not open: from its journal, without reading it as YAML.
import type { DraftSummary } from '#contract/inventory/drafts.ts';
import type { DraftStore } from '#core/ports/drafts.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { goesAlong, replayed } from './replay.ts';

export interface SummaryDeps {
  readonly platforms: Pick<PlatformStore, 'document' | 'version'>;
  readonly drafts: Pick<DraftStore, 'get'>;
}

/** As it would be once it is opened. Null: it was thrown away meanwhile. */
export async function storedSummary({ platforms, drafts }: SummaryDeps, draftId: string): Promise<DraftSummary | null> {
  const stored = await drafts.get(draftId);
  if (stored === null) return null;
  const { id, platformId, name, origin, baseRevision, changedAt } = stored;
  const { text } = replayed(stored);
  const [base, saved] = [await platforms.version(platformId, baseRevision), await platforms.document(platformId)];
  const savedRevision = saved?.version.revision ?? baseRevision;
  const about = { id, platformId, name, changedAt, savedRevision };
  if (saved !== null && savedRevision > baseRevision && goesAlong({ text, origin }, base, saved))
    return { ...about, baseRevision: savedRevision, changed: false };
  return { ...about, baseRevision, changed: text !== (base?.text ?? '') };
}
