// How much of a draft's journal is kept. What is forgotten there is forgotten in memory too, so that a restart changes nothing.
import type { DraftEntry } from '#core/ports/drafts.ts';
import type { Change, History } from './history.ts';

/** An entry of the journal, as far as it counts here. */
export interface Held {
  readonly seq: number;
  /** In characters. */
  readonly size: number;
}

interface Limits {
  readonly entries: number;
  readonly size: number;
}
/** So many entries stay for undo, of so many characters together; always the newest one. */
const kept: Limits = { entries: 1000, size: 16_000_000 };
/** Only then is something forgotten: with it, the whole text is written anew. */
const largest = 32_000_000;

export const heldOf = ({ seq, edits }: Pick<DraftEntry, 'seq' | 'edits'>): Held => ({
  seq,
  size: edits.reduce((sum, { removed, insert }) => sum + removed.length + insert.length, 0),
});

export const isTooLarge = (journal: readonly Held[]): boolean => journal.reduce((sum, { size }) => sum + size, 0) > largest;

/** The first entry that stays, where a change begins: read from the middle of one, the others would be divided differently. */
export function firstKept(journal: readonly Held[], { done, undone }: History, limits: Limits = kept): number {
  const earliest = earliestWithin(journal, limits);
  const starts = [...done, ...undone].map(({ since }) => since).filter((since) => since >= earliest);
  return Math.min(...starts, (journal.at(-1)?.seq ?? 0) + 1);
}

function earliestWithin(journal: readonly Held[], limits: Limits): number {
  const newest = journal.slice(-limits.entries);
  let size = 0;
  const tooMany = newest.findLastIndex((held, index) => (size += held.size) > limits.size && index < newest.length - 1);
  return newest[tooMany + 1]?.seq ?? 0;
}

interface Past {
  readonly journal: readonly Held[];
  readonly history: History;
}

/** What is left of it when the entries up to that one are forgotten. */
export function without({ journal, history }: Past, upTo: number): Past {
  const stays = ({ since }: Change): boolean => since > upTo;
  return {
    journal: journal.filter(({ seq }) => seq > upTo),
    history: { ...history, done: history.done.filter(stays), undone: history.undone.filter(stays) },
  };
}
