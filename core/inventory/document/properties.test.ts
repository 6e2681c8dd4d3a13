import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { DocumentChange, DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import { anyDocument, anyValue, pathsIn, Scribe, type Choose } from './arbitrary.ts';
import { editsOf, inverted, replacementsOf } from '#core/inventory/drafts/replacements.ts';
import { applyEdits } from './edits.ts';
import { editsFor } from './edits-for.ts';
import { readDocument } from './read-document.ts';
import type { InventoryDocument } from './types.ts';
import { isMap, sameValue, valueAt, valueOf, withoutValue, withValue } from './values.ts';

/** What brings the text back. */
const back = (text: string, edits: readonly TextEdit[]): TextEdit[] => editsOf(inverted(replacementsOf(text, edits)));

const runs = { numRuns: 100 };
const choices = fc.array(fc.nat(9999), { minLength: 30, maxLength: 200, size: 'max' });
function chooser(numbers: readonly number[]): Choose {
  let at = 0;
  return (most) => {
    at += 1;
    return ((numbers[at % numbers.length] ?? 0) + Math.floor(at / numbers.length)) % (most + 1);
  };
}
const written = (choose: Choose): string => new Scribe(choose, (value) => yaml.inline(value)).text(anyDocument(choose));

/** What the text says, read in one go. */
const whole = (text: string): DocumentValue => valueOf(yaml.parse(text).root) ?? {};
const said = ({ data, text }: InventoryDocument): DocumentValue => {
  const all = whole(text);
  const entry = ({ fields, groups, variables }: InventoryDocument['data']['nodes'][number]): DocumentValue => ({
    ...fields,
    groups,
    variables,
  });
  return {
    ...data.general,
    ...(valueAt(all, ['variables']) === undefined ? {} : { variables: data.variables }),
    groups: Object.fromEntries(data.groups.map((group) => [group.name, entry(group)])),
    nodes: Object.fromEntries(data.nodes.map((node) => [node.name, entry(node)])),
  };
};
/** The same of a value that was read in one go. */
const asSaid = (all: DocumentValue): DocumentValue => {
  const entries = (key: string): DocumentValue => {
    const map = valueAt(all, [key]);
    if (!isMap(map)) return {};
    return Object.fromEntries(
      Object.entries(map).map(([name, entry]) => {
        const { groups, variables, ...fields } = isMap(entry) ? entry : {};
        return [name, { ...fields, groups: groups ?? [], variables: variables ?? {} }];
      }),
    );
  };
  const { variables, ...rest } = isMap(all) ? all : {};
  return {
    ...rest,
    ...(variables === undefined ? {} : { variables: variables ?? {} }),
    groups: entries('groups'),
    nodes: entries('nodes'),
  };
};

const snippets = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ': ',
  '-',
  '- ',
  '#',
  ' #',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '\t',
  'x',
  '&a ',
  '*a',
  '!t ',
  '|',
  '>',
  '%',
  '---\n',
  '...\n',
  '? ',
  'nodes:\n',
  'groups:',
  '\r\n',
  ',',
  '<<: *a',
  '\uFEFF',
  '@',
];
function disturbed(text: string, choose: Choose): string {
  const from = choose(text.length);
  const to = Math.min(text.length, from + (choose(2) === 0 ? choose(12) : 0));
  return applyEdits(text, [{ from, to, insert: snippets[choose(snippets.length - 1)] ?? '' }]);
}

describe('reading', () => {
  it('says of a document in pieces what reading it in one go says', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const document = readDocument(written(chooser(g)), yaml);
        expect(document.mistakes).toEqual([]);
        expect(sameValue(said(document), asSaid(whole(document.text)))).toBe(true);
      }),
      runs,
    );
  });

  it('agrees with reading in one go about what is well-formed, whatever was typed', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const choose = chooser(g);
        let text = written(choose);
        for (let count = 0; count <= choose(3); count += 1) text = disturbed(text, choose);
        const document = readDocument(text, yaml);
        const { root, mistakes } = yaml.parse(text);
        if (mistakes.length > 0) expect(document.mistakes.length).toBeGreaterThan(0);
        else if (document.mistakes.length === 0) expect(sameValue(said(document), asSaid(valueOf(root)))).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('says the same after an edit as a reader that has seen nothing before', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const choose = chooser(g);
        let document = readDocument(written(choose), yaml);
        for (let count = 0; count < 6; count += 1) {
          const text = disturbed(document.text, choose);
          const [next, anew] = [readDocument(text, yaml, document), readDocument(text, yaml)];
          expect(next.data).toEqual(anew.data);
          expect(next.mistakes).toEqual(anew.mistakes);
          const paths = pathsIn(said(anew));
          expect(paths.map((path) => next.rangeOf(path))).toEqual(paths.map((path) => anew.rangeOf(path)));
          document = next;
        }
      }),
      runs,
    );
  });
});

/** A place that a change can name: what is there, a new key of a map, or behind the end of a list. */
function anyPlace(data: DocumentValue, choose: Choose): DocumentPath {
  const paths = pathsIn(data).filter((path) => !path.some((step) => String(step).startsWith('!')));
  const path = paths[choose(paths.length - 1)] ?? [];
  const value = valueAt(data, path);
  if (isMap(value) && !('!secret' in value) && (path.length === 0 || choose(1) === 0))
    return [...path, ['new', 'no', '7', 'a: b'][choose(3)] ?? ''];
  return Array.isArray(value) && choose(1) === 0 ? [...path, value.length] : path.length === 0 ? ['new'] : path;
}
const isWithin = (path: DocumentPath, other: DocumentPath): boolean => other.every((step, index) => path[index] === step);
const sourceOf = (document: InventoryDocument, path: DocumentPath): string | null => {
  const range = document.rangeOf(path);
  return range === null ? null : document.text.slice(range.from, range.to);
};
/** With the ends of its lines. */
function linesOf(document: InventoryDocument, path: DocumentPath): string {
  const { text } = document;
  const range = document.rangeOf(path);
  if (range === null) return '';
  const end = text.indexOf('\n', range.to);
  return text.slice(range.from, end < 0 ? text.length : end);
}
const commentsOf = (text: string): readonly string[] => text.match(/# c\d+: x/g) ?? [];

function changed(document: InventoryDocument, change: DocumentChange): InventoryDocument {
  const edits = editsFor(document, [change], yaml);
  const after = readDocument(applyEdits(document.text, edits), yaml, document);
  expect(applyEdits(after.text, back(document.text, edits))).toBe(document.text);
  expect(yaml.parse(after.text).mistakes).toEqual([]);
  return after;
}

describe('changing', () => {
  it('sets a value, and every other one keeps its bytes', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const choose = chooser(g);
        const document = readDocument(written(choose), yaml);
        const before = whole(document.text);
        const [path, value] = [anyPlace(before, choose), anyValue(choose)];
        const after = changed(document, { kind: 'set', path, value });
        expect(sameValue(whole(after.text), withValue(before, path, value) ?? null)).toBe(true);
        for (const other of pathsIn(before)) {
          const isLeaf = !isMap(valueAt(before, other)) && !Array.isArray(valueAt(before, other));
          if (isLeaf && !isWithin(other, path)) expect([other, sourceOf(after, other)]).toEqual([other, sourceOf(document, other)]);
        }
        const inside = commentsOf(linesOf(document, path));
        expect(commentsOf(after.text)).toEqual(
          expect.arrayContaining(commentsOf(document.text).filter((comment) => !inside.includes(comment))),
        );
      }),
      runs,
    );
  });

  it('removes a value, and every other one keeps its bytes', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const choose = chooser(g);
        const document = readDocument(written(choose), yaml);
        const before = whole(document.text);
        const path = anyPlace(before, choose);
        const after = changed(document, { kind: 'remove', path });
        expect(sameValue(whole(after.text), withoutValue(before, path))).toBe(true);
        const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
        for (const other of pathsIn(before)) {
          const isLeaf = !isMap(valueAt(before, other)) && !Array.isArray(valueAt(before, other));
          if (isLeaf && !isWithin(other, list)) expect([other, sourceOf(after, other)]).toEqual([other, sourceOf(document, other)]);
        }
      }),
      runs,
    );
  });

  it('makes many changes as one after the other would', () => {
    fc.assert(
      fc.property(choices, (g) => {
        const choose = chooser(g);
        const document = readDocument(written(choose), yaml);
        let data = whole(document.text);
        const changes: DocumentChange[] = [];
        for (let count = 0; count <= choose(6); count += 1) {
          const [path, value] = [anyPlace(data, choose), anyValue(choose)];
          if (path.length <= 1) continue;
          const change: DocumentChange = choose(3) === 0 ? { kind: 'remove', path } : { kind: 'set', path, value };
          changes.push(change);
          data = (change.kind === 'set' ? withValue(data, path, value) : withoutValue(data, path)) ?? null;
        }
        const edits = editsFor(document, changes, yaml);
        const text = applyEdits(document.text, edits);
        expect(sameValue(whole(text), data)).toBe(true);
        expect(applyEdits(text, back(document.text, edits))).toBe(document.text);
      }),
      runs,
    );
  });
});
