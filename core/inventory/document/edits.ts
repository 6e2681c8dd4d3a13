// Edits of a text, applied.
import type { TextEdit } from '#contract/inventory/document.ts';
import { fault } from '#core/fault.ts';

/** In the order of the text. Throws INPUT_INVALID when they overlap or lie outside. */
function inOrder(length: number, edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { from, to } of sorted) {
    if (from < end || to < from || to > length) {
      throw fault(
        'INPUT_INVALID',
        { field: 'edits', reason: 'Edits of one list must not overlap, and lie inside the text.' },
        { field: 'edits' },
      );
    }
    end = to;
  }
  return sorted;
}

/** Throws INPUT_INVALID. Of several insertions at one place the first comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, insert } of inOrder(text.length, edits)) {
    parts.push(text.slice(at, from), insert);
    at = to;
  }
  return parts.join('') + text.slice(at);
}
