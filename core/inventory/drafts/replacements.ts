// Edits that can be taken back, and two of them that are one.
import type { TextEdit } from '#contract/inventory/document.ts';
import { fault } from '#core/fault.ts';
import type { Replacement } from '#core/ports/drafts.ts';

/** INPUT_INVALID when an edit reaches beyond the text or into another one. */
export function replacementsOf(text: string, edits: readonly TextEdit[]): readonly Replacement[] {
  let place = 0;
  const inOrder = edits.map((edit, index) => ({ edit, index })).toSorted((a, b) => a.edit.from - b.edit.from || a.edit.to - b.edit.to);
  const all = inOrder.map(({ edit: { from, to, insert }, index }) => {
    const reason = reasonAgainst({ from, to, place, length: text.length });
    if (reason !== null) throw fault('INPUT_INVALID', { field: `edits.${index}`, reason }, { field: `edits.${index}` });
    place = to;
    return { from, removed: text.slice(from, to), insert };
  });
  return all.filter(({ removed, insert }) => removed !== insert);
}

function reasonAgainst({ from, to, place, length }: { from: number; to: number; place: number; length: number }): string | null {
  if (to < from) return 'It ends before it begins.';
  if (to > length) return `It ends at ${to}, and the text at ${length}.`;
  return from < place ? 'It overlaps another edit of the list.' : null;
}

export const editsOf = (replacements: readonly Replacement[]): TextEdit[] =>
  replacements.map(({ from, removed, insert }) => ({ from, to: from + removed.length, insert }));

/** Whether what they take away stands there. */
export const fits = (replacements: readonly Replacement[], text: string): boolean =>
  replacements.every(({ from, removed }) => from <= text.length && text.startsWith(removed, from));

/** What brings the text back. */
export function inverted(replacements: readonly Replacement[]): readonly Replacement[] {
  let shift = 0;
  return replacements.map(({ from, removed, insert }) => {
    const back = { from: from + shift, removed: insert, insert: removed };
    shift += insert.length - removed.length;
    return back;
  });
}

/** One place replaced: all that differs between two texts. */
export function differenceOf(before: string, after: string): readonly Replacement[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return [{ from, removed: before.slice(from, before.length - tail), insert: after.slice(from, after.length - tail) }];
}

/** A text walked through from its beginning: what stays, what goes, what comes. After the last part all stays. */
type Part =
  | { readonly kind: 'stays'; readonly length: number }
  | { readonly kind: 'goes'; readonly text: string }
  | { readonly kind: 'comes'; readonly text: string };

function partsOf(replacements: readonly Replacement[]): Part[] {
  const parts: Part[] = [];
  let place = 0;
  for (const { from, removed, insert } of replacements) {
    if (from > place) parts.push({ kind: 'stays', length: from - place });
    if (removed !== '') parts.push({ kind: 'goes', text: removed });
    if (insert !== '') parts.push({ kind: 'comes', text: insert });
    place = from + removed.length;
  }
  return parts;
}

function joined(parts: readonly Part[]): readonly Replacement[] {
  const all: Replacement[] = [];
  let from = 0;
  let removed = '';
  let insert = '';
  const finish = () => {
    if (removed !== insert) all.push({ from, removed, insert });
    from += removed.length;
    removed = '';
    insert = '';
  };
  for (const part of parts) {
    if (part.kind === 'goes') removed += part.text;
    else if (part.kind === 'comes') insert += part.text;
    else {
      finish();
      from += part.length;
    }
  }
  finish();
  return all;
}

/** The text that the first replacements leave, piece by piece. */
class Left {
  readonly #parts: readonly Part[];
  #index = 0;
  /** Of the part at the index, how much was taken. */
  #taken = 0;
  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** Pieces that make up the next `length` characters, and what goes between them. */
  *take(length: number): Generator<Part> {
    for (let open = length; open > 0;) {
      const part = this.#parts[this.#index];
      if (part === undefined) {
        yield { kind: 'stays', length: open };
        return;
      }
      if (part.kind === 'goes') {
        this.#index += 1;
        yield part;
        continue;
      }
      const whole = part.kind === 'stays' ? part.length : part.text.length;
      const size = Math.min(open, whole - this.#taken);
      yield part.kind === 'stays' ? { kind: 'stays', length: size } : { ...part, text: part.text.slice(this.#taken, this.#taken + size) };
      open -= size;
      this.#taken += size;
      if (this.#taken === whole) {
        this.#index += 1;
        this.#taken = 0;
      }
    }
  }

  /** Without the rest that stays. */
  rest(): Part[] {
    const last = this.#parts.slice(this.#index);
    const [first] = last;
    if (first === undefined || first.kind === 'goes') return last;
    const open: Part =
      first.kind === 'stays' ? { kind: 'stays', length: first.length - this.#taken } : { ...first, text: first.text.slice(this.#taken) };
    return [open, ...last.slice(1)];
  }
}

/** Both as one: `second` refers to the text that `first` leaves. */
export function composed(first: readonly Replacement[], second: readonly Replacement[]): readonly Replacement[] {
  const left = new Left(partsOf(first));
  const parts: Part[] = [];
  for (const part of partsOf(second)) {
    if (part.kind === 'comes') parts.push(part);
    else if (part.kind === 'stays') parts.push(...left.take(part.length));
    else parts.push(...gone(part.text, left.take(part.text.length)));
  }
  return joined([...parts, ...left.rest()]);
}

/** What goes of the text before the first replacements when `text`, made of these pieces, goes of that after them. */
function* gone(text: string, pieces: Iterable<Part>): Generator<Part> {
  let place = 0;
  for (const piece of pieces) {
    if (piece.kind === 'goes') yield piece;
    // What came with the first and goes with the second was never there.
    else if (piece.kind === 'comes') place += piece.text.length;
    else {
      yield { kind: 'goes', text: text.slice(place, place + piece.length) };
      place += piece.length;
    }
  }
}
