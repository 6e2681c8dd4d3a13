// Edits as the wire names them, and the same as CodeMirror composes and rebases them.
import { diff } from '@codemirror/merge';
import { ChangeSet, Text } from '@codemirror/state';
import type { TextEdit } from '#contract/inventory/document.ts';

/** As many as one call may carry. */
const mostEdits = 10_000;

/** Only LF ends a line: a CR stays a character, so that offsets mean the same here and in the engine. */
export const textOf = (text: string): Text => Text.of(text.split('\n'));

export const changesOf = (edits: readonly TextEdit[], length: number): ChangeSet =>
  ChangeSet.of(
    edits.map((edit) => ({ from: edit.from, to: edit.to, insert: edit.insert })),
    length,
    '\n',
  );

export function editsOf(changes: ChangeSet, before: Text): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  changes.iterChanges((...[from, to, , , inserted]) => edits.push({ from, to, insert: inserted.toString() }), true);
  const [first] = edits;
  const last = edits.at(-1);
  if (edits.length <= mostEdits || first === undefined || last === undefined) return edits;
  const after = changes.apply(before);
  return [{ from: first.from, to: last.to, insert: after.sliceString(first.from, after.length - (before.length - last.to)) }];
}

/** What leads from one text to the other, in few and small changes. */
export function changesBetween(before: Text, after: string): ChangeSet {
  const old = before.toString();
  const changes = diff(old, after, { scanLimit: 500, timeout: 200 });
  return ChangeSet.of(
    changes.map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: after.slice(fromB, toB) })),
    old.length,
    '\n',
  );
}

/** How many characters a change takes and gives: the smaller, the likelier it is all that happened. */
export function sizeOf(changes: ChangeSet): number {
  let size = 0;
  changes.iterChangedRanges((...[fromA, toA, fromB, toB]) => {
    size += toA - fromA + (toB - fromB);
  }, true);
  return size;
}
