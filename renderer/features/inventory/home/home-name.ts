import type { InventoryHome } from '#contract/inventory/home.ts';
import { visible } from '#renderer/kit/format.ts';

/** The file, or the repository with its branch. */
export const homeName = (home: InventoryHome): string => visible(home.kind === 'file' ? home.path : `${home.remote} (${home.branch})`);
