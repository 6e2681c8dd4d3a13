import { cx } from '#renderer/kit/cx.ts';
import { parseAnsi } from './ansi.ts';
import styles from './LogView.module.css';

function marked(text: string, search: string): readonly { readonly text: string; readonly hit: boolean }[] {
  if (search === '') return [{ text, hit: false }];
  const parts: { text: string; hit: boolean }[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    parts.push({ text: text.slice(from, at), hit: false }, { text: text.slice(at, at + search.length), hit: true });
    from = at + search.length;
  }
  parts.push({ text: text.slice(from), hit: false });
  return parts;
}

/** One line with its colours, and what was searched for marked. `search` is in lower case. */
export function LogText({ text, search }: { readonly text: string; readonly search: string }) {
  return parseAnsi(text).map((piece, index) => (
    <span key={index} className={cx(...piece.look.map((look) => styles[look]))}>
      {marked(piece.text, search).map((part, place) => (part.hit ? <mark key={place}>{part.text}</mark> : part.text))}
    </span>
  ));
}
