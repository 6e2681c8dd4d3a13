import { ChevronsDownUp, ChevronsUpDown, FolderPlus, Plus } from 'lucide-react';
import { useCallback } from 'react';
import type { DocumentData } from '#contract/inventory/document.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { FilterField } from '#renderer/kit/table/FilterField.tsx';
import parts from '#renderer/kit/table/parts.module.css';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { rootId, treeRows } from '../model/tree.ts';
import type { Scope } from '../model/tree.ts';
import type { TreeWish } from './TreeDialog.tsx';
import styles from './tree.module.css';

const words = t.inventory.tree;

export interface TreeToolsProps {
  readonly data: DocumentData;
  /** Of the row that the cursor is on: a new variable is offered there. */
  readonly scope: Scope;
  readonly onOpen: (open: ReadonlySet<string>) => void;
  readonly onWish: (wish: TreeWish) => void;
}

const allOf = (data: DocumentData): ReadonlySet<string> =>
  new Set(treeRows(data, { open: 'all', filter: '' }).flatMap((row) => (row.kind === 'scope' ? [row.id] : [])));

export function TreeTools({ data, scope, onOpen, onWish }: TreeToolsProps) {
  const { address } = useInventory();
  const setFilter = useCallback((q: string) => address.set({ q }), [address]);
  return (
    <div className={parts.tools} role="group" aria-label={words.label}>
      <FilterField label={words.filter} value={address.filter} onChange={setFilter} />
      <IconButton label={words.unfoldAll} icon={<ChevronsUpDown size={15} />} onPress={() => onOpen(allOf(data))} />
      <IconButton label={words.foldAll} icon={<ChevronsDownUp size={15} />} onPress={() => onOpen(new Set([rootId]))} />
      <span className={styles.space} />
      <Button icon={<FolderPlus size={14} />} onPress={() => onWish({ kind: 'group' })}>
        {words.addGroup}
      </Button>
      <Button icon={<Plus size={14} />} onPress={() => onWish({ kind: 'variable', scope })}>
        {words.addVariable}
      </Button>
    </div>
  );
}
