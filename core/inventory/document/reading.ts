// Values of the document taken for what they are to be; what does not fit is told with its place.
import type { DocumentIssue, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import type { YamlMistake } from '#core/ports/yaml.ts';
import { lineFinder } from './line-finder.ts';
import type { InventoryDocument } from './types.ts';
import { isMap, type DocumentMap } from './values.ts';

interface SchemaIssue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly code?: string;
  readonly expected?: string;
  readonly values?: readonly unknown[];
}
/** As the contract makes them. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}
export interface Wanted<T> {
  readonly schema: Schema<T>;
  readonly given: DocumentValue | undefined;
  /** When nothing is given. Also what stands in for a value that does not fit, until the issue is told. */
  readonly usual: T;
}

export class Reading {
  readonly issues: DocumentIssue[] = [];
  readonly #document: InventoryDocument;
  readonly #lineOf: (offset: number) => number;
  constructor(document: InventoryDocument) {
    this.#document = document;
    this.#lineOf = lineFinder(document.text);
  }

  value<T>(path: DocumentPath, { schema, given, usual }: Wanted<T>): T {
    if (given === undefined || given === null) return usual;
    const read = schema.safeParse(given);
    if (read.success) return read.data;
    const [first] = read.error.issues;
    const steps = (first?.path ?? []).filter((step) => typeof step !== 'symbol');
    // Inside a text of several parts nothing has a place of its own.
    const inner = [...path, ...steps];
    this.issue(this.#document.rangeOf(inner) === null ? path : inner, sentenceFor(given, first));
    return usual;
  }

  /** Nothing is an empty one. */
  map(path: DocumentPath, value: DocumentValue): DocumentMap {
    if (value === null) return {};
    if (isMap(value)) return value;
    this.issue(path, 'Keys with their values are expected here.');
    return {};
  }
  list(path: DocumentPath, value: DocumentValue): readonly DocumentValue[] {
    if (value === null) return [];
    if (Array.isArray(value)) return value;
    this.issue(path, 'A list is expected here.');
    return [];
  }

  issue(path: DocumentPath, message: string): void {
    const range = this.#document.rangeOf(path);
    this.issues.push({
      ...unfit,
      id: `unfit:${path.join('.')}`,
      path,
      range,
      line: range === null ? 0 : this.#lineOf(range.from),
      message,
    });
  }
  mistake({ from, to, message }: YamlMistake): void {
    this.issues.push({ ...unfit, id: `unfit:${from}`, path: [], range: { from, to }, line: this.#lineOf(from), message });
  }
}

const unfit = { rule: 'unfit', severity: 'error', remedy: 'Correct it and save again.', fix: null } as const;

const expected: Readonly<Record<string, string>> = {
  string: 'A text is expected here; put it in quotation marks.',
  object: 'Keys with their values are expected here.',
};

function sentenceFor(given: DocumentValue, issue: SchemaIssue | undefined): string {
  const [key] = isMap(given) ? Object.keys(given) : [];
  if (key === '!alias') return 'References to other places are not followed here; write the value out.';
  if (key?.startsWith('!') === true) return 'A plain value is needed here; secrets belong into variables.';
  if (issue === undefined) return 'This does not fit here.';
  if (issue.code === 'invalid_value') return `One of these is expected here: ${(issue.values ?? []).map(String).join(', ')}.`;
  return (issue.code === 'invalid_type' ? expected[issue.expected ?? ''] : undefined) ?? issue.message;
}
