// One open draft per platform for as long as the window lives: leaving the place loses nothing that is on its way.
import { useSyncExternalStore } from 'react';
import type { Draft, DraftEvent } from '#contract/inventory/drafts.ts';
import { api, follow } from '#renderer/api.ts';
import { isConnectionLost, toFault } from '#renderer/faults.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { DraftStore } from './model/draft-store.ts';
import type { DraftPorts } from './model/draft-store.ts';

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
  /** Throws the draft away and opens a new one; answers with the text that was thrown away. */
  readonly discard: () => Promise<string>;
}

function portsOf(platformId: string, draftId: string): DraftPorts {
  const one = { platformId, draftId };
  return {
    edit: (seq, edits, label) => api.inventory.drafts.edit({ ...one, seq, edits: [...edits], label }),
    change: (changes, label) => api.inventory.drafts.change({ ...one, changes: [...changes], label }),
    undo: () => api.inventory.drafts.undo(one),
    redo: () => api.inventory.drafts.redo(one),
    async save(message) {
      const { platform, draft } = await api.inventory.drafts.save({ ...one, message });
      queryClient.setQueryData(platformQuery(platformId).queryKey, platform);
      void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
      return draft;
    },
    get: () => api.inventory.drafts.get(one),
    isLost: isConnectionLost,
    isOutdated: (error) => toFault(error).code === 'CHANGED_MEANWHILE',
  };
}

function followed(platformId: string, draft: Draft): DraftStore {
  const store = new DraftStore(draft, portsOf(platformId, draft.summary.id));
  const stop = follow<DraftEvent>({
    open: (signal) => api.inventory.drafts.follow({ platformId, draftId: draft.summary.id }, { signal }),
    on(event) {
      store.receive(event);
      if (event.kind === 'closed') stop();
    },
    ended(error) {
      if (error !== null && toFault(error).code === 'NOT_FOUND') store.receive({ kind: 'closed', reason: 'removed' });
    },
    againAfterMs: 2_000,
  });
  return store;
}

function newSession(platformId: string): DraftSession {
  let state: SessionState = { phase: 'opening' };
  let opening: Promise<DraftStore | null> | null = null;
  let name = 'draft';
  /** By name: those that were open before may still have something to send. */
  const stores = new Map<string, DraftStore>();
  const listeners = new Set<() => void>();
  const set = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const open = async (): Promise<DraftStore | null> => {
    set({ phase: 'opening' });
    try {
      const store = followed(platformId, await api.inventory.drafts.open({ platformId, name }));
      stores.set(name, store);
      set({ phase: 'open', store });
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
      const held = stores.get(wanted);
      const isOpen = held !== undefined && !held.snapshot().closed;
      const store = isOpen ? held : followed(platformId, await api.inventory.drafts.open({ platformId, name: wanted }));
      stores.set(wanted, store);
      name = wanted;
      set({ phase: 'open', store });
    },
    async discard() {
      if (state.phase !== 'open') return '';
      const before = state;
      const text = before.store.text().toString();
      set({ phase: 'opening' });
      try {
        await api.inventory.drafts.remove({ platformId, draftId: before.store.snapshot().summary.id });
      } catch (error) {
        set(before);
        throw error;
      }
      await session.open();
      return text;
    },
  };
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
  const unkept = [...sessions.values()].some((session) => {
    const state = session.snapshot();
    return state.phase === 'open' && !state.store.snapshot().closed && state.store.snapshot().sync !== 'kept';
  });
  if (unkept) event.preventDefault();
});
