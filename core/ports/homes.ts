// What is remembered of an inventory's second home.
import type { FaultView } from '#contract/faults/entry.ts';
import type { InventoryHome } from '#contract/inventory/home.ts';

export interface HomeText {
  /** Null: there is no such file. */
  readonly text: string | null;
  /** Of the repository; "" for a file, and where there is no commit yet. */
  readonly commit: string;
}

/** What was there has been put into a draft; when that is saved, both sides have it in common. */
export interface HomeMerge extends HomeText {
  readonly draftId: string;
  /** The draft's change that did it. */
  readonly seq: number;
}

export interface HomeRecord {
  readonly platformId: string;
  readonly home: InventoryHome;
  /** The newest text that both sides have had; null before the first. */
  readonly common: HomeText | null;
  /** What it held when it was last looked at; null before the first look. */
  readonly there: HomeText | null;
  readonly checkedAt: number | null;
  readonly sameAt: number | null;
  /** Why the newest look, or the newest writing, failed. */
  readonly fault: FaultView | null;
  readonly merged: HomeMerge | null;
}

/** Goes with its platform. */
export interface HomeStore {
  list(): Promise<readonly HomeRecord[]>;
  get(platformId: string): Promise<HomeRecord | null>;
  /** New, or instead of the one that was there. */
  save(record: HomeRecord): Promise<void>;
  remove(platformId: string): Promise<void>;
}
