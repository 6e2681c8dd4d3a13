// What is taken from pasted texts before they are read.
import type { CellKind } from './cells.ts';
import { roles } from './roles.ts';

/** Nobody sees them, and they come along with what is copied elsewhere: spaces of no width, marks of direction, soft hyphens. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

const withoutUnseen = (text: string): string => text.replaceAll(unseen, '').trim();
export const isBlank = (text: string): boolean => withoutUnseen(text) === '';
/** As titles of columns are compared. */
export const plainTitle = (text: string): string => withoutUnseen(text).toLowerCase();

/** Values of variables are texts of any kind and stay as they are. */
export function pastedText(cell: CellKind, text: string): string {
  if (cell.kind === 'variable') return text;
  const plain = withoutUnseen(text);
  if (cell.kind === 'name' || cell.field !== 'role') return plain;
  return roles.find((role) => role === plain.toLowerCase()) ?? plain;
}
