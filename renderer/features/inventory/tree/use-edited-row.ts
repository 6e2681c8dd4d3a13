// The row whose value is edited, when another console takes it away or renames what it belongs to, and the field with the keys with it.
import { useEffect, useRef } from 'react';
import type { DocumentData } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { idAfterRename } from '../model/tree.ts';
import { renamedTo } from '../model/renamed.ts';
import type { TreeRow, VariableRow } from '../model/tree.ts';
import { showValue } from '../model/value-text.ts';
import { scopeName } from '../scope-name.ts';
import type { TreeActs } from './use-tree-acts.ts';

interface RowsNow {
  readonly data: DocumentData;
  readonly rows: readonly TreeRow[];
  readonly acts: Pick<TreeActs, 'editing' | 'setEditing'>;
  readonly focusTree: () => void;
}

interface Renamed {
  readonly row: VariableRow;
  /** What a row is called now that had this id. */
  readonly idOf: (id: string) => string;
}

function renamed(row: VariableRow, before: DocumentData, now: DocumentData): Renamed | null {
  const { scope } = row;
  if (scope.kind === 'all') return null;
  const to = scope.kind === 'node' ? renamedTo(scope.name, before.nodes, now.nodes) : renamedTo(scope.name, before.groups, now.groups);
  if (to === null) return null;
  const idOf = (id: string): string => idAfterRename(id, scope, to);
  return { row: { ...row, id: idOf(row.id), scope: { ...scope, name: to } }, idOf };
}

/** Answers with where to say what is typed. `follow` goes to the row under its new name. */
export function useEditedRow(
  { data, rows, acts: { editing, setEditing }, focusTree }: RowsNow,
  follow: (renamed: Renamed) => void,
): (text: string) => void {
  const typed = useRef<string | null>(null);
  const before = useRef(data);
  useEffect(() => {
    const known = before.current;
    before.current = data;
    if (editing === null) typed.current = null;
    if (editing === null || rows.some((row) => row.id === editing.row.id)) return;
    const { row } = editing;
    const now = typed.current ?? editing.text;
    const found = renamed(row, known, data);
    if (found !== null) {
      follow(found);
      return setEditing({ row: found.row, text: now });
    }
    setEditing(null);
    focusTree();
    if (now !== showValue(row.value)) toast(t.inventory.tree.gone(visible(row.variable), visible(scopeName(row.scope)), visible(now)));
  });
  return (text) => {
    typed.current = text;
  };
}
