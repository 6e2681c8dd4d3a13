import { cx } from '#renderer/kit/cx.ts';
import { parseAnsi } from './ansi.ts';
import type { Piece } from './ansi.ts';
import styles from './LogView.module.css';

interface Part {
  /** Where it begins in its line or piece; its key. */
  readonly from: number;
  readonly text: string;
  readonly hit: boolean;
}

function marked(text: string, search: string): readonly Part[] {
  if (search === '') return [{ from: 0, text, hit: false }];
  const parts: Part[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    if (at > from) parts.push({ from, text: text.slice(from, at), hit: false });
    parts.push({ from: at, text: text.slice(at, at + search.length), hit: true });
    from = at + search.length;
  }
  if (from < text.length) parts.push({ from, text: text.slice(from), hit: false });
  return parts;
}

function placed(pieces: readonly Piece[]): readonly { readonly from: number; readonly piece: Piece }[] {
  let from = 0;
  return pieces.map((piece) => {
    const at = from;
    from += piece.text.length;
    return { from: at, piece };
  });
}

/** One line with its colours, and what was searched for marked. `search` is in lower case. */
export function LogText({ text, search }: { readonly text: string; readonly search: string }) {
  return placed(parseAnsi(text)).map(({ from, piece }) => (
    <span key={from} className={cx(...piece.look.map((look) => styles[look]))}>
      {marked(piece.text, search).map((part) => (part.hit ? <mark key={part.from}>{part.text}</mark> : part.text))}
    </span>
  ));
}
