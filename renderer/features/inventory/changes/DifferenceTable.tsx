import { useState } from 'react';
import type { Difference, Drift } from '#contract/inventory/drift.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from '../model/draft-store.ts';
import styles from './changes.module.css';
import { bySubject, closerOf } from './drift-model.ts';
import type { Subject } from './drift-model.ts';
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
  const { columns } = words;
  return (
    <>
      <div className={styles.scroll} role="group" tabIndex={0} aria-label={words.label}>
        <table className={styles.table} aria-label={words.label}>
          <colgroup>
            <col className={styles.wide} />
            <col />
            <col />
            <col />
            <col className={styles.closes} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.wanted}</th>
              <th scope="col">{columns.applied}</th>
              <th scope="col">{columns.live}</th>
              <th scope="col">{columns.closed}</th>
            </tr>
          </thead>
          {bySubject(shown).map((subject) => (
            <Group key={subject.key} {...props} subject={subject} />
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

function Group({ subject: { subject, differences }, ...props }: DifferenceTableProps & { readonly subject: Subject }) {
  return (
    <tbody>
      <tr className={styles.groupRow}>
        <th scope="rowgroup" colSpan={5}>
          {nameOf(subject)}
        </th>
      </tr>
      {differences.map((difference) => (
        <Row key={difference.id} difference={difference} {...props} />
      ))}
    </tbody>
  );
}

function Row({ difference, drift, platformId, store }: DifferenceTableProps & { readonly difference: Difference }) {
  const { wanted, applied, live, sentence } = difference;
  return (
    <tr data-difference={difference.id}>
      <th scope="row">{visible(sentence)}</th>
      <Side value={wanted} />
      <Side value={applied} />
      <Side value={live} />
      <td>
        <Closed {...{ difference, drift, platformId, store }} />
      </td>
    </tr>
  );
}

function Side({ value }: { readonly value: string | null }) {
  return <td className={value === null ? styles.faint : undefined}>{value === null ? words.silent : visible(value)}</td>;
}

function Closed({ difference, drift, platformId, store }: DifferenceTableProps & { readonly difference: Difference }) {
  const closer = closerOf(difference, drift.wish);
  if (closer === 'person') return <span className={styles.quiet}>{words.person}</span>;
  if (closer === 'own' && store !== null) return <OwnRun difference={difference} platformId={platformId} store={store} />;
  const isInPlan = drift.plan !== null && (drift.wish?.kind !== 'upgrade' || difference.wish !== null);
  return <span className={styles.quiet}>{isInPlan ? words.theRun : difference.closedBy}</span>;
}
