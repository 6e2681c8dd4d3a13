import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { memo } from 'react';
import type { MouseEvent } from 'react';
import type { DocumentIssue, DocumentNode } from '#contract/inventory/document.ts';
import type { EffectiveValue } from '#contract/inventory/drafts.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
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
import type { EditEnd } from './CellEditor.tsx';
import type { GridColumn } from './grid-columns.ts';
import styles from './grid.module.css';

const words = t.inventory.table;

export interface GridRowEvents {
  readonly focus: (node: string, column: string, isExtending: boolean) => void;
  readonly edit: (node: string, column: string) => void;
  readonly end: (end: EditEnd) => void;
  readonly mark: (node: string, range: boolean) => void;
  readonly menu: (node: string, x: number, y: number) => void;
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
  readonly draft: DraftAt;
  /** While it scrolls by, nothing is asked for it. */
  readonly isPassing: boolean;
  readonly on: GridRowEvents;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, node, index, top, columns, issues, active, rangeFrom, rangeTo, isMarked, editing, on } = props;
  const inherited = useInherited(props);
  const showMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    on.menu(node.name, event.clientX, event.clientY);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isMarked}
      className={cx(styles.row, isMarked && styles.marked)}
      style={{ transform: `translateY(${top}px)` }}
      onContextMenu={showMenu}
    >
      <div role="gridcell" className={cx(styles.pick, issues !== undefined && styles[worst(issues.all) ?? 'hint'])}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isMarked}
          aria-label={t.kit.table.selectRow(node.name)}
          onChange={() => undefined}
          onClick={(event) => on.mark(node.name, event.shiftKey)}
        />
      </div>
      {columns.map((column, place) => (
        <Cell
          key={column.id}
          id={`${id}-${column.id}`}
          {...{ node, column, on }}
          place={place}
          issues={issues?.byColumn.get(column.id)}
          inherited={column.cell.kind === 'variable' ? inherited?.get(column.cell.variable) : undefined}
          isActive={active === column.id}
          isInRange={place >= rangeFrom && place <= rangeTo}
          editing={active === column.id ? editing : null}
        />
      ))}
      <div role="gridcell" className={styles.menuCell}>
        <button
          type="button"
          tabIndex={-1}
          className={styles.menuButton}
          aria-label={t.kit.actionsFor(node.name)}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            on.menu(node.name, box.left, box.bottom);
          }}
        >
          <Ellipsis size={14} />
        </button>
      </div>
    </div>
  );
});

/** Values that the node has from elsewhere, for the variables in sight that it does not set itself. */
function useInherited({ node, columns, draft, isPassing }: GridRowProps): ReadonlyMap<string, EffectiveValue> | null {
  const isWanted = columns.some(({ cell }) => cell.kind === 'variable' && node.variables[cell.variable] === undefined);
  const { data } = useQuery({ ...effectiveQuery(draft, node.name), enabled: isWanted && !isPassing, select: byVariable });
  return isWanted ? (data ?? null) : null;
}
const byVariable = (values: readonly EffectiveValue[]): ReadonlyMap<string, EffectiveValue> =>
  new Map(values.map((value) => [value.variable, value]));

interface CellProps {
  readonly id: string;
  readonly node: DocumentNode;
  readonly column: GridColumn;
  readonly place: number;
  readonly issues: readonly DocumentIssue[] | undefined;
  readonly inherited: EffectiveValue | undefined;
  readonly isActive: boolean;
  readonly isInRange: boolean;
  readonly editing: string | null;
  readonly on: GridRowEvents;
}

const noIssues: readonly DocumentIssue[] = [];

/** What the cell says that the node does not say itself. */
function elsewhereOf(own: string, inherited: EffectiveValue | undefined): { text: string; source: string } | null {
  const source = inherited?.sources.at(-1);
  if (own !== '' || inherited === undefined || source === undefined) return null;
  return { text: visible(showValue(inherited.value)), source: visible(sourceName(source)) };
}

const cellLook = ({ cell, isMono }: GridColumn): string => cx(styles.cell, isMono && styles.mono, cell.kind === 'name' && styles.name);

function Cell({ id, node, column, place, issues = noIssues, inherited, isActive, isInRange, editing, on }: CellProps) {
  const severity = worst(issues);
  const own = visible(cellText(node, column.cell));
  const elsewhere = elsewhereOf(own, inherited);
  const messages = issueText(issues);
  const says = elsewhere === null ? own : words.inherited(elsewhere.text, elsewhere.source);
  return (
    <div
      role={column.cell.kind === 'name' ? 'rowheader' : 'gridcell'}
      id={id}
      aria-colindex={place + 2}
      aria-invalid={severity === 'error' || undefined}
      title={editing === null ? `${messages}\n${says}`.trim() : undefined}
      className={cx(cellLook(column), isActive && styles.active, isInRange && styles.inRange, severity && styles[severity])}
      onMouseDown={(event) => event.button === 0 && editing === null && on.focus(node.name, column.id, event.shiftKey)}
      onDoubleClick={() => editing === null && on.edit(node.name, column.id)}
    >
      {editing === null ? (
        <Shown text={elsewhere?.text ?? own} isInherited={elsewhere !== null} messages={messages} />
      ) : (
        <CellEditor label={words.cellLabel(column.title, node.name)} text={editing} list={listOf(column)} onEnd={on.end} />
      )}
    </div>
  );
}

function Shown({ text, isInherited, messages }: { readonly text: string; readonly isInherited: boolean; readonly messages: string }) {
  return (
    <>
      {isInherited ? <span className={styles.inherited}>{text}</span> : text}
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
