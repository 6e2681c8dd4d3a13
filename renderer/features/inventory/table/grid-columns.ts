// The columns in sight: fields of a node, and variables that the person chose.
import type { DocumentNode } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { byText, comparatorOf, matcher } from '#renderer/kit/table/table-model.ts';
import type { Column, SortKey } from '#renderer/kit/table/table-model.ts';
import { t } from '#renderer/texts/current.ts';
import { cellOf, cellText, columnId, fieldIds } from '../model/cells.ts';
import type { CellKind } from '../model/cells.ts';

const words = t.inventory.table;

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  readonly cell: CellKind;
  /** At least so many pixels; what is left is shared by weight. */
  readonly width: number;
  readonly weight: number;
  readonly isMono: boolean;
  readonly variable?: Variable | undefined;
}

const widths: Readonly<Record<string, readonly [number, number]>> = {
  name: [150, 1.2],
  address: [140, 1],
  role: [96, 0.6],
  user: [96, 0.6],
  port: [64, 0.3],
  groups: [150, 1.2],
  labels: [170, 1.4],
  taints: [190, 1.2],
  credential: [130, 0.8],
  jump: [160, 1],
};

export const usualColumns: readonly string[] = ['address', 'role', 'user', 'groups', 'labels'];

function columnOf(id: string, variables: ReadonlyMap<string, Variable>): GridColumn | null {
  const cell = cellOf(id);
  if (cell === null) return null;
  const [width, weight] = widths[id] ?? [170, 1];
  const base = { id, cell, width, weight };
  if (cell.kind === 'variable') return { ...base, title: cell.variable, isMono: true, variable: variables.get(cell.variable) };
  if (cell.kind === 'name') return { ...base, title: words.columns.name, isMono: false };
  return { ...base, title: words.columns[cell.field], isMono: cell.field !== 'role' };
}

export function gridColumns(chosen: readonly string[] | null, dictionary: readonly Variable[]): readonly GridColumn[] {
  const variables = new Map(dictionary.map((variable) => [variable.name, variable]));
  return ['name', ...(chosen ?? usualColumns)].flatMap((id) => columnOf(id, variables) ?? []);
}

/** What can be chosen besides variables. */
export const fieldColumns: readonly { readonly id: string; readonly title: string }[] = fieldIds.map((field) => ({
  id: columnId({ kind: 'field', field }),
  title: words.columns[field],
}));

export interface GridWish {
  readonly columns: readonly GridColumn[];
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly keep?: ((node: DocumentNode) => boolean) | undefined;
  /** This node stays in sight whatever the filter says: it is being edited. */
  readonly held?: string | undefined;
}

const asSortable = ({ id, title, cell }: GridColumn): Column<DocumentNode> => {
  const text = (node: DocumentNode): string => cellText(node, cell);
  return { id, title, width: '', cell: () => null, text, compare: byText(text) };
};

/** Nodes as they are shown: in the order of the document unless a column says otherwise. */
export function gridRows(nodes: readonly DocumentNode[], { columns, filter, sort, keep, held }: GridWish): readonly DocumentNode[] {
  const fits = matcher<DocumentNode>((node) => columns.map((column) => cellText(node, column.cell)), filter);
  const kept = nodes.filter((node) => node.name === held || ((fits?.(node) ?? true) && (keep?.(node) ?? true)));
  if (sort.length === 0) return kept;
  return kept.toSorted(comparatorOf(columns.map(asSortable), sort, () => 0));
}
