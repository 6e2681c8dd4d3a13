// From what the rules found to what is shown: with the place in the text and a stable id, in the order of the text.
import type { DocumentIssue, DocumentPath, TextRange } from '#contract/inventory/document.ts';
import { lineFinder } from '#core/inventory/document/line-finder.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import type { Finding } from './finding.ts';

export function issuesOf(document: InventoryDocument, findings: readonly Finding[]): readonly DocumentIssue[] {
  const lineOf = lineFinder(document.text);
  const seen = new Map<string, number>();
  const idOf = (rule: string, path: DocumentPath, mark: string): string => {
    const id = `${rule} ${JSON.stringify(path)}${mark === '' ? '' : ` ${mark}`}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id} #${count}`;
  };
  const mistakes = document.mistakes.map(({ from, to, message }): DocumentIssue => {
    const range = { from, to };
    const remedy = 'Correct it; what cannot be read is left out of everything else.';
    return {
      id: idOf('not-well-formed', [], message),
      rule: 'not-well-formed',
      severity: 'error',
      path: [],
      range,
      line: lineOf(from),
      message,
      remedy,
      fix: null,
    };
  });
  const issues = findings.map(({ rule, severity, path, part, mark, message, remedy, fix }): DocumentIssue => {
    const range = placeOf(document, path, part);
    const line = range === null ? 0 : lineOf(range.from);
    return { id: idOf(rule, path, mark), rule, severity, path: [...path], range, line, message, remedy, fix };
  });
  return capped([...mistakes, ...issues]);
}

/** Nobody reads more of them, and they go out again with each step that is typed. */
const mostTold = 1000;
const ranks: Readonly<Record<DocumentIssue['severity'], number>> = { error: 0, warning: 1, hint: 2 };
/** What is missing stands nowhere, and comes first. */
const inOrder = (issues: readonly DocumentIssue[]): readonly DocumentIssue[] =>
  issues.toSorted((a, b) => (a.range?.from ?? -1) - (b.range?.from ?? -1));

function capped(issues: readonly DocumentIssue[]): readonly DocumentIssue[] {
  const ordered = inOrder(issues);
  if (ordered.length <= mostTold) return ordered;
  const gravestFirst = ordered.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
  const [told, untold] = [gravestFirst.slice(0, mostTold - 1), gravestFirst.slice(mostTold - 1)];
  return [...inOrder(told), moreOf(untold)];
}

const moreOf = (untold: readonly DocumentIssue[]): DocumentIssue => ({
  id: 'more',
  rule: 'more',
  severity: untold[0]?.severity ?? 'hint',
  path: [],
  range: null,
  line: 0,
  message: `${untold.length.toLocaleString('en')} more are not listed.`,
  remedy: 'Correct those that are listed; the others follow.',
  fix: null,
});

/** A key without anything behind it is its own place; of what is missing, the nearest key around it is, or the first one at the top. */
function placeOf(document: InventoryDocument, path: DocumentPath, part: Finding['part']): TextRange | null {
  const own = document.rangeOf(path, part);
  if (own !== null) return own;
  for (let length = path.length; length > 0; length -= 1) {
    const around = document.rangeOf(path.slice(0, length), 'key');
    if (around !== null) return around;
  }
  return part === 'value' ? firstKey(document) : null;
}

function firstKey(document: InventoryDocument): TextRange | null {
  const places = [...Object.keys(document.data.general), 'variables', 'groups', 'nodes'].flatMap(
    (key) => document.rangeOf([key], 'key') ?? [],
  );
  return places.reduce<TextRange | null>((first, place) => (first === null || place.from < first.from ? place : first), null);
}
