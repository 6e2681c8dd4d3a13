// The preflight stream as a table of checks by machines, and its one-sentence sum.
import type { Node, PreflightCell } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';

export type CellState = PreflightCell['state'];
export interface CheckRow {
  readonly check: string;
  readonly title: string;
  /** In the order of the machines; null where nothing has been heard. */
  readonly cells: readonly (PreflightCell | null)[];
  readonly worst: CellState;
}
export interface PreflightTable {
  readonly rows: readonly CheckRow[];
  readonly counts: Readonly<Record<CellState, number>>;
  readonly verdict: 'unknown' | 'running' | 'passed' | 'blocked';
  /** Machines with at least one block. */
  readonly blockedNodes: readonly string[];
}

export const cellKey = (cell: Pick<PreflightCell, 'nodeId' | 'check'>): string => `${cell.nodeId}/${cell.check}`;
export type Cells = ReadonlyMap<string, PreflightCell>;
/** The newest word on each cell wins; the order of first appearance stays. */
export const withCell = (cells: Cells, cell: PreflightCell): Cells => new Map(cells).set(cellKey(cell), cell);

/** The answers that machines are judged by; with others, what was found may no longer hold. */
export const basisOf = ({ distribution, settings }: Pick<PlatformContent, 'distribution' | 'settings'>): string =>
  JSON.stringify([distribution, settings.podCidr, settings.serviceCidr, settings.ingressPool]);

const severity: Readonly<Record<CellState, number>> = { block: 4, unknown: 3, running: 2, warn: 1, pass: 0 };
const worse = (a: CellState, b: CellState): CellState => (severity[b] > severity[a] ? b : a);

export function tableOf(cells: Cells, nodes: readonly Pick<Node, 'id'>[], running: boolean): PreflightTable {
  const known = new Set(nodes.map((node) => node.id));
  const all = [...cells.values()].filter((cell) => known.has(cell.nodeId));
  const titles = new Map(all.map((cell) => [cell.check, cell.title]));
  const rows = [...titles].map(([check, title]): CheckRow => {
    const inRow = nodes.map((node) => cells.get(cellKey({ nodeId: node.id, check })) ?? null);
    return { check, title, cells: inRow, worst: inRow.reduce<CellState>((worst, cell) => worse(worst, cell?.state ?? 'running'), 'pass') };
  });
  const counts: Record<CellState, number> = { running: 0, pass: 0, warn: 0, block: 0, unknown: 0 };
  for (const cell of all) counts[cell.state] += 1;
  const blockedNodes = [...new Set(all.filter((cell) => cell.state === 'block').map((cell) => cell.nodeId))];
  return { rows, counts, verdict: verdictOf(counts, { running, cells: all.length }), blockedNodes };
}

function verdictOf(counts: PreflightTable['counts'], now: { running: boolean; cells: number }): PreflightTable['verdict'] {
  if (now.running) return 'running';
  if (now.cells === 0) return 'unknown';
  if (counts.block > 0) return 'blocked';
  return counts.running + counts.unknown > 0 ? 'unknown' : 'passed';
}

/** The cell to look at first: the first block, else the first warning, else none. */
export function firstTrouble(table: PreflightTable): PreflightCell | null {
  const all = table.rows.flatMap((row) => row.cells.filter((cell) => cell !== null));
  return all.find((cell) => cell.state === 'block') ?? all.find((cell) => cell.state === 'warn') ?? null;
}

export type Move = 'up' | 'down' | 'left' | 'right' | 'home' | 'end';
/** Where an arrow key leads within the table. */
export function moved(at: { row: number; column: number }, move: Move, size: { rows: number; columns: number }) {
  const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const rows = { up: -1, down: 1, left: 0, right: 0, home: 0, end: 0 }[move];
  const columns = { up: 0, down: 0, left: -1, right: 1, home: -size.columns, end: size.columns }[move];
  return { row: clamp(at.row + rows, size.rows), column: clamp(at.column + columns, size.columns) };
}
