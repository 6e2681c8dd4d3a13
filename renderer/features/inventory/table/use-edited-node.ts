// The node whose cell is edited, when another console takes it away or renames it, and the field with the keys with it.
import { useEffect, useRef } from 'react';
import type { DocumentNode } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { renamedTo } from '../model/renamed.ts';
import type { CursorInput } from './use-cursor.ts';

interface EditedNode extends Pick<CursorInput, 'rows' | 'edited' | 'setEdited'> {
  /** All, shown or not. */
  readonly nodes: readonly DocumentNode[];
  readonly focusGrid: () => void;
}

/** Answers with where to say what the cell holds; null for what it began with. `follow` puts the cursor on the node of that name. */
export function useEditedNode(
  { nodes, rows, edited, setEdited, focusGrid }: EditedNode,
  follow: (name: string) => void,
): (text: string | null) => void {
  const typed = useRef<string | null>(null);
  const before = useRef(nodes);
  useEffect(() => {
    const known = before.current;
    before.current = nodes;
    if (edited === null) typed.current = null;
    if (edited === null || rows.some((one) => one.name === edited.node)) return;
    const text = typed.current;
    const name = renamedTo(edited.node, known, nodes);
    if (name !== null) {
      follow(name);
      return setEdited({ node: name, text: text ?? edited.text });
    }
    setEdited(null);
    focusGrid();
    if (text !== null) toast(t.inventory.table.gone(visible(edited.node), visible(text)));
  });
  return (text) => {
    typed.current = text;
  };
}
