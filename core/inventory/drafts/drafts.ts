// Drafts of inventories: begun, typed into, taken back, followed, saved. What is answered is in the store.
import type { DocumentChange, TextEdit } from '#contract/inventory/document.ts';
import type { Draft, DraftEvent, DraftStep, DraftSummary } from '#contract/inventory/drafts.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault, isFault } from '#core/fault.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { DraftStore } from '#core/ports/drafts.ts';
import type { Log } from '#core/ports/log.ts';
import { createSerial, createSerials } from '#core/serial.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import type { Hearer } from '#core/inventory/lint/domain-names.ts';
import { saveVersion, type VersionDeps } from '#core/inventory/versions/save-version.ts';
import { documentOf, versionOf } from '#core/inventory/versions/stored.ts';
import type { DraftLinter } from './linting.ts';
import { OpenSessions } from './open-sessions.ts';
import { Session } from './session.ts';
import { storedSummary } from './summaries.ts';

export interface DraftDeps extends VersionDeps {
  readonly drafts: DraftStore;
  readonly log: Pick<Log, 'error'>;
  /** A new one for each draft that is open. The hearer has news when a look would find something else now, though the text is the same. */
  readonly openLinter: (platformId: string, hearer: Hearer) => Promise<DraftLinter>;
}

export interface DraftId {
  readonly platformId: string;
  readonly draftId: string;
}

export interface Rewrite {
  readonly label: string;
  /** Whatever it throws is thrown, and nothing has changed. */
  readonly make: (text: string) => string;
  readonly mergedRevision?: number | undefined;
}

export interface DraftToSave {
  readonly seq?: number | undefined;
  readonly message: string;
  readonly author: string;
}

export interface Drafts {
  list(platformId: string): Promise<DraftSummary[]>;
  open(request: { readonly platformId: string; readonly name: string; readonly fromRevision?: number | undefined }): Promise<Draft>;
  get(one: DraftId): Promise<Draft>;
  document(one: DraftId): Promise<InventoryDocument>;
  /** The document, and the version that it began with, of one moment. */
  based(one: DraftId): Promise<{ readonly document: InventoryDocument; readonly baseRevision: number }>;
  follow(one: DraftId, signal: AbortSignal): AsyncGenerator<DraftEvent, void>;
  edit(request: DraftId & { readonly seq: number; readonly edits: readonly TextEdit[]; readonly label: string }): Promise<DraftStep>;
  change(request: DraftId & { readonly changes: readonly DocumentChange[]; readonly label: string }): Promise<DraftStep>;
  /** A whole new text made of the one that is there, as one change; with `mergedRevision` that version is in it, and the draft goes on from there. */
  rewrite(request: DraftId & Rewrite): Promise<DraftStep>;
  undo(one: DraftId): Promise<DraftStep>;
  redo(one: DraftId): Promise<DraftStep>;
  /** With `seq`, only as it was seen then. */
  save(request: DraftId & DraftToSave): Promise<{ platform: Platform; draft: Draft }>;
  remove(one: DraftId): Promise<{ removed: true }>;
  /** Something of this platform was stored, or all of it removed: drafts that are open look again. */
  noticed(platformId: string): void;
  /** Waits for what was noticed; nothing is noticed any more. */
  close(): Promise<void>;
}

const unknown = (draftId: string) => fault('NOT_FOUND', { thing: 'draft', id: draftId });

export function createDrafts(deps: DraftDeps): Drafts {
  const sessions = new OpenSessions(async (draftId, end) => {
    const stored = await deps.drafts.get(draftId);
    if (stored === null) throw unknown(draftId);
    const linter = await deps.openLinter(stored.platformId, { news: () => ears.noticed(stored.platformId), end });
    return Session.open({ ...deps, linter }, stored);
  });
  const ears = hearing(deps, sessions);
  const within = <T>({ platformId, draftId }: DraftId, work: (session: Session) => Promise<T>): Promise<T> =>
    sessions.with(draftId, (session) => work(ofPlatform(session, { platformId, draftId })));
  return {
    ...beginning(deps, sessions, within),
    ...typing(deps, within),
    get: (one) => within(one, async (session) => session.whole()),
    document: (one) => within(one, async (session) => session.document),
    based: (one) => within(one, async (session) => ({ document: session.document, baseRevision: session.summary().baseRevision })),
    follow: ({ platformId, draftId }, signal) =>
      sessions.stream(draftId, (session) => ofPlatform(session, { platformId, draftId }).follow(signal)),
    save: ({ message, author, seq, ...one }) =>
      within(one, async (session) => {
        const { platformId } = one;
        const { platform } = await session.save(seq, (saved) => saveVersion(deps, { platformId, author, message, ...saved }));
        return { platform, draft: session.whole() };
      }),
    async remove(one) {
      await within(one, (session) => session.remove());
      sessions.forget(one.draftId);
      return { removed: true };
    },
    ...ears,
  };
}

type Within = <T>(one: DraftId, work: (session: Session) => Promise<T>) => Promise<T>;

function ofPlatform(session: Session, { platformId, draftId }: DraftId): Session {
  if (session.platformId !== platformId) throw unknown(draftId);
  return session;
}

function hearing(deps: DraftDeps, sessions: OpenSessions): Pick<Drafts, 'noticed' | 'close'> {
  const serials = createSerials();
  /** Platforms of which a look is still to begin: it will see whatever is noticed until then. */
  const waiting = new Set<string>();
  let isClosed = false;
  return {
    noticed(platformId) {
      if (isClosed || waiting.has(platformId)) return;
      waiting.add(platformId);
      void serials(platformId, () => {
        waiting.delete(platformId);
        return lookAgain(deps, sessions, platformId);
      });
    },
    async close() {
      isClosed = true;
      sessions.close();
      await serials.idle();
    },
  };
}

/** Never fails. */
async function lookAgain(deps: DraftDeps, sessions: OpenSessions, platformId: string): Promise<void> {
  try {
    const isThere = (await deps.platforms.get(platformId)) !== null;
    await sessions.each(async (session) => {
      if (session.platformId !== platformId) return;
      if (isThere) return session.catchUp();
      session.closed();
      sessions.forget(session.id);
    });
  } catch (error) {
    deps.log.error('A draft could not be told of a change.', error);
  }
}

function beginning(deps: DraftDeps, sessions: OpenSessions, within: Within): Pick<Drafts, 'list' | 'open'> {
  const serial = createSerial();
  return {
    async list(platformId) {
      await getPlatform(deps, platformId);
      const all: (DraftSummary | null)[] = [];
      for (const { id } of await deps.drafts.list(platformId)) all.push(await summaryOf(deps, sessions, id));
      return all.filter((summary) => summary !== null);
    },
    // One after another: two windows that open at the same time share one draft.
    open: ({ platformId, name, fromRevision }) =>
      serial(async () => {
        const platform = await getPlatform(deps, platformId);
        const known = (await deps.drafts.list(platformId)).find((record) => record.name === name);
        if (known !== undefined) {
          if (fromRevision !== undefined && fromRevision !== known.baseRevision) throw nameTaken(name);
          return within({ platformId, draftId: known.id }, async (session) => session.whole());
        }
        const newest = await documentOf(deps, platform);
        const base = fromRevision === undefined ? newest : await versionOf(deps, platformId, fromRevision);
        const draftId = deps.ids.id();
        const origin = fromRevision === undefined ? 'saved' : 'version';
        const record = { id: draftId, platformId, name, baseRevision: base.version.revision, origin, changedAt: deps.clock.now() } as const;
        await deps.drafts.insert(record, base.text);
        return within({ platformId, draftId }, async (session) => session.whole());
      }),
  };
}

/** Null: it is gone, or cannot be read; that must not hide the others, and opening it says so. */
async function summaryOf(deps: DraftDeps, sessions: OpenSessions, draftId: string): Promise<DraftSummary | null> {
  try {
    return (await sessions.opened(draftId))?.summary() ?? (await storedSummary(deps, draftId));
  } catch (error) {
    if (isFault(error)) throw error;
    deps.log.error(`The stored draft ${draftId} cannot be read and is left out of the list.`, error);
    return null;
  }
}

const nameTaken = (name: string) => fault('NOT_POSSIBLE_NOW', { reason: `There is a draft called ${name} already. Choose another name.` });

function typing(deps: DraftDeps, within: Within): Pick<Drafts, 'edit' | 'change' | 'rewrite' | 'undo' | 'redo'> {
  return {
    edit: ({ seq, edits, label, ...one }) => within(one, (session) => session.edit(seq, edits, label)),
    change: ({ changes, label, ...one }) => within(one, (session) => session.change(changes, label)),
    rewrite: ({ label, make, mergedRevision, ...one }) =>
      within(one, async (session) => {
        if (mergedRevision === undefined) return session.rewrite({ label, make });
        const { text } = await versionOf(deps, one.platformId, mergedRevision);
        return session.rewrite({ label, make, base: { revision: mergedRevision, text } });
      }),
    undo: (one) => within(one, (session) => session.undo()),
    redo: (one) => within(one, (session) => session.redo()),
  };
}
