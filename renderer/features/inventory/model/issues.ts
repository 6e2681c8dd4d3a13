// Issues in their order, and where they are shown.
import type { DocumentIssue, DocumentPath } from '#contract/inventory/document.ts';
import { columnId, fieldIds } from './cells.ts';

export type Severity = DocumentIssue['severity'];
const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** Worst first, then as they stand in the text; those of no line last. */
export const sortedIssues = (issues: readonly DocumentIssue[]): readonly DocumentIssue[] =>
  issues.toSorted((a, b) => order[a.severity] - order[b.severity] || (a.line || Infinity) - (b.line || Infinity));

export const countBySeverity = (issues: readonly DocumentIssue[]): Readonly<Record<Severity, number>> => {
  const counts = { error: 0, warning: 0, hint: 0 };
  for (const issue of issues) counts[issue.severity] += 1;
  return counts;
};

export const worst = (issues: readonly DocumentIssue[]): Severity | null =>
  issues.reduce<Severity | null>((held, issue) => (held === null || order[issue.severity] < order[held] ? issue.severity : held), null);

/** The column of a cell that an issue of a node is about; null: the node as a whole. */
function columnOf(path: DocumentPath): string | null {
  const [, , field, variable] = path;
  if (field === 'variables' && typeof variable === 'string') return columnId({ kind: 'variable', variable });
  const known = fieldIds.find((one) => one === field);
  return known === undefined ? null : columnId({ kind: 'field', field: known });
}

export interface NodeIssues {
  readonly all: readonly DocumentIssue[];
  readonly byColumn: ReadonlyMap<string, readonly DocumentIssue[]>;
}

export function issuesByNode(issues: readonly DocumentIssue[]): ReadonlyMap<string, NodeIssues> {
  const found = new Map<string, { all: DocumentIssue[]; byColumn: Map<string, DocumentIssue[]> }>();
  for (const issue of issues) {
    const [top, name] = issue.path;
    if (top !== 'nodes' || typeof name !== 'string') continue;
    const here = found.get(name) ?? { all: [], byColumn: new Map<string, DocumentIssue[]>() };
    found.set(name, here);
    here.all.push(issue);
    const column = columnOf(issue.path) ?? 'name';
    here.byColumn.set(column, [...(here.byColumn.get(column) ?? []), issue]);
  }
  return found;
}

const key = (path: DocumentPath): string => JSON.stringify(path);

/** Those of exactly this place. */
export function issuesByPath(issues: readonly DocumentIssue[]): (path: DocumentPath) => readonly DocumentIssue[] {
  const found = new Map<string, DocumentIssue[]>();
  for (const issue of issues) {
    const held = found.get(key(issue.path));
    if (held === undefined) found.set(key(issue.path), [issue]);
    else held.push(issue);
  }
  return (path) => found.get(key(path)) ?? [];
}

/** The one after `id` in the order given; the first after the last. */
export function nextIssue(issues: readonly DocumentIssue[], id: string | null, step: 1 | -1): DocumentIssue | null {
  if (issues.length === 0) return null;
  const at = issues.findIndex((issue) => issue.id === id);
  const from = at < 0 ? (step === 1 ? -1 : 0) : at;
  return issues[(from + step + issues.length) % issues.length] ?? null;
}
