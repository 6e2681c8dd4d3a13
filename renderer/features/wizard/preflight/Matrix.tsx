import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Node, PreflightCell } from '#contract/nodes.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { cellKey, moved, type CheckRow, type Move } from '../model/preflight-table.ts';
import { CellSign } from './CellSign.tsx';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;
const moves: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
};

export interface MatrixProps {
  readonly rows: readonly CheckRow[];
  readonly nodes: readonly Node[];
  readonly running: boolean;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** One stop of the Tab key; inside, the arrow keys move and Enter opens. */
export function Matrix({ rows, nodes, running, selected, onSelect }: MatrixProps) {
  const [at, setAt] = useState({ row: 0, column: 0 });
  const body = useRef<HTMLTableSectionElement>(null);
  if (rows.length === 0) return running ? <Skeleton rows={8} /> : <p className={styles.none}>{words.nothingShown}</p>;
  const here = moved(at, 'up', { rows: rows.length + 1, columns: nodes.length });
  const stop = { row: Math.min(at.row, rows.length - 1), column: Math.min(here.column, nodes.length - 1) };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = moved(stop, move, { rows: rows.length, columns: nodes.length });
    setAt(next);
    body.current?.querySelector<HTMLElement>(`[data-at="${next.row}/${next.column}"]`)?.focus();
  };
  return (
    <div className={styles.matrixScroll}>
      <table className={styles.matrix} role="grid" aria-label={words.table} aria-busy={running}>
        <thead>
          <tr>
            <th scope="col">{words.check}</th>
            {nodes.map((node) => (
              <th key={node.id} scope="col" className={styles.column}>
                {node.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row, rowIndex) => (
            <tr key={row.check}>
              <th scope="row">{visible(row.title)}</th>
              {nodes.map((node, column) => (
                <td key={node.id} role="gridcell" aria-selected={selected === cellKey({ nodeId: node.id, check: row.check })}>
                  <button
                    type="button"
                    data-at={`${rowIndex}/${column}`}
                    tabIndex={stop.row === rowIndex && stop.column === column ? 0 : -1}
                    className={cx(styles.cell, styles[stateOf(row.cells[column])])}
                    aria-label={words.cell(row.title, node.name, words.states[stateOf(row.cells[column])])}
                    onFocus={() => setAt({ row: rowIndex, column })}
                    onClick={() => onSelect(cellKey({ nodeId: node.id, check: row.check }))}
                  >
                    <CellSign state={stateOf(row.cells[column])} />
                    <span className={styles.word}>{words.states[stateOf(row.cells[column])]}</span>
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.keys}>{words.keysHint}</p>
    </div>
  );
}

const stateOf = (cell: PreflightCell | null | undefined): PreflightCell['state'] => cell?.state ?? 'running';
