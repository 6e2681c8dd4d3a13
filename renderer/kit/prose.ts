// Sentences from the engine may hold commands, each between backticks.
export interface ProsePart {
  /** Where it begins in the text. */
  readonly at: number;
  readonly text: string;
  readonly isCommand: boolean;
}

/** A backtick without its partner is a letter like any other. */
export function proseParts(text: string): readonly ProsePart[] {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return [{ at: 0, text, isCommand: false }];
  let at = 0;
  return parts.flatMap((part, index) => {
    const begins = at;
    at += part.length + 1;
    return part === '' ? [] : [{ at: begins, text: part, isCommand: index % 2 === 1 }];
  });
}
