import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';
import { appearance, rowHeights } from '#renderer/kit/appearance.ts';

export interface VirtualRows {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** Rows that one stroke of Page Down goes. */
  readonly page: () => number;
}

/** Rows of the height that the person chose; only those in sight are drawn. */
export function useVirtualRows(count: number, scroller: RefObject<HTMLDivElement | null>): VirtualRows {
  const height = rowHeights[useSyncExternalStore(appearance.subscribe, appearance.get).density];
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    paddingEnd: 8,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  return { virtual, page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 2) };
}
