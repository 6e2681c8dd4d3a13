import { useMemo, useState } from 'react';
import type { Difference, Drift } from '#contract/inventory/drift.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from '../model/draft-store.ts';
import styles from './changes.module.css';
import { bySubject, closerOf, sidesOf } from './drift-model.ts';
import type { Side, Subject } from './drift-model.ts';
import { OwnRun } from './OwnRun.tsx';

const words = t.inventory.changes;
/** As many as anybody reads at once. */
const mostShown = 200;

export interface DifferenceTableProps {
  readonly drift: Drift;
  readonly platformId: string;
  readonly store: DraftStore | null;
}

export function DifferenceTable(props: DifferenceTableProps) {
  const { differences } = props.drift;
  const [all, setAll] = useState(false);
  const shown = all ? differences : differences.slice(0, mostShown);
  const sides = useMemo(() => sidesOf(differences), [differences]);
  const { columns } = words;
  return (
    <>
      <div className={styles.scroll} role="group" tabIndex={0} aria-label={words.label}>
        <table className={styles.table} aria-label={words.label}>
          <colgroup>
            <col className={styles.wide} />
            {sides.map((side) => (
              <col key={side} />
            ))}
            <col className={styles.closes} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{columns.what}</th>
              {sides.map((side) => (
                <th key={side} scope="col">
                  {columns[side]}
                </th>
              ))}
              <th scope="col">{columns.closed}</th>
            </tr>
          </thead>
          {bySubject(shown).map((subject) => (
            <Group key={subject.key} {...props} subject={subject} sides={sides} />
          ))}
        </table>
      </div>
      {shown.length < differences.length && (
        <div>
          <Button onPress={() => setAll(true)}>{words.more(differences.length - shown.length)}</Button>
        </div>
      )}
    </>
  );
}

function nameOf(subject: Difference['subject']): string {
  if (subject.kind === 'platform') return words.platform;
  return subject.kind === 'secret' ? words.secret(subject.name) : visible(subject.name);
}

interface GroupProps extends DifferenceTableProps {
  readonly subject: Subject;
  readonly sides: readonly Side[];
}

/** Each sentence names what it is about: only several of them get a head. */
function Group({ subject: { subject, differences }, sides, ...props }: GroupProps) {
  const isSeveral = differences.length > 1;
  return (
    <tbody data-several={isSeveral || undefined}>
      {isSeveral && (
        <tr className={styles.groupRow}>
          <th scope="rowgroup" colSpan={sides.length + 2}>
            {nameOf(subject)}
          </th>
        </tr>
      )}
      {differences.map((difference) => (
        <Row key={difference.id} difference={difference} sides={sides} {...props} />
      ))}
    </tbody>
  );
}

interface RowProps extends DifferenceTableProps {
  readonly difference: Difference;
  readonly sides: readonly Side[];
}

function Row({ difference, sides, drift, platformId, store }: RowProps) {
  return (
    <tr data-difference={difference.id}>
      <th scope="row">{visible(difference.sentence)}</th>
      {sides.map((side) => (
        <Says key={side} value={difference[side]} />
      ))}
      <td>
        <Closed {...{ difference, drift, platformId, store }} />
      </td>
    </tr>
  );
}

function Says({ value }: { readonly value: string | null }) {
  return <td className={value === null ? styles.faint : undefined}>{value === null ? words.silent : visible(value)}</td>;
}

function Closed({ difference, drift, platformId, store }: Omit<RowProps, 'sides'>) {
  const closer = closerOf(difference, drift.wish);
  if (closer === 'person') return <span className={styles.quiet}>{words.person}</span>;
  if (closer === 'own' && store !== null) return <OwnRun difference={difference} platformId={platformId} store={store} />;
  if (closer === 'own') return <span className={styles.quiet}>{visible(difference.closedBy ?? '')}</span>;
  const isInPlan = drift.plan !== null && (drift.wish?.kind !== 'upgrade' || difference.wish !== null);
  return <span className={styles.quiet}>{isInPlan ? words.theRun : difference.closedBy}</span>;
}
