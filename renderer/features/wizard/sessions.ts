// One session per platform for as long as the window is open, so that leaving the wizard forgets nothing.
import { Session } from './model/session.ts';
import type { Kept } from './model/draft.ts';
import { isKept } from './model/kept.ts';
import { indexOf, isPage, pages } from './model/steps.ts';

const sessions = new Map<string, Session>();

const furthestKey = (platformId: string) => `hearth.wizard.${platformId}.furthest`;
const draftKey = (platformId: string) => `hearth.wizard.${platformId}.unsaved`;

export function sessionOf(platformId: string): Session {
  const known = sessions.get(platformId);
  if (known !== undefined) return known;
  const session = new Session();
  const furthest = read(furthestKey(platformId)) ?? undefined;
  // By its name: the pages of a later version may be counted otherwise.
  if (isPage(furthest)) session.set({ furthest: indexOf(furthest) });
  sessions.set(platformId, session);
  return session;
}

/** Nothing of a platform that is gone stays in the window. */
export function forgetSession(platformId: string): void {
  sessions.delete(platformId);
  write(furthestKey(platformId), null);
  write(draftKey(platformId), null);
}

export function keepFurthest(platformId: string, furthest: number): void {
  write(furthestKey(platformId), pages[furthest] ?? null);
}
export function keepDraft(platformId: string, kept: Kept | null): void {
  write(draftKey(platformId), kept === null ? null : JSON.stringify(kept));
}
export function keptDraft(platformId: string): Kept | null {
  const text = read(draftKey(platformId));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isKept(value) ? value : null;
  } catch {
    // A text that was cut off holds nothing worth having; the stored platform is the truth.
    return null;
  }
}

// Storage may be switched off or full; the wizard then only loses what was not yet saved when the window closes.
function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    return;
  }
}
