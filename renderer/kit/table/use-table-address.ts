// Filter, sort and opened row live in the address, so that every view is a link.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { parseSort, sortText } from './table-model.ts';
import type { SortKey } from './table-model.ts';

export interface TableAddress {
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly open: string | null;
  readonly get: (name: string) => string;
  /** An empty text takes the name out of the address. */
  readonly set: (changes: Readonly<Record<string, string>>) => void;
  readonly setSort: (sort: readonly SortKey[]) => void;
  readonly setOpen: (open: string | null) => void;
}

export function useTableAddress(): TableAddress {
  const [params, setParams] = useSearchParams();
  return useMemo(() => {
    const set = (changes: Readonly<Record<string, string>>, push = false): void =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: !push },
      );
    return {
      filter: params.get('q') ?? '',
      sort: parseSort(params.get('sort') ?? ''),
      open: params.get('open'),
      get: (name) => params.get(name) ?? '',
      set: (changes) => set(changes),
      setSort: (sort) => set({ sort: sortText(sort) }),
      setOpen: (open) => set({ open: open ?? '' }, true),
    };
  }, [params, setParams]);
}
