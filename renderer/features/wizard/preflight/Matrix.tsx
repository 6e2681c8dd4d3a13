import { Fragment, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import type { Node, PreflightCell } from '#contract/nodes.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { cellKey, moved, type CheckRow, type Move } from '../model/preflight-table.ts';
import { CellDetails } from './CellDetails.tsx';
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
  readonly selected: PreflightCell | null;
  readonly onSelect: (key: string) => void;
}

/** Details open below the row of their cell, so that they never lie over the table. One stop of the Tab key; inside, the arrow keys move and Enter opens. */
export function Matrix({ rows, nodes, running, selected, onSelect }: MatrixProps) {
  const [at, setAt] = useState({ row: 0, column: 0 });
  const body = useRef<HTMLTableSectionElement>(null);
  useOpenedInSight(body, selected === null ? null : cellKey(selected));
  if (rows.length === 0) return running ? <Skeleton rows={8} /> : <p className={styles.none}>{words.nothingShown}</p>;
  const here = moved(at, 'up', { rows: rows.length + 1, columns: nodes.length });
  const stop = { row: Math.min(at.row, rows.length - 1), column: Math.min(here.column, nodes.length - 1) };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const inCell = event.target instanceof HTMLElement && event.target.dataset['at'] !== undefined;
    if (move === undefined || !inCell) return;
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
            <Fragment key={row.check}>
              <tr>
                <th scope="row">{visible(row.title)}</th>
                {nodes.map((node, column) => {
                  const key = cellKey({ nodeId: node.id, check: row.check });
                  const open = selected !== null && cellKey(selected) === key;
                  const state = row.cells[column]?.state ?? 'running';
                  return (
                    <td key={node.id} role="gridcell" aria-selected={open}>
                      <button
                        type="button"
                        data-at={`${rowIndex}/${column}`}
                        tabIndex={stop.row === rowIndex && stop.column === column ? 0 : -1}
                        className={cx(styles.cell, styles[state])}
                        aria-label={words.cell(row.title, node.name, words.states[state])}
                        aria-expanded={open}
                        onFocus={() => setAt({ row: rowIndex, column })}
                        onClick={() => onSelect(key)}
                      >
                        <CellSign state={state} />
                        <span className={styles.word}>{words.states[state]}</span>
                      </button>
                    </td>
                  );
                })}
              </tr>
              {selected?.check === row.check && (
                <tr>
                  <td role="gridcell" colSpan={nodes.length + 1}>
                    <CellDetails cell={selected} nodeName={nodes.find((node) => node.id === selected.nodeId)?.name ?? ''} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className={styles.keys}>{words.keysHint}</p>
    </div>
  );
}

/** Details that open here and close elsewhere move the rows: the pressed one and what it opened stay in sight, itself first. */
function useOpenedInSight(body: RefObject<HTMLElement | null>, selected: string | null): void {
  useEffect(() => {
    const pressed = selected === null ? null : body.current?.querySelector('[aria-expanded="true"]');
    if (pressed == null || pressed !== document.activeElement) return;
    const row = pressed.closest('tr');
    row?.nextElementSibling?.scrollIntoView({ block: 'nearest' });
    row?.scrollIntoView({ block: 'nearest' });
  }, [body, selected]);
}
