import { useMemo } from 'react';
import { comparatorOf, matcher, parseSort } from '#renderer/kit/table/table-model.ts';
import type { Column, Compare } from '#renderer/kit/table/table-model.ts';
import type { KindStore } from './kind-store.ts';
import type { SortedView } from './sorted-view.ts';
import { useSorted } from './use-live.ts';

export interface LiveRows<R> {
  /** All of these are stable: module constants, or from useMemo. */
  readonly columns: readonly Column<R>[];
  readonly usual: Compare<R>;
  readonly texts: (row: R) => readonly string[];
  readonly keep?: ((row: R) => boolean) | undefined;
  readonly sort: string;
  readonly filter: string;
}

/** The rows of a live table, sorted and filtered, kept up to date without sorting again. */
export function useLiveRows<R extends { readonly uid: string }>(store: KindStore<R>, ask: LiveRows<R>): SortedView<R> {
  const { columns, usual, texts, keep, sort, filter } = ask;
  const rule = useMemo(() => {
    const matches = matcher(texts, filter);
    const both = keep === undefined ? matches : matches === undefined ? keep : (row: R) => keep(row) && matches(row);
    return { compare: comparatorOf(columns, parseSort(sort), usual), keep: both };
  }, [columns, usual, texts, keep, sort, filter]);
  return useSorted(store, rule);
}
