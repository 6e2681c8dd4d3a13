// What can be taken back, and what can be done again. Read from the journal, it is the same as it was before a restart.
import type { DraftEntry, Rebased, Replacement } from '#core/ports/drafts.ts';
import { composed, inverted } from './replacements.ts';

export interface Change {
  readonly label: string;
  /** When its first edit was made. */
  readonly began: number;
  /** The entry of the journal from which on it can be read: the one that it began with, or that took it back or made it again. */
  readonly since: number;
  readonly edits: readonly Replacement[];
  /** Taken back and done again with it. */
  readonly rebased?: Rebased | undefined;
}

export interface History {
  /** Oldest first. */
  readonly done: readonly Change[];
  /** The one that is done again first is the last. */
  readonly undone: readonly Change[];
  /** The last change may still grow. */
  readonly open: boolean;
}

export const noHistory: History = { done: [], undone: [], open: false };

/** Changes of one label that begin so close together are taken back as one. */
const togetherMs = 2000;

export function advanced(history: History, entry: DraftEntry): History {
  const { label, at, seq: since, edits, rebased } = entry;
  const change: Change = { label, began: at, since, edits, rebased };
  if (entry.kind === 'undo') return takenBack(history, change);
  if (entry.kind === 'redo') return madeAgain(history, change);
  if (edits.length === 0) return { ...history, open: false };
  if (rebased !== undefined) return { done: [...history.done, change], undone: [], open: false };
  const last = history.done.at(-1);
  if (!history.open || last === undefined || !isTogether(last, entry)) return { done: [...history.done, change], undone: [], open: true };
  const both = composed(last.edits, edits);
  const earlier = history.done.slice(0, -1);
  // What was typed and deleted again leaves nothing to take back.
  return both.length === 0 ? { ...noHistory, done: earlier } : { done: [...earlier, { ...last, edits: both }], undone: [], open: true };
}

// Earlier journals say that a change was a merge only where it was made.
function takenBack({ done, undone }: History, change: Change): History {
  const rebased = change.rebased ?? done.at(-1)?.rebased;
  return { done: done.slice(0, -1), undone: [...undone, { ...change, edits: inverted(change.edits), rebased }], open: false };
}
function madeAgain({ done, undone }: History, change: Change): History {
  const rebased = change.rebased ?? undone.at(-1)?.rebased;
  return { done: [...done, { ...change, rebased }], undone: undone.slice(0, -1), open: false };
}

/** A clock that was set back ends it. */
const isTogether = (last: Change, { label, at }: DraftEntry): boolean =>
  last.label === label && at >= last.began && at - last.began <= togetherMs;
