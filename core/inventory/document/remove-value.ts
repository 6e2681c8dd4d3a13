// The edits that take a pair of a map or an item of a list away, of which others stay.
import type { TextEdit } from '#contract/inventory/document.ts';
import type { YamlList, YamlMap } from '#core/ports/yaml.ts';
import { columnOf, lineEnd, lineStart, nextLine } from './layout.ts';

interface Member {
  readonly from: number;
  readonly to: number;
}

function membersOf(holder: YamlMap | YamlList): readonly Member[] {
  if (holder.kind === 'map') return holder.pairs.map(({ keyFrom, keyTo, value }) => ({ from: keyFrom, to: value?.to ?? keyTo }));
  return holder.items.map((item, index) => ({ from: holder.starts[index] ?? 0, to: item?.to ?? (holder.starts[index] ?? 0) + 1 }));
}

export function removing(text: string, holder: YamlMap | YamlList, index: number): readonly TextEdit[] {
  const members = membersOf(holder);
  const [before, member, after] = [members[index - 1], members[index], members[index + 1]];
  if (member === undefined) return [];
  if (holder.flow) {
    if (after !== undefined) return [{ from: member.from, to: after.from, insert: '' }];
    return [{ from: before?.to ?? member.from, to: member.to, insert: '' }];
  }
  // Behind a dash of a list: the next one takes its place.
  const start = lineStart(text, member.from);
  if (/[^\s\uFEFF]/.test(text.slice(start, member.from))) {
    return [after === undefined ? { ...member, insert: '' } : { from: member.from, to: after.from, insert: '' }];
  }
  return [linesOf(text, member)];
}

/** All its lines, and the comments below that are indented deeper, which belong to it. */
export function linesOf(text: string, { from, to }: Member): TextEdit {
  const column = columnOf(text, from);
  const start = lineStart(text, from);
  let end = nextLine(text, lineEnd(text, to));
  for (let at = end; at < text.length;) {
    const next = nextLine(text, at);
    const line = text.slice(at, next);
    const comment = /^( *)#/.exec(line);
    if (comment === null ? /\S/.test(line) : (comment[1] ?? '').length <= column) break;
    if (comment !== null) end = next;
    at = next;
  }
  // The last line, without a line break of its own, takes the one in front of it along.
  const open = end === text.length && !text.endsWith('\n') && start > 0;
  if (!open) return { from: start, to: end, insert: '' };
  return { from: text[start - 2] === '\r' ? start - 2 : start - 1, to: end, insert: '' };
}
