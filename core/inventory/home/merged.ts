// Whether a draft that was saved still holds what was merged into it.
import type { DraftEntry } from '#core/ports/drafts.ts';
import { advanced, noHistory } from '#core/inventory/drafts/history.ts';

const mergeLabel = 'merge';

/** False once it was taken back, however much was changed after it. */
export function stillMerged(entries: readonly DraftEntry[], seq: number): boolean {
  const since = entries.filter((entry) => entry.seq >= seq);
  const [merge] = since;
  // Too long ago to be taken back, or nothing that could be.
  if (merge?.seq !== seq || merge.edits.length === 0) return true;
  return since.reduce(advanced, noHistory).done.some(({ label }) => label === mergeLabel);
}
