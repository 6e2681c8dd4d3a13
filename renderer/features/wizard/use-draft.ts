// Ties the draft to the engine and to the window's storage.
import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Platform } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { Draft, type DraftState } from './model/draft.ts';
import { keepDraft, keptDraft } from './sessions.ts';

/** A pause in typing after which it is saved. */
const PAUSE_MS = 500;
/** How often it is looked whether somebody else has saved, while the wizard is looked at. */
const LOOK_EVERY_MS = 5000;

function makeDraft(platform: Platform): Draft {
  const platformId = platform.id;
  const ports = {
    async save(content: Platform | Omit<Platform, 'id' | 'revision' | 'createdAt' | 'savedAt'>, expectedRevision: number) {
      const stored = await api.platforms.save({ platformId, expectedRevision, content });
      queryClient.setQueryData(platformQuery(platformId).queryKey, stored);
      void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
      return stored;
    },
    load: () => api.platforms.get({ platformId }),
    later(run: () => void) {
      const timer = setTimeout(run, PAUSE_MS);
      return () => clearTimeout(timer);
    },
    keep: (kept: Parameters<typeof keepDraft>[1]) => keepDraft(platformId, kept),
    isConflict: (error: unknown) => error instanceof ORPCError && toFault(error).code === 'CHANGED_MEANWHILE',
  };
  return new Draft(platform, ports, keptDraft(platformId));
}

/** The draft of this platform; what is unsaved is saved when the wizard is left. */
export function useDraft(platform: Platform): { draft: Draft; state: DraftState } {
  const [draft] = useState(() => makeDraft(platform));
  useEffect(() => {
    const leave = (): void => void draft.flush();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [draft]);
  useQuery({
    queryKey: ['platforms', platform.id, 'elsewhere'],
    queryFn: async () => {
      await draft.keepUp();
      return null;
    },
    staleTime: 0,
    gcTime: 0,
    refetchInterval: LOOK_EVERY_MS,
    retry: false,
  });
  return { draft, state: useSyncExternalStore(draft.subscribe, draft.snapshot) };
}
