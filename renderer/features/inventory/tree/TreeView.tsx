import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { cx } from '#renderer/kit/cx.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import parts from '#renderer/kit/table/parts.module.css';
import { RowMenu } from '#renderer/kit/table/RowMenu.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { issuesByPath } from '../model/issues.ts';
import { rootId, rowPath, spotIn, treeKey, treeRows } from '../model/tree.ts';
import type { Scope, TreeIntent, TreeRow, TreeSpot } from '../model/tree.ts';
import { useVirtualRows } from '../use-virtual-rows.ts';
import { TreeDialog } from './TreeDialog.tsx';
import { TreeLine } from './TreeLine.tsx';
import type { TreeEvents } from './TreeLine.tsx';
import { TreeTools } from './TreeTools.tsx';
import { useEditedRow } from './use-edited-row.ts';
import { editedRow, useTreeActs } from './use-tree-acts.ts';
import styles from './tree.module.css';

const words = t.inventory.tree;

const withRow = (held: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> => new Set([...held, ...ids]);
const withoutRow = (held: ReadonlySet<string>, id: string): ReadonlySet<string> => new Set([...held].filter((one) => one !== id));

function intentOf(event: KeyboardEvent, place: { at: number; page: number }, rows: readonly TreeRow[]): TreeIntent | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return event.key === 'F10' && event.shiftKey ? { act: 'menu' } : treeKey(event.key, place, rows);
}

function useSpot(rows: readonly TreeRow[]) {
  const [spot, setSpot] = useState<TreeSpot>({ id: rootId, index: 0 });
  const here = spotIn(rows, spot);
  return {
    here,
    putOn: (row: TreeRow): void => setSpot({ id: row.id, index: rows.indexOf(row) }),
    /** Its row may not be there yet. */
    putOnId: (id: string): void => setSpot({ id, index: here }),
  };
}

/** All, groups, nodes, each with its variables. The focus stays on the tree; while a value is edited it is in its field. */
export function TreeView() {
  const { store, address } = useInventory();
  const { data, issues } = useDraftState(store);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set([rootId]));
  const rows = useMemo(() => treeRows(data, { open, filter: address.filter }), [data, open, address.filter]);
  const issuesAt = useMemo(() => issuesByPath(issues), [issues]);
  const { here, putOn, putOnId } = useSpot(rows);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const { virtual, page } = useVirtualRows({ count: rows.length, scroller, cursor: here });
  const fold = (row: TreeRow, isOpen: boolean): void => setOpen((held) => (isOpen ? withRow(held, [row.id]) : withoutRow(held, row.id)));
  const placeOf = (row: TreeRow): { x: number; y: number } => {
    const box = document.getElementById(`${id}-${rows.indexOf(row)}`)?.getBoundingClientRect();
    return { x: (box?.left ?? 0) + 32, y: (box?.bottom ?? 0) - 4 };
  };
  const acts = useTreeActs({ fold, placeOf });
  const focusTree = (): void => scroller.current?.focus({ preventScroll: true });
  const typeIn = useEditedRow({ data, rows, acts, focusTree }, ({ row, idOf }) => {
    setOpen((held) => new Set([...held].map(idOf)));
    putOnId(row.id);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    // A field or a button in a row has its own keys.
    if (event.target !== event.currentTarget) return;
    const intent = intentOf(event, { at: here, page: page() }, rows);
    const row = intent === null ? undefined : rows[intent.act === 'move' ? intent.to : here];
    if (intent === null || row === undefined) return;
    event.preventDefault();
    putOn(row);
    if (intent.act === 'move') virtual.scrollToIndex(intent.to, { align: 'auto' });
    else acts.run(intent.act, row);
  };
  const on: TreeEvents = {
    focus(row) {
      // First the focus: an edit elsewhere ends with what was typed.
      focusTree();
      putOn(row);
    },
    fold(row, isOpen) {
      fold(row, isOpen);
      focusTree();
    },
    edit(row) {
      putOn(row);
      acts.setEditing(editedRow(row));
    },
    type: typeIn,
    end(row, end) {
      acts.keep(row, end);
      if (end.key !== 'blur') focusTree();
    },
    add: (row) => acts.setWish({ kind: 'variable', scope: row.scope }),
    menu: acts.showMenu,
  };
  const unfold = (scope: Scope): void => {
    const ids = rows.flatMap((row) => (row.scope === scope ? [row.id] : []));
    setOpen((held) => withRow(held, ids));
  };
  return (
    <>
      <TreeTools data={data} scope={rows[here]?.scope ?? { kind: 'all' }} onOpen={setOpen} onWish={acts.setWish} />
      <div className={cx(parts.table, styles.table)}>
        <div
          ref={scroller}
          role="treegrid"
          aria-label={words.label}
          aria-describedby={`${id}-help`}
          aria-rowcount={rows.length}
          aria-activedescendant={rows.length > 0 ? `${id}-${here}` : undefined}
          tabIndex={0}
          className={cx(parts.scroller, styles.scroller)}
          onKeyDown={onKeyDown}
        >
          {rows.length === 0 && <NoRows focusTree={focusTree} />}
          {rows.length > 0 && (
            <div role="rowgroup" className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().flatMap((item) => {
                const row = rows[item.index];
                if (row === undefined) return [];
                return (
                  <TreeLine
                    key={row.id}
                    id={`${id}-${item.index}`}
                    index={item.index}
                    top={item.start}
                    issues={issuesAt(rowPath(row))}
                    isActive={item.index === here}
                    editing={acts.editing?.row.id === row.id ? acts.editing.text : null}
                    {...{ row, on }}
                  />
                );
              })}
            </div>
          )}
        </div>
        <p id={`${id}-help`} className="visually-hidden">
          {words.help}
        </p>
      </div>
      {acts.wish !== null && (
        <TreeDialog
          wish={acts.wish}
          onClose={() => {
            acts.setWish(null);
            focusTree();
          }}
          onAdded={unfold}
        />
      )}
      {acts.menuAt !== null && (
        <RowMenu
          at={acts.menuAt}
          onClose={() => {
            acts.closeMenu();
            focusTree();
          }}
        />
      )}
    </>
  );
}

function NoRows({ focusTree }: { readonly focusTree: () => void }) {
  const { address } = useInventory();
  const clear = (): void => {
    address.set({ q: '' });
    // The button goes away under the focus.
    focusTree();
  };
  return (
    <div role="row">
      <div role="gridcell">
        <EmptyState title={t.kit.table.noMatch(address.filter)} action={<Button onPress={clear}>{t.kit.table.clearFilter}</Button>} />
      </div>
    </div>
  );
}
