// Columns of the table of nodes: what a cell says, and which change typing into it means.
import type { DocumentChange, DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { isMap } from './document-data.ts';
import { readValue, showValue } from './value-text.ts';

export const fieldIds = ['address', 'role', 'user', 'port', 'groups', 'labels', 'taints', 'credential', 'jump'] as const;
export type FieldId = (typeof fieldIds)[number];

/** What a column is about; its id stands in the address and in storage. */
export type CellKind =
  | { readonly kind: 'name' }
  | { readonly kind: 'field'; readonly field: FieldId }
  | { readonly kind: 'variable'; readonly variable: string };

const variablePrefix = 'var:';
export const columnId = (cell: CellKind): string =>
  cell.kind === 'name' ? 'name' : cell.kind === 'field' ? cell.field : `${variablePrefix}${cell.variable}`;
export function cellOf(id: string): CellKind | null {
  if (id === 'name') return { kind: 'name' };
  if (id.startsWith(variablePrefix)) return { kind: 'variable', variable: id.slice(variablePrefix.length) };
  const field = fieldIds.find((one) => one === id);
  return field === undefined ? null : { kind: 'field', field };
}

const listText = (value: DocumentValue | undefined): string =>
  Array.isArray(value) ? value.map(showValue).join(', ') : textOfField(value);
const textOfField = (value: DocumentValue | undefined): string => (value === undefined || value === null ? '' : showPlain(value));
/** Texts as they are: a name is never quoted in its own column. */
const showPlain = (value: DocumentValue): string => (typeof value === 'string' ? value : showValue(value));

function pairsText(value: DocumentValue | undefined): string {
  if (!isMap(value)) return textOfField(value);
  return Object.entries(value)
    .map(([key, held]) => `${key}=${showPlain(held)}`)
    .join(', ');
}

/** What the cell itself says; '' when nothing stands there. */
export function cellText(node: DocumentNode, cell: CellKind): string {
  if (cell.kind === 'name') return node.name;
  if (cell.kind === 'variable') {
    const value = node.variables[cell.variable];
    return value === undefined ? '' : showValue(value);
  }
  if (cell.field === 'groups') return node.groups.join(', ');
  const value = node.fields[cell.field];
  if (cell.field === 'labels') return pairsText(value);
  return cell.field === 'taints' ? listText(value) : textOfField(value);
}

/** Where the value of a cell stands in the document. */
export function cellPath(node: string, cell: CellKind): DocumentPath {
  if (cell.kind === 'name') return ['nodes', node];
  return cell.kind === 'field' ? ['nodes', node, cell.field] : ['nodes', node, 'variables', cell.variable];
}

const listOf = (text: string): string[] =>
  text
    .replace(/^\[|\]$/g, '')
    .split(/[,;]/)
    .map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
    .filter((part) => part !== '');

function labelsOf(text: string): Record<string, DocumentValue> {
  const pairs = listOf(text).map((part): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

function fieldValue(field: FieldId, text: string): DocumentValue {
  if (field === 'groups' || field === 'taints') return listOf(text);
  if (field === 'labels') return labelsOf(text);
  if (field === 'port') return /^\d{1,5}$/.test(text) ? Number(text) : text;
  return field === 'credential' && text.startsWith('{') ? readValue(text) : text;
}

const isText = (variable: Variable | undefined): boolean =>
  variable !== undefined && !['number', 'boolean', 'list', 'map', 'port'].includes(variable.type);

export function valueOf(cell: CellKind, typed: string, variable: Variable | undefined): DocumentValue {
  const text = typed.trim();
  if (cell.kind === 'field') return fieldValue(cell.field, text);
  if (cell.kind === 'name') return text;
  const value = readValue(text, isText(variable));
  // "8.8.8.8, 1.1.1.1" typed into a list means the list.
  if (variable?.type !== 'list' || typeof value !== 'string') return value;
  return text.split(',').map((part) => readValue(part, false));
}

/** What was typed, and into what. */
interface Typed<C extends CellKind = CellKind> {
  readonly cell: C;
  readonly typed: string;
  readonly variable?: Variable | undefined;
}
type ValueCell = Exclude<CellKind, { kind: 'name' }>;

/** What typing over a value means, wherever it stands; nothing when it says the same as before. Left empty, it is taken away. */
export function valueChange(path: DocumentPath, before: string, { cell, typed, variable }: Typed<ValueCell>): DocumentChange[] {
  const text = typed.trim();
  if (text === before) return [];
  return [text === '' ? { kind: 'remove', path } : { kind: 'set', path, value: valueOf(cell, text, variable) }];
}

/** What typing into a cell means. An empty cell takes the value away, never the node. */
export function cellChange(node: DocumentNode, { cell, ...typed }: Typed): DocumentChange[] {
  const path = cellPath(node.name, cell);
  if (cell.kind !== 'name') return valueChange(path, cellText(node, cell), { cell, ...typed });
  const to = typed.typed.trim();
  return to === '' || to === node.name ? [] : [{ kind: 'rename', path, to }];
}

/** A new node of what was typed for it. */
export function newNode(name: string, cells: readonly Typed[]): DocumentChange {
  const fields: Record<string, DocumentValue> = {};
  const variables: Record<string, DocumentValue> = {};
  for (const { cell, typed, variable } of cells) {
    const text = typed.trim();
    if (text === '' || cell.kind === 'name') continue;
    if (cell.kind === 'field') fields[cell.field] = valueOf(cell, text, variable);
    else variables[cell.variable] = valueOf(cell, text, variable);
  }
  const value = { ...fields, ...(Object.keys(variables).length === 0 ? {} : { variables }) };
  return { kind: 'set', path: ['nodes', name], value };
}

/** "node5" after node4; never one that is there. */
export function freeName(taken: ReadonlySet<string>, wanted = 'node'): string {
  if (wanted !== 'node' && !taken.has(wanted)) return wanted;
  const stem = wanted.replace(/-?\d+$/, '') || 'node';
  let count = 1;
  while (taken.has(`${stem}${count}`)) count += 1;
  return `${stem}${count}`;
}
