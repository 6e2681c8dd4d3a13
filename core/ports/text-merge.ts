// Line by line, what two sides have made of one text.

/** A run of lines in all three texts. A conflict was changed on both sides, differently; `same` also holds what both changed alike. */
export interface LineRegion {
  readonly kind: 'same' | 'mine' | 'theirs' | 'conflict';
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

export interface ThreeLines {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** The regions in order; put together, each of the three texts is whole again. Changes that touch each other are a conflict. */
export type TextMerge = (texts: ThreeLines) => readonly LineRegion[];
