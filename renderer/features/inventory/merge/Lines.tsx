import { presentableDiff } from '@codemirror/merge';
import { Fragment } from 'react';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './merge.module.css';

const words = t.inventory.merge;

interface Part {
  readonly at: number;
  readonly text: string;
  readonly isChanged: boolean;
}

/** A text in parts: what is as it was, and what is not. */
function partsOf(before: string, text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { fromB, toB } of presentableDiff(before, text, { scanLimit: 500, timeout: 50 })) {
    if (fromB > at) parts.push({ at, text: text.slice(at, fromB), isChanged: false });
    if (toB > fromB) parts.push({ at: fromB, text: text.slice(fromB, toB), isChanged: true });
    at = toB;
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), isChanged: false });
  return parts;
}

interface LinesProps {
  readonly lines: readonly string[];
  /** What differs from these is marked. */
  readonly before?: readonly string[] | undefined;
}

/** Lines of the text as they are. */
export function Lines({ lines, before }: LinesProps) {
  if (lines.length === 0) return <p className={styles.nothing}>{words.nothing}</p>;
  const text = lines.join('\n');
  if (before === undefined || before.length === 0) return <pre className={styles.lines}>{visible(text)}</pre>;
  return (
    <pre className={styles.lines}>
      {partsOf(before.join('\n'), text).map((part) =>
        part.isChanged ? <mark key={part.at}>{visible(part.text)}</mark> : <Fragment key={part.at}>{visible(part.text)}</Fragment>,
      )}
    </pre>
  );
}
