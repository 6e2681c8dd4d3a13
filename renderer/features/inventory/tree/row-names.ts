import { t } from '#renderer/texts/current.ts';
import type { TreeRow } from '../model/tree.ts';

export const nameOfRow = (row: TreeRow): string =>
  row.kind === 'variable' ? row.variable : row.scope.kind === 'all' ? t.inventory.tree.all : row.scope.name;

/** What has a name of its own in the document; the group of a role has not. */
export const isNamed = (row: TreeRow): boolean =>
  row.kind === 'variable' || row.scope.kind === 'node' || (row.scope.kind === 'group' && !row.scope.isRole);
