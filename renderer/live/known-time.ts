// What the window knows ends when the engine falls silent: nothing about it may count on from there.
import { useSyncExternalStore } from 'react';
import { connection } from '#renderer/connection.ts';
import type { ConnectionState } from '#renderer/connection.ts';
import { useNow } from '#renderer/kit/use-now.ts';

/** Since when the engine does not answer; null while it does. */
export const silentSince = ({ phase, since }: Pick<ConnectionState, 'phase' | 'since'>): number | null => (phase === 'open' ? null : since);

/** The present, or the last moment that anything is known of. */
export const knownUntil = (now: number, silentAt: number | null): number => (silentAt === null ? now : Math.min(now, silentAt));

export const useSilentSince = (): number | null => silentSince(useSyncExternalStore(connection.subscribe, connection.get));

/** For what the engine tells of and may change at any moment; it stands still while the engine is silent. */
export function useKnownTime(): number {
  const now = useNow('second');
  return knownUntil(now, useSilentSince());
}
