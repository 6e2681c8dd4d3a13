import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EffectiveValue, ValueSource } from '#contract/inventory/drafts.ts';
import { toFault } from '#renderer/faults.ts';
import { Switch } from '#renderer/kit/Choices.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { showValue } from './model/value-text.ts';
import { dictionaryQuery, effectiveQuery } from './queries.ts';
import { sourceName } from './source-name.ts';

const words = t.inventory.inspector;

/** Every value that a node has: where it comes from, and what it overrules. */
export function Inspector({ node, onClose }: { readonly node: string; readonly onClose: () => void }) {
  const { platformId, store } = useInventory();
  const { data, seq, summary } = useDraftState(store);
  const [filter, setFilter] = useState('');
  const [withDefaults, setWithDefaults] = useState(false);
  const exists = data.nodes.some((one) => one.name === node);
  const query = useQuery({ ...effectiveQuery({ platformId, draftId: summary.id, seq }, node), enabled: exists });
  const wanted = filter.trim().toLowerCase();
  const isChosen = (value: EffectiveValue): boolean => withDefaults || wanted !== '' || value.sources.at(-1)?.scope !== 'default';
  const values = (query.data ?? []).filter((value) => value.variable.toLowerCase().includes(wanted) && isChosen(value));
  return (
    <Drawer title={<Identifier text={visible(node)} what={words.nodes} />} onClose={onClose}>
      {!exists && <p className={styles.quiet}>{words.gone(visible(node))}</p>}
      {exists && (
        <>
          <TextField label={words.filter} labelHidden placeholder={words.filter} value={filter} onChange={setFilter} type="search" />
          <Switch isSelected={withDefaults} onChange={setWithDefaults}>
            {words.withDefaults}
          </Switch>
          {query.error !== null && <FaultCard fault={toFault(query.error)} onAction={() => void query.refetch()} />}
          {query.isPending && query.error === null && <Skeleton rows={6} />}
          {query.data !== undefined && values.length === 0 && <p className={styles.quiet}>{wanted === '' ? words.none : words.noMatch}</p>}
          <ul className={styles.values} aria-label={words.title(visible(node))}>
            {values.map((value) => (
              <Value key={value.variable} value={value} />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function Value({ value }: { readonly value: EffectiveValue }) {
  const title = useQuery(dictionaryQuery).data?.find((one) => one.name === value.variable)?.title;
  const overruled = value.sources.slice(0, -1).reverse();
  const from = value.sources.at(-1);
  return (
    <li className={styles.value}>
      <p className={styles.valueHead}>
        <code>{visible(value.variable)}</code>
        {title !== undefined && <span className={styles.quiet}>{title}</span>}
      </p>
      {from !== undefined && <Source source={from} isWinner />}
      {overruled.length > 0 && (
        <ul className={styles.overruled} aria-label={words.overruled}>
          {overruled.map((source) => (
            <li key={`${source.scope} ${source.name}`}>
              <Source source={source} isWinner={false} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Source({ source, isWinner }: { readonly source: ValueSource; readonly isWinner: boolean }) {
  const { goTo } = useInventory();
  const { path } = source;
  const name = visible(sourceName(source));
  const text = visible(showValue(source.value));
  return (
    <span className={styles.source} data-winner={isWinner || undefined}>
      {isWinner ? <code>{text}</code> : <s>{text}</s>}
      {path === null ? (
        <span className={styles.quiet}>{name}</span>
      ) : (
        <button type="button" className={styles.link} onClick={() => goTo(path)} aria-label={words.goTo(name)}>
          {name}
        </button>
      )}
    </span>
  );
}
