// A stored draft read again: the text that its journal leads to.
import type { DraftEntry, StoredDraft } from '#core/ports/drafts.ts';
import { applyEdits } from '#core/inventory/document/edits.ts';
import { editsOf } from './replacements.ts';

export interface Replayed {
  readonly text: string;
  readonly seq: number;
}

export function replayed({ snapshot, entries }: Pick<StoredDraft, 'snapshot' | 'entries'>): Replayed {
  const later: readonly DraftEntry[] = entries.filter(({ seq }) => seq > snapshot.seq);
  return {
    text: later.reduce((now, { edits }) => applyEdits(now, editsOf(edits)), snapshot.text),
    seq: later.at(-1)?.seq ?? snapshot.seq,
  };
}

interface Text {
  readonly text: string;
}

/** Does it become what was saved elsewhere? Only where nothing was changed in it, or the same. */
export const goesAlong = ({ text, origin }: Text & Pick<StoredDraft, 'origin'>, base: Text | null, saved: Text): boolean =>
  text === saved.text || (origin === 'saved' && text === (base?.text ?? ''));
