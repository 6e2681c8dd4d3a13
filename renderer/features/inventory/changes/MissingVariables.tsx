import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { useChosenColumns } from '#renderer/kit/table/ColumnMenu.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { columnId } from '../model/cells.ts';
import type { DraftStore } from '../model/draft-store.ts';
import { dictionaryQuery } from '../queries.ts';
import { usualColumns } from '../table/grid-columns.ts';
import panel from '../panel.module.css';
import styles from './changes.module.css';
import { missingOf, placeOf } from './missing-model.ts';
import type { MissingVariable } from './missing-model.ts';
import type { Compared } from './queries.ts';
import { missingQuery } from './queries.ts';
import { SetMissing } from './SetMissing.tsx';

const words = t.inventory.changes.missing;

export interface MissingVariablesProps {
  readonly compared: Compared;
  readonly store: DraftStore | null;
}

/** What the chosen components cannot do without and nobody has said yet. */
export function MissingVariables({ compared, store }: MissingVariablesProps) {
  const { data, error, refetch } = useQuery(missingQuery(compared));
  // Not to be taken for: nothing is missing.
  if (error !== null && data === undefined) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  const missing = missingOf(data ?? []);
  if (missing.length === 0) return null;
  const components = new Set(missing.flatMap((one) => one.components)).size;
  return (
    <section className={panel.section} aria-label={words.title}>
      <div className={styles.sectionHead}>
        <h2>
          <StatusShape status="attention" size={16} /> {words.title}
        </h2>
        <span className={styles.quiet}>{words.sentence(missing.length, components)}</span>
      </div>
      <ul className={styles.intents} aria-label={words.title}>
        {missing.map((one) => (
          <li key={one.name} className={styles.intent}>
            <div className={styles.intentWords}>
              <p>
                <code>{visible(one.name)}</code> {one.sensitive && <span className={styles.quiet}>{words.secret}</span>}
              </p>
              <p className={styles.quiet}>
                {one.description} {words.neededBy(one.components)}
              </p>
            </div>
            {store !== null && <Setting missing={one} store={store} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Setting({ missing, store }: { readonly missing: MissingVariable; readonly store: DraftStore }) {
  const { address } = useInventory();
  const { chosen, choose } = useChosenColumns('inventory');
  const [isOpen, setOpen] = useState(false);
  const variable = useQuery(dictionaryQuery).data?.find(({ name }) => name === missing.name);
  const path = placeOf(missing.name, variable);
  if (path === null) {
    const column = columnId({ kind: 'variable', variable: missing.name });
    const show = (): void => {
      choose([...new Set([...(chosen ?? usualColumns), column])]);
      address.set({ tab: 'table', at: '' });
    };
    return (
      <Button small aria-label={words.setOf(missing.name)} onPress={show}>
        {words.inTable}
      </Button>
    );
  }
  return (
    <>
      <Button small aria-label={words.setOf(missing.name)} onPress={() => setOpen(true)}>
        {words.set}
      </Button>
      {isOpen && <SetMissing {...{ missing, store, path, variable }} onClose={() => setOpen(false)} />}
    </>
  );
}
