import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range, Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';
import { appearance, rowHeights } from '#renderer/kit/appearance.ts';

export interface VirtualRows {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** Rows that one stroke of Page Down goes. */
  readonly page: () => number;
}

const withRow = (rows: number[], row: number): number[] => (rows.includes(row) ? rows : [...rows, row].toSorted((a, b) => a - b));

export interface RowsInput {
  readonly count: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The row of the cursor: always drawn, since it may be edited, and assistive technology is told that the focus is on it. */
  readonly cursor: number;
}

/** Rows of the height that the person chose; only those in sight are drawn. */
export function useVirtualRows({ count, scroller, cursor }: RowsInput): VirtualRows {
  const height = rowHeights[useSyncExternalStore(appearance.subscribe, appearance.get).density];
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), Math.min(cursor, range.count - 1)), [cursor]),
    paddingEnd: 8,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  return { virtual, page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 2) };
}
