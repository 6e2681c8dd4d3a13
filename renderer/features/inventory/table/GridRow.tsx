import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import type { MouseEvent } from 'react';
import type { DocumentIssue, DocumentNode } from '#contract/inventory/document.ts';
import type { EffectiveValue } from '#contract/inventory/drafts.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import parts from '#renderer/kit/table/parts.module.css';
import { RowMenuButton } from '#renderer/kit/table/RowButton.tsx';
import { t } from '#renderer/texts/current.ts';
import { issueText } from '../issue-text.ts';
import { cellText } from '../model/cells.ts';
import { worst } from '../model/issues.ts';
import type { NodeIssues } from '../model/issues.ts';
import { showValue } from '../model/value-text.ts';
import { effectiveQuery } from '../queries.ts';
import type { DraftAt } from '../queries.ts';
import { sourceName } from '../source-name.ts';
import { CellEditor } from './CellEditor.tsx';
import type { EditBegins, EditEnd } from './CellEditor.tsx';
import type { GridColumn } from './grid-columns.ts';
import styles from './grid.module.css';

const words = t.inventory.table;

/** Of which row a menu is wanted, and where; with the cell that was pointed at, if it was one. */
export interface GridMenuAt {
  readonly node: string;
  readonly column?: string;
  readonly x: number;
  readonly y: number;
}

export interface GridRowEvents {
  readonly focus: (node: string, column: string, isExtending: boolean) => void;
  /** The cell of the cursor. */
  readonly edit: () => void;
  readonly type: (text: string) => void;
  readonly end: (end: EditEnd) => void;
  readonly mark: (node: string, range: boolean) => void;
  readonly menu: (at: GridMenuAt) => void;
}

export interface GridRowProps {
  readonly id: string;
  readonly node: DocumentNode;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly GridColumn[];
  readonly issues: NodeIssues | undefined;
  /** The column of the cursor; null in every other row. */
  readonly active: string | null;
  /** Of the marked block: first and last column. */
  readonly rangeFrom: number;
  readonly rangeTo: number;
  readonly isMarked: boolean;
  /** What the cell of the cursor begins with while it is edited. */
  readonly editing: string | null;
  readonly begins: EditBegins | undefined;
  readonly draft: DraftAt;
  /** While it scrolls by, nothing is asked for it. */
  readonly isPassing: boolean;
  readonly on: GridRowEvents;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, node, index, top, columns, issues, active, rangeFrom, rangeTo, isMarked, editing, begins, draft, isPassing, on } = props;
  const showMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    on.menu({ node: node.name, x: event.clientX, y: event.clientY });
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isMarked}
      className={cx(styles.row, parts.row, active !== null && cx(parts.here, styles.here), isMarked && styles.marked)}
      style={{ transform: `translateY(${top}px)` }}
      onContextMenu={showMenu}
    >
      <div role="gridcell" className={cx(parts.pick, styles.pick, issues !== undefined && styles[worst(issues.all) ?? 'hint'])}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={parts.shy}
          checked={isMarked}
          aria-label={t.kit.table.selectRow(node.name)}
          onChange={() => undefined}
          onClick={(event) => on.mark(node.name, event.shiftKey)}
        />
      </div>
      {columns.map((column, place) => {
        const cell: CellProps = {
          id: `${id}-${column.id}`,
          node,
          column,
          place,
          on,
          issues: issues?.byColumn.get(column.id),
          isActive: active === column.id,
          isInRange: place >= rangeFrom && place <= rangeTo,
          editing: active === column.id ? editing : null,
          begins,
        };
        const { kind } = column.cell;
        return kind === 'variable' ? (
          <VariableCell key={column.id} {...cell} {...{ draft, isPassing }} />
        ) : (
          <Cell key={column.id} {...cell} />
        );
      })}
      <div role="gridcell" className={cx(parts.menuCell, styles.menuCell)}>
        <RowMenuButton name={node.name} onOpen={(x, y) => on.menu({ node: node.name, x, y })} />
      </div>
    </div>
  );
});

interface CellProps {
  readonly id: string;
  readonly node: DocumentNode;
  readonly column: GridColumn;
  readonly place: number;
  readonly issues: readonly DocumentIssue[] | undefined;
  readonly inherited?: EffectiveValue | undefined;
  readonly isActive: boolean;
  readonly isInRange: boolean;
  readonly editing: string | null;
  readonly begins: EditBegins | undefined;
  readonly on: GridRowEvents;
}

/** A cell that shows the value which the node has from elsewhere, where it has none of its own. */
function VariableCell({ draft, isPassing, ...cell }: CellProps & Pick<GridRowProps, 'draft' | 'isPassing'>) {
  const { node, column } = cell;
  const variable = column.cell.kind === 'variable' ? column.cell.variable : undefined;
  const isWanted = variable !== undefined && node.variables[variable] === undefined;
  const { data } = useQuery({ ...effectiveQuery(draft, node.name, variable), enabled: isWanted && !isPassing });
  return <Cell {...cell} inherited={isWanted ? data?.[0] : undefined} />;
}

const noIssues: readonly DocumentIssue[] = [];

/** What the cell says that the node does not say itself. */
function elsewhereOf(own: string, inherited: EffectiveValue | undefined): { text: string; source: string } | null {
  const source = inherited?.sources.at(-1);
  if (own !== '' || inherited === undefined || source === undefined) return null;
  return { text: visible(showValue(inherited.value)), source: visible(sourceName(source)) };
}

const cellLook = ({ cell, isMono }: GridColumn): string => cx(styles.cell, isMono && styles.mono, cell.kind === 'name' && styles.name);

function Cell({ id, node, column, place, issues = noIssues, inherited, isActive, isInRange, editing, begins, on }: CellProps) {
  const severity = worst(issues);
  const own = visible(cellText(node, column.cell));
  const elsewhere = elsewhereOf(own, inherited);
  const messages = issueText(issues);
  const text = elsewhere?.text ?? own;
  const from = elsewhere === null ? '' : words.inheritedFrom(elsewhere.source);
  return (
    <div
      role={column.cell.kind === 'name' ? 'rowheader' : 'gridcell'}
      id={id}
      aria-colindex={place + 2}
      aria-invalid={severity === 'error' || undefined}
      title={editing === null ? `${messages}\n${text}${from}`.trim() : undefined}
      className={cx(cellLook(column), isActive && styles.active, isInRange && styles.inRange, severity && styles[severity])}
      onMouseDown={(event) => event.button === 0 && editing === null && on.focus(node.name, column.id, event.shiftKey)}
      onContextMenu={(event) => {
        event.stopPropagation();
        // In the field it is the browser's own.
        if (editing !== null) return;
        event.preventDefault();
        on.menu({ node: node.name, column: column.id, x: event.clientX, y: event.clientY });
      }}
      onDoubleClick={() => editing === null && on.edit()}
    >
      {editing === null ? (
        <Shown {...{ text, from, messages }} />
      ) : (
        <CellEditor
          label={words.cellLabel(column.title, node.name)}
          text={editing}
          begins={begins}
          list={listOf(column)}
          onType={on.type}
          onEnd={on.end}
        />
      )}
    </div>
  );
}

interface ShownProps {
  readonly text: string;
  /** Where an inherited value is from. */
  readonly from: string;
  readonly messages: string;
}

function Shown({ text, from, messages }: ShownProps) {
  return (
    <>
      {from === '' ? text : <span className={styles.inherited}>{text}</span>}
      {from !== '' && <span className="visually-hidden">{from}</span>}
      {messages !== '' && <span className="visually-hidden">, {messages}</span>}
    </>
  );
}

/** The datalist of a column's usual answers, if it has one. */
function listOf({ cell, variable }: GridColumn): string | undefined {
  if (cell.kind === 'field')
    return cell.field === 'role' || cell.field === 'credential' || cell.field === 'groups' ? `inventory-${cell.field}` : undefined;
  if (variable?.type === 'boolean') return 'inventory-boolean';
  return (variable?.choices?.length ?? 0) > 0 ? `inventory-choices-${variable?.name}` : undefined;
}
