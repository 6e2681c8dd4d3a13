// A text that is edited again and again, told as pieces of the text that it began as; in the end it is one list of edits.
import type { TextEdit } from '#contract/inventory/document.ts';

/** Kept from the first text, or new. */
export type Span = { readonly kind: 'kept'; readonly from: number; readonly to: number } | { readonly kind: 'new'; readonly text: string };

const lengthOf = (span: Span): number => (span.kind === 'kept' ? span.to - span.from : span.text.length);

function cut(span: Span, at: number): readonly [Span, Span] {
  if (span.kind === 'new')
    return [
      { kind: 'new', text: span.text.slice(0, at) },
      { kind: 'new', text: span.text.slice(at) },
    ];
  return [
    { ...span, to: span.from + at },
    { ...span, from: span.from + at },
  ];
}

/** Before and after an offset of the text as it is now. */
export function splitSpans(spans: readonly Span[], offset: number): readonly [readonly Span[], readonly Span[]] {
  let at = 0;
  for (const [index, span] of spans.entries()) {
    const length = lengthOf(span);
    if (offset < at + length) {
      if (offset === at) return [spans.slice(0, index), spans.slice(index)];
      const [left, right] = cut(span, offset - at);
      return [
        [...spans.slice(0, index), left],
        [right, ...spans.slice(index + 1)],
      ];
    }
    at += length;
  }
  return [spans, []];
}

export function editSpans(spans: readonly Span[], edits: readonly TextEdit[]): readonly Span[] {
  const edited: Span[] = [];
  let [rest, at] = [spans, 0];
  for (const { from, to, insert } of edits.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const [before, behind] = splitSpans(rest, from - at);
    for (const span of before) edited.push(span);
    if (insert !== '') edited.push({ kind: 'new', text: insert });
    [rest, at] = [splitSpans(behind, to - from)[1], to];
  }
  return [...edited, ...rest];
}

/** What turns the first text, of that length, into these spans. */
export function asEdits(spans: readonly Span[], length: number): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let [at, insert] = [0, ''];
  const close = (from: number) => {
    if (from > at || insert !== '') edits.push({ from: at, to: from, insert });
    insert = '';
  };
  for (const span of spans) {
    if (span.kind === 'new') insert += span.text;
    else {
      close(span.from);
      at = span.to;
    }
  }
  close(length);
  return edits;
}
