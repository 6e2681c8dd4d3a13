// Platforms, their versions and drafts in memory, held to the same suite as the real ones.
import type { Version } from '#contract/inventory/document.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { DraftEntry, DraftRecord, DraftStore, StoredDraft } from '#core/ports/drafts.ts';
import type { NewDocument, PlatformStore, StoredVersion } from '#core/ports/store.ts';

type Drafts = Map<string, StoredDraft>;

const storedVersion = ({ revision, savedAt }: Platform, { text, author, message, changes }: NewDocument): StoredVersion => ({
  version: { revision, savedAt, author, message, changes },
  text,
});

function memoryPlatforms(platforms: Map<string, Platform>, drafts: Drafts): PlatformStore {
  /** Oldest first. */
  const versions = new Map<string, StoredVersion[]>();
  const of = (platformId: string) => versions.get(platformId) ?? [];
  const keep = (platform: Platform, document: NewDocument | undefined) => {
    platforms.set(platform.id, platform);
    if (document === undefined) return;
    versions.set(platform.id, [...of(platform.id), storedVersion(platform, document)]);
    const draft = drafts.get(document.draft?.id ?? '');
    if (draft === undefined || document.draft === undefined) return;
    const snapshot = { text: document.text, seq: document.draft.seq };
    drafts.set(draft.id, { ...draft, baseRevision: platform.revision, snapshot, changedAt: platform.savedAt });
  };
  return {
    list: async () => [...platforms.values()],
    get: async (platformId) => platforms.get(platformId) ?? null,
    async insert(platform, document) {
      if (platforms.has(platform.id)) throw new Error(`The platform ${platform.id} is there already.`);
      keep(platform, document);
    },
    async update(platform, expectedRevision, document) {
      if (platforms.get(platform.id)?.revision !== expectedRevision) return false;
      keep(platform, document);
      return true;
    },
    document: async (platformId) => of(platformId).at(-1) ?? null,
    version: async (platformId, revision) => of(platformId).find((one) => one.version.revision === revision) ?? null,
    async versions(platformId, { before = Infinity, limit }) {
      const found: Version[] = of(platformId).flatMap(({ version }) => (version.revision < before ? [version] : []));
      return { versions: found.toReversed().slice(0, limit), more: found.length > limit };
    },
    async adopt(platformId, document) {
      const platform = platforms.get(platformId);
      if (platform !== undefined && of(platformId).length === 0) versions.set(platformId, [storedVersion(platform, document)]);
    },
    async remove(platformId) {
      versions.delete(platformId);
      for (const draft of drafts.values()) if (draft.platformId === platformId) drafts.delete(draft.id);
      return platforms.delete(platformId);
    },
  };
}

const newestAt = ({ changedAt, entries }: StoredDraft) => Math.max(changedAt, entries.at(-1)?.at ?? 0);

const recordOf = (draft: StoredDraft): DraftRecord => {
  const { snapshot: _snapshot, entries: _entries, ...record } = draft;
  return { ...record, changedAt: newestAt(draft) };
};

function memoryDrafts(platforms: ReadonlyMap<string, Platform>, drafts: Drafts): DraftStore {
  const change = (draftId: string, to: (draft: StoredDraft) => Partial<StoredDraft>) => {
    const draft = drafts.get(draftId);
    if (draft === undefined) throw fault('NOT_FOUND', { thing: 'draft', id: draftId });
    drafts.set(draftId, { ...draft, ...to(draft) });
  };
  const withEntry = (draft: StoredDraft, entry: DraftEntry) => {
    if (draft.entries.some(({ seq }) => seq === entry.seq))
      throw fault('CHANGED_MEANWHILE', { thing: 'draft', yours: entry.seq, stored: entry.seq });
    return { entries: [...draft.entries, entry] };
  };
  return {
    async list(platformId) {
      return [...drafts.values()]
        .filter((draft) => draft.platformId === platformId)
        .map(recordOf)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(draftId) {
      const draft = drafts.get(draftId);
      return draft === undefined ? null : { ...draft, changedAt: newestAt(draft) };
    },
    async insert(draft, text) {
      if (!platforms.has(draft.platformId)) throw fault('NOT_FOUND', { thing: 'platform', id: draft.platformId });
      const taken = [...drafts.values()].some(({ platformId, name }) => platformId === draft.platformId && name === draft.name);
      if (taken) throw new Error(`There is a draft ${draft.name} already.`);
      drafts.set(draft.id, { ...draft, snapshot: { text, seq: 0 }, entries: [] });
    },
    append: async (draftId, entry) => change(draftId, (draft) => withEntry(draft, entry)),
    rebase: async (draftId, entry, baseRevision) => change(draftId, (draft) => ({ ...withEntry(draft, entry), baseRevision })),
    snapshot: async (draftId, snapshot, keep) =>
      change(draftId, ({ entries }) => ({ snapshot, entries: entries.filter(({ seq }) => seq > snapshot.seq - keep) })),
    remove: async (draftId) => drafts.delete(draftId),
  };
}

export function memoryInventory(): { readonly platforms: PlatformStore; readonly drafts: DraftStore } {
  const platforms = new Map<string, Platform>();
  const drafts: Drafts = new Map();
  return { platforms: memoryPlatforms(platforms, drafts), drafts: memoryDrafts(platforms, drafts) };
}
