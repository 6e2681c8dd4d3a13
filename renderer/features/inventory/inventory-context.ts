// What every view of the inventory works with.
import { createContext, use, useSyncExternalStore } from 'react';
import type { DocumentIssue, DocumentPath } from '#contract/inventory/document.ts';
import type { TableAddress } from '#renderer/kit/table/use-table-address.ts';
import type { DraftState, DraftStore } from './model/draft-store.ts';

export interface Inventory {
  readonly platformId: string;
  readonly store: DraftStore;
  readonly address: TableAddress;
  /** Shows the place in the YAML. */
  readonly goTo: (path: DocumentPath) => void;
  readonly showIssue: (issue: DocumentIssue) => void;
  readonly inspect: (node: string) => void;
}

export const InventoryContext = createContext<Inventory | null>(null);

export function useInventory(): Inventory {
  const inventory = use(InventoryContext);
  if (inventory === null) throw new Error('Outside of the inventory.');
  return inventory;
}

export function useDraftState(store: DraftStore): DraftState {
  return useSyncExternalStore(store.subscribe, store.snapshot);
}

/** A path as it stands in the address. */
export const pathText = (path: DocumentPath): string => JSON.stringify(path);
export function pathOf(text: string): DocumentPath | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    return value.filter((part) => typeof part === 'string' || typeof part === 'number');
  } catch {
    return null;
  }
}
