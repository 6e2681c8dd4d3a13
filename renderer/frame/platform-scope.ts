// Which platform the window looks at: the one in the address, else the one looked at last, else the first.
import { useQuery } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo } from 'react';
import { useLocation } from 'react-router';
import type { PlatformSummary } from '#contract/platforms.ts';
import { LiveCluster } from '#renderer/live/live-cluster.ts';
import { platformsQuery } from '#renderer/server-state/queries.ts';

export interface PlatformScope {
  /** Undefined while it is not known yet. */
  readonly platforms: readonly PlatformSummary[] | undefined;
  readonly error: Error | null;
  readonly current: PlatformSummary | null;
  readonly live: LiveCluster | null;
}

export const PlatformContext = createContext<PlatformScope>({ platforms: undefined, error: null, current: null, live: null });
export const usePlatform = (): PlatformScope => use(PlatformContext);

const lastKey = 'hearth.platform';
const inAddress = /^\/(?:p|setup)\/([^/]+)/;

function choose(platforms: readonly PlatformSummary[] | undefined, named: string | null): PlatformSummary | null {
  if (platforms === undefined) return null;
  if (named !== null) return platforms.find((one) => one.id === named) ?? null;
  const last = window.localStorage.getItem(lastKey);
  return platforms.find((one) => one.id === last) ?? platforms[0] ?? null;
}

export function usePlatformScope(): PlatformScope {
  const { data: platforms, error } = useQuery(platformsQuery);
  const match = inAddress.exec(useLocation().pathname)?.[1];
  const named = match === undefined ? null : decodeURIComponent(match);
  const current = choose(platforms, named);
  const watched = current?.connected === true ? current.id : null;
  const live = useMemo(() => (watched === null ? null : new LiveCluster(watched)), [watched]);
  const shown = current?.id;
  useEffect(() => {
    if (shown !== undefined) window.localStorage.setItem(lastKey, shown);
  }, [shown]);
  useEffect(() => {
    live?.start();
    return () => live?.stop();
  }, [live]);
  return useMemo(() => ({ platforms, error, current, live }), [platforms, error, current, live]);
}
