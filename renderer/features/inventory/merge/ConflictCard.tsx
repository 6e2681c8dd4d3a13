import { memo, useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { linesWith } from './answers.ts';
import type { Answer, Conflict, ConflictRegion } from './answers.ts';
import { Lines } from './Lines.tsx';
import styles from './merge.module.css';

const words = t.inventory.merge;

interface ConflictCardProps {
  readonly conflict: Conflict;
  readonly number: number;
  readonly of: number;
  readonly theirs: string;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer) => void;
  readonly onFocus: () => void;
}

/** What both sides have made of the same lines, and which of it shall be. */
export function ConflictCard({ conflict, number, of, theirs, answer, onAnswer, onFocus }: ConflictCardProps) {
  const { region, place } = conflict;
  const title = words.conflict(number, of);
  const isOpen = answer === undefined;
  const takes = (side: 'mine' | 'theirs'): boolean => answer?.kind === side || answer?.kind === 'both';
  return (
    <section
      aria-label={title}
      tabIndex={-1}
      className={styles.conflict}
      data-conflict={conflict.key}
      data-state={isOpen ? 'open' : 'answered'}
      onFocus={onFocus}
    >
      <header className={styles.conflictHead}>
        <h3>{title}</h3>
        <span className={styles.place}>{place.length === 0 ? words.top : visible(place.join(' › '))}</span>
        <StatusMark status={isOpen ? 'attention' : 'ready'} word={isOpen ? words.open : words.answered[answer.kind]} />
      </header>
      <div className={styles.three}>
        <Column title={words.base} lines={region.base} isTaken={false} />
        <Column title={words.mineOf} lines={region.mine} before={region.base} isTaken={takes('mine')} />
        <Column title={theirs} lines={region.theirs} before={region.base} isTaken={takes('theirs')} />
      </div>
      <Takes {...{ title, region, answer, onAnswer }} />
      {answer?.kind === 'text' && <ByHand text={answer.text} onChange={(text) => onAnswer({ kind: 'text', text })} />}
    </section>
  );
}

const buttons = [
  ['mine', words.takeMine],
  ['theirs', words.takeTheirs],
  ['both', words.takeBoth],
  ['text', words.edit],
] as const;

interface TakesProps {
  readonly title: string;
  readonly region: ConflictRegion;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

function Takes({ title, region, answer, onAnswer }: TakesProps) {
  // By hand one goes on from what was taken so far.
  const give = (kind: Answer['kind']): void =>
    onAnswer(kind === 'text' ? { kind, text: linesWith(region, answer ?? { kind: 'mine' }).join('\n') } : { kind });
  return (
    <div className={styles.takes} role="group" aria-label={title}>
      {buttons.map(([kind, label]) => (
        <Button key={kind} small aria-pressed={answer?.kind === kind} onPress={() => give(kind)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

interface ColumnProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly before?: readonly string[] | undefined;
  readonly isTaken: boolean;
}

/** Comparing words takes a while: not with each letter that is typed below. */
const Column = memo(function Column({ title, lines, before, isTaken }: ColumnProps) {
  return (
    <div className={styles.one} data-taken={isTaken || undefined}>
      <h4>{title}</h4>
      <Lines lines={lines} before={before} />
    </div>
  );
});

function ByHand({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  // As many rows as there were at first: a field that grows while one types moves what is below it.
  const [rows] = useState(() => Math.min(16, Math.max(3, text.split('\n').length + 1)));
  return <TextField label={words.result} hint={words.resultHint} value={text} onChange={onChange} lines={rows} mono autoFocus />;
}
