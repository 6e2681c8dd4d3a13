// One open draft per platform for as long as the window lives: leaving the place loses nothing that is on its way.
import { useSyncExternalStore } from 'react';
import type { DraftEvent } from '#contract/inventory/drafts.ts';
import { api, follow } from '#renderer/api.ts';
import { connection } from '#renderer/connection.ts';
import { ConnectionLost, isConnectionLost, toFault } from '#renderer/faults.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { DraftStore } from './model/draft-store.ts';
import type { DraftPorts } from './model/draft-store.ts';
import { OpenDrafts } from './model/open-drafts.ts';

export type SessionState =
  | { readonly phase: 'opening' }
  | { readonly phase: 'refused'; readonly error: unknown }
  | { readonly phase: 'open'; readonly store: DraftStore };

export interface DraftSession {
  readonly snapshot: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Opens it anew after a refusal, or after it was thrown away. */
  readonly open: () => Promise<DraftStore | null>;
  /** Opens the draft of that name in place of the one that is open; rejects when it cannot, and nothing has changed then. */
  readonly switchTo: (name: string) => Promise<void>;
  /** Throws the draft away and opens a new one; answers with what was thrown away. */
  readonly discard: () => Promise<DraftStore | null>;
  /** Begins a draft again that was thrown away, with its version and its text; answers with the name that it has now. */
  readonly restore: (left: DraftStore) => Promise<string>;
  /** Whether something of any of its drafts is still to be sent. */
  readonly hasUnkept: () => boolean;
}

/** As the contract takes it. */
const longestName = 60;

/** What is wrong is what was asked for, not the moment. */
const finalCodes = new Set(['INPUT_INVALID', 'NOT_FOUND', 'NOT_ALLOWED', 'REQUEST_TOO_LARGE']);

function portsOf(platformId: string, draftId: string): DraftPorts {
  const one = { platformId, draftId };
  return {
    edit: (seq, edits, label) => api.inventory.drafts.edit({ ...one, seq, edits: [...edits], label }),
    change: (changes, label) => api.inventory.drafts.change({ ...one, changes: [...changes], label }),
    undo: () => api.inventory.drafts.undo(one),
    redo: () => api.inventory.drafts.redo(one),
    async save(seq, message, signal) {
      const { platform, draft } = await api.inventory.drafts.save({ ...one, seq, message }, { signal });
      queryClient.setQueryData(platformQuery(platformId).queryKey, platform);
      void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
      return draft;
    },
    get: () => api.inventory.drafts.get(one),
    isLost: isConnectionLost,
    lost: () => new ConnectionLost(),
    isOutdated: (error) => toFault(error).code === 'CHANGED_MEANWHILE',
    isFinal: (error) => finalCodes.has(toFault(error).code),
  };
}

function followed(platformId: string, store: DraftStore): () => void {
  const { id: draftId } = store.snapshot().summary;
  return follow<DraftEvent>({
    open: (signal) => api.inventory.drafts.follow({ platformId, draftId }, { signal }),
    on: (event) => store.receive(event),
    ended(error) {
      if (error !== null && toFault(error).code === 'NOT_FOUND') store.receive({ kind: 'closed', reason: 'removed' });
    },
    againAfterMs: 2_000,
  });
}

/** A name that no draft has yet. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const end = ` ${number}`;
    const name = wanted.slice(0, longestName - end.length) + end;
    if (!taken.has(name)) return name;
  }
}

function newSession(platformId: string): DraftSession {
  let state: SessionState = { phase: 'opening' };
  let opening: Promise<DraftStore | null> | null = null;
  let name = 'draft';
  const drafts = new OpenDrafts((store) => followed(platformId, store));
  const listeners = new Set<() => void>();
  const set = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const fetched = async (wanted: string, fromRevision?: number): Promise<DraftStore> => {
    const draft = await api.inventory.drafts.open({ platformId, name: wanted, fromRevision });
    return new DraftStore(draft, portsOf(platformId, draft.summary.id));
  };
  const show = (store: DraftStore): void => {
    drafts.show(store);
    set({ phase: 'open', store });
  };
  const open = async (): Promise<DraftStore | null> => {
    set({ phase: 'opening' });
    try {
      const store = await fetched(name);
      show(store);
      return store;
    } catch (error) {
      set({ phase: 'refused', error });
      return null;
    }
  };
  const session: DraftSession = {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open() {
      opening ??= open().finally(() => {
        opening = null;
      });
      return opening;
    },
    async switchTo(wanted) {
      const store = drafts.named(wanted) ?? (await fetched(wanted));
      name = wanted;
      show(store);
    },
    async discard() {
      if (state.phase !== 'open') return null;
      const before = state;
      set({ phase: 'opening' });
      try {
        await api.inventory.drafts.remove({ platformId, draftId: before.store.snapshot().summary.id });
      } catch (error) {
        set(before);
        throw error;
      }
      await session.open();
      return before.store;
    },
    async restore(left) {
      const { name: wanted, baseRevision } = left.snapshot().summary;
      const all = await api.inventory.drafts.list({ platformId });
      const taken = all.find((one) => one.name === wanted);
      // One that was begun since may be written into as long as nothing is in it, and it began with the same version.
      const isFit = taken === undefined || (!taken.changed && taken.baseRevision === baseRevision);
      const now = isFit ? wanted : freeName(wanted, new Set(all.map((one) => one.name)));
      const store = drafts.named(now) ?? (await fetched(now, baseRevision));
      drafts.hold(store);
      left.bringTo(store, t.inventory.labels.restoreDraft);
      return now;
    },
    hasUnkept: () => drafts.hasUnkept(),
  };
  // Nobody answered: it is opened as soon as somebody does.
  connection.subscribe(() => {
    const isUnheard = state.phase === 'refused' && state.error instanceof ConnectionLost;
    if (isUnheard && connection.get().phase === 'open') void session.open();
  });
  void session.open();
  return session;
}

const sessions = new Map<string, DraftSession>();

export function sessionOf(platformId: string): DraftSession {
  const session = sessions.get(platformId) ?? newSession(platformId);
  sessions.set(platformId, session);
  return session;
}

export function useSession(platformId: string): { session: DraftSession; state: SessionState } {
  const session = sessionOf(platformId);
  return { session, state: useSyncExternalStore(session.subscribe, session.snapshot) };
}

/** What is not kept yet would be lost with the window. */
window.addEventListener('beforeunload', (event) => {
  if ([...sessions.values()].some((session) => session.hasUnkept())) event.preventDefault();
});
