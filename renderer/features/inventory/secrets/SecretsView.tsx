import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { toFault } from '#renderer/faults.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { inventorySecretsQuery } from '../queries.ts';
import { EnterSecret } from './EnterSecret.tsx';
import { ExportSecrets } from './ExportSecrets.tsx';
import { ImportSecrets } from './ImportSecrets.tsx';
import { RemoveSecret } from './RemoveSecret.tsx';
import { secretRows } from './secret-model.ts';
import type { SecretRow } from './secret-model.ts';
import panel from '../panel.module.css';
import styles from './secrets.module.css';

const words = t.inventory.secrets;
/** A secret may be named by a thousand nodes. */
const mostUses = 4;
const list = new Intl.ListFormat('en', { type: 'conjunction' });

type Asking = { readonly kind: 'add' | 'export' | 'import' } | { readonly kind: 'set' | 'remove'; readonly row: SecretRow };

/** Which secrets the inventory names, which values are kept; never the values. */
export function SecretsView() {
  const { platformId, store } = useInventory();
  const { data } = useDraftState(store);
  const { data: secrets, error, refetch } = useQuery({ ...inventorySecretsQuery(platformId), staleTime: 0 });
  const [asking, setAsking] = useState<Asking | null>(null);
  const rows = useMemo(() => (secrets === undefined ? [] : secretRows(secrets, data)), [secrets, data]);
  const kept = rows.filter(({ set }) => set).length;
  return (
    <div className={panel.view}>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {secrets === undefined && error === null && <Skeleton rows={6} />}
      {secrets !== undefined && (
        <>
          <header className={panel.head}>
            <p className={styles.sentence}>{words.sentence(kept, rows.length - kept)}</p>
            <div className={panel.acts}>
              <Button onPress={() => setAsking({ kind: 'import' })}>{words.import.open}</Button>
              <Button isDisabled={kept === 0} onPress={() => setAsking({ kind: 'export' })}>
                {words.export.open}
              </Button>
              <Button icon={<Plus size={14} />} onPress={() => setAsking({ kind: 'add' })}>
                {words.add}
              </Button>
            </div>
          </header>
          {rows.length === 0 ? <EmptyState title={words.none}>{words.noneText}</EmptyState> : <SecretTable rows={rows} ask={setAsking} />}
        </>
      )}
      {asking !== null && <Asked asking={asking} rows={rows} onClose={() => setAsking(null)} />}
    </div>
  );
}

function Asked({ asking, rows, onClose }: { readonly asking: Asking; readonly rows: readonly SecretRow[]; readonly onClose: () => void }) {
  const { platformId } = useInventory();
  const common = { platformId, onClose };
  if (asking.kind === 'export') return <ExportSecrets {...common} />;
  if (asking.kind === 'import') return <ImportSecrets {...common} />;
  if (asking.kind === 'remove') return <RemoveSecret {...common} row={asking.row} />;
  return (
    <EnterSecret
      {...common}
      row={asking.kind === 'set' ? asking.row : null}
      taken={rows.filter(({ set }) => set).map(({ name }) => name)}
    />
  );
}

interface SecretTableProps {
  readonly rows: readonly SecretRow[];
  readonly ask: (asking: Asking) => void;
}

function SecretTable({ rows, ask }: SecretTableProps) {
  const { columns } = words;
  return (
    <div className={tables.scroll}>
      <table className={cx(tables.table, styles.table)} aria-label={words.label}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.changed}</th>
            <th scope="col">{columns.used}</th>
            <th scope="col">{columns.reapply}</th>
            <th scope="col">
              <span className="visually-hidden">{t.kit.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} row={row} ask={ask} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, ask }: { readonly row: SecretRow } & Pick<SecretTableProps, 'ask'>) {
  const { address } = useInventory();
  const { name, set, changedAt, reapply } = row;
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        <StatusMark status={set ? 'ready' : row.uses.length > 0 ? 'attention' : 'off'} word={set ? words.kept : words.missing} />
      </td>
      <td className={tables.soft}>{set && (changedAt === null ? words.unknownTime : <RelativeTime at={changedAt} ago />)}</td>
      <td>
        <Uses row={row} />
      </td>
      <td>
        {reapply.length > 0 && (
          <button type="button" className={styles.link} onClick={() => address.set({ tab: 'changes', at: '' })}>
            {list.format(reapply)}
          </button>
        )}
      </td>
      <td className={tables.actions}>
        <span className={styles.rowActs}>
          <Button small aria-label={set ? words.replaceOf(name) : words.setOf(name)} onPress={() => ask({ kind: 'set', row })}>
            {set ? words.replace : words.set}
          </Button>
          {set && (
            <Button small look="quiet" aria-label={words.removeOf(name)} onPress={() => ask({ kind: 'remove', row })}>
              {words.remove}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

function Uses({ row: { uses } }: { readonly row: SecretRow }) {
  const { goTo } = useInventory();
  if (uses.length === 0) return <span className={tables.faint}>{words.unused}</span>;
  return (
    <span className={styles.uses}>
      {uses.slice(0, mostUses).map(({ path, what }) => (
        <button
          key={JSON.stringify(path)}
          type="button"
          className={styles.link}
          aria-label={words.goTo(visible(what))}
          onClick={() => goTo(path)}
        >
          {visible(what)}
        </button>
      ))}
      {uses.length > mostUses && <span className={tables.faint}>{words.moreUses(uses.length - mostUses)}</span>}
    </span>
  );
}
