// A line in words as Python's shlex.split(line, comments=True) takes it: quotes of both kinds, backslashes, and comments.

const piece =
  /(?<plain>[^ \t\r\n\\"'#]+)|\\(?<escaped>[^])|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[^])*)"|(?<space>[ \t\r\n]+)|(?<comment>#.*)/suy;

/** A sentence where a quotation does not end. */
export function shellWords(line: string): readonly string[] | string {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const groups = piece.exec(line)?.groups;
    if (groups === undefined)
      return line.charAt(at) === '\\' ? 'The line ends in a backslash that stands for nothing.' : 'A quotation does not end.';
    const text = textOf(groups);
    if (text !== null) word = (word ?? '') + text;
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** In double quotes a backslash only escapes itself and the quote; in single ones nothing. Null: between words. */
function textOf({ plain, escaped, single, double }: Readonly<Record<string, string | undefined>>): string | null {
  return plain ?? escaped ?? single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? null;
}
