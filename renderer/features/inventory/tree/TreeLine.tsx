import { ChevronRight, Folder, KeyRound, Plus, Server } from 'lucide-react';
import type { CSSProperties, MouseEvent } from 'react';
import type { DocumentIssue } from '#contract/inventory/document.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import parts from '#renderer/kit/table/parts.module.css';
import { RowButton, RowMenuButton } from '#renderer/kit/table/RowButton.tsx';
import { t } from '#renderer/texts/current.ts';
import { issueText } from '../issue-text.ts';
import { scopeName } from '../scope-name.ts';
import { nameOfRow } from './row-names.ts';
import { worst } from '../model/issues.ts';
import type { ScopeRow, TreeRow, VariableRow } from '../model/tree.ts';
import { showValue, tagOf } from '../model/value-text.ts';
import { CellEditor } from '../table/CellEditor.tsx';
import type { EditEnd } from '../table/CellEditor.tsx';
import styles from './tree.module.css';

const words = t.inventory.tree;

export interface TreeEvents {
  readonly focus: (row: TreeRow) => void;
  readonly fold: (row: TreeRow, open: boolean) => void;
  readonly edit: (row: VariableRow) => void;
  readonly type: (text: string) => void;
  readonly end: (row: VariableRow, end: EditEnd) => void;
  readonly add: (row: TreeRow) => void;
  readonly menu: (row: TreeRow, x: number, y: number) => void;
}

export interface TreeLineProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly top: number;
  readonly issues: readonly DocumentIssue[];
  readonly isActive: boolean;
  /** What its value begins with while it is edited. */
  readonly editing: string | null;
  readonly on: TreeEvents;
}

export function TreeLine({ id, row, index, top, issues, isActive, editing, on }: TreeLineProps) {
  const isEditing = editing !== null;
  const severity = worst(issues);
  const messages = issueText(issues);
  const style: CSSProperties & Record<'--level', string> = { '--level': String(row.level - 1), transform: `translateY(${top}px)` };
  const open = (event: MouseEvent): void => {
    // Two clicks on a button are two clicks.
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if (row.kind === 'variable') on.edit(row);
    else on.fold(row, !row.isOpen);
  };
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 1}
      aria-level={row.level}
      aria-expanded={row.kind === 'scope' && row.hasChildren ? row.isOpen : undefined}
      className={cx(styles.row, parts.row, isActive && cx(parts.here, styles.active), severity && styles[severity])}
      style={style}
      title={messages}
      onMouseDown={(event) => event.button === 0 && !isEditing && on.focus(row)}
      onDoubleClick={open}
      onContextMenu={(event) => {
        // In the field it is the browser's own.
        if (isEditing) return;
        event.preventDefault();
        on.focus(row);
        on.menu(row, event.clientX, event.clientY);
      }}
    >
      <div role="rowheader" className={styles.name}>
        {row.kind === 'scope' ? <ScopeName row={row} on={on} /> : <code className={styles.variable}>{visible(row.variable)}</code>}
        {messages !== '' && <span className="visually-hidden">, {messages}</span>}
      </div>
      <div role="gridcell" className={styles.value}>
        {row.kind === 'scope' && <span className={styles.quiet}>{words.counts(row.nodes, row.variables)}</span>}
        {row.kind === 'variable' && <Value {...{ row, editing, on }} />}
      </div>
      <Acts {...{ row, on }} />
    </div>
  );
}

function Value({ row, editing, on }: { readonly row: VariableRow; readonly editing: string | null; readonly on: TreeEvents }) {
  const text = showValue(row.value);
  const tag = tagOf(row.value)?.tag;
  if (editing === null) {
    return (
      <>
        {tag === '!secret' && <KeyRound size={13} aria-hidden className={styles.icon} />}
        <span className={cx(styles.shown, tag !== undefined && styles.tagged)}>{visible(text)}</span>
      </>
    );
  }
  const label = words.valueOf(row.variable, scopeName(row.scope));
  return <CellEditor {...{ label }} text={editing} onType={on.type} onEnd={(end) => on.end(row, end)} />;
}

function Acts({ row, on }: { readonly row: TreeRow; readonly on: TreeEvents }) {
  const name = visible(nameOfRow(row));
  return (
    <div role="gridcell" className={styles.acts}>
      {row.kind === 'scope' && (
        <RowButton label={words.addTitle(name)} onClick={() => on.add(row)}>
          <Plus size={14} />
        </RowButton>
      )}
      <RowMenuButton {...{ name }} onOpen={(x, y) => on.menu(row, x, y)} />
    </div>
  );
}

function ScopeName({ row, on }: { readonly row: ScopeRow; readonly on: TreeEvents }) {
  return (
    <>
      <span className={styles.fold}>
        {row.hasChildren && (
          <button
            type="button"
            tabIndex={-1}
            aria-hidden
            className={cx(styles.twist, row.isOpen && styles.isOpen)}
            onClick={() => on.fold(row, !row.isOpen)}
          >
            <ChevronRight size={14} />
          </button>
        )}
      </span>
      {row.scope.kind === 'node' ? (
        <Server size={14} aria-hidden className={styles.icon} />
      ) : (
        <Folder size={14} aria-hidden className={styles.icon} />
      )}
      <span className={styles.label}>{visible(nameOfRow(row))}</span>
      {row.scope.kind === 'group' && row.scope.isRole && <span className={styles.quiet}>{words.fromRole}</span>}
    </>
  );
}
