import type { Node, NodeCertificates } from '#contract/nodes.ts';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatInstant, visible } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { useNow } from '#renderer/kit/use-now.ts';
import { t } from '#renderer/texts/current.ts';
import { daysLeft, firstEnding, isNear } from './certificate-ends.ts';
import styles from './life.module.css';

const words = t.life.certificates;

export interface CertificateTableProps {
  readonly nodes: readonly Node[];
  readonly rows: readonly NodeCertificates[] | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly again: () => void;
}

export function CertificateTable({ nodes, rows, error, isFetching, again }: CertificateTableProps) {
  const now = useNow('slow');
  if (rows === undefined) {
    if (isFetching) return <StatusMark status="working" word={words.reading} />;
    return error === null ? null : <FaultCard fault={toFault(error)} onAction={again} />;
  }
  return (
    <table className={styles.certificates} aria-label={words.title}>
      <thead>
        <tr>
          <th scope="col">{words.node}</th>
          <th scope="col">{words.ends}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.nodeId}>
            <th scope="row">{visible(nodes.find(({ id }) => id === row.nodeId)?.name ?? row.nodeId)}</th>
            <td>{row.fault === null ? <Ends row={row} now={now} /> : visible(row.fault.what)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ends({ row, now }: { readonly row: NodeCertificates; readonly now: number }) {
  const first = firstEnding(row);
  if (first === null) return words.none;
  const days = daysLeft(first.endsAt, now);
  const when = formatInstant(first.endsAt);
  const sentence = days < 0 ? words.ended(visible(first.name), when) : `${words.first(visible(first.name), when)}, ${words.left(days)}`;
  return <StatusMark status={days < 0 ? 'failed' : isNear(first.endsAt, now) ? 'attention' : 'ready'} word={sentence} />;
}
