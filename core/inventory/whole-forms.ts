// Forms in which one line is understood only together with others: an SSH configuration, a table with a heading, YAML, JSON.
import type { ReadYaml } from '#core/ports/yaml.ts';
import { readAnsibleYaml } from './ansible-yaml.ts';
import { columns } from './columns.ts';
import type { Draft, Reading } from './draft.ts';
import { readJson } from './json-form.ts';

/** Null when the text is none of these and is to be read line by line. */
export function readWhole(text: string, lines: readonly string[], readYaml: ReadYaml): readonly Reading[] | null {
  return readJson(text) ?? readTable(lines) ?? readSshConfig(lines) ?? readAnsibleYaml(text, lines, readYaml);
}

/** Comma, semicolon or tab separated, the first line naming the columns. */
function readTable(lines: readonly string[]): readonly Reading[] | null {
  const first = lines.findIndex((line) => line.trim() !== '');
  const cells = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const heading = cells(lines[first] ?? '').map((cell) => columns.get(cell.toLowerCase()));
  if (heading.length < 2 || !heading.includes('address') || heading.includes(undefined)) return null;
  return lines.flatMap((line, index): Reading[] => {
    if (index <= first || line.trim() === '') return [];
    const found = cells(line);
    const cell = (column: keyof Draft) => found[heading.indexOf(column)] || null;
    const address = cell('address');
    const draft = { address: address ?? '', port: cell('port'), user: cell('user'), name: cell('name') };
    return [{ line: index + 1, text: line, read: address === null ? 'There is no address in this line.' : draft }];
  });
}

interface Block {
  readonly names: readonly string[];
  readonly line: number;
  readonly text: string;
  /** The first value of a keyword counts, as in ssh. */
  readonly said: Map<string, string>;
}

const directive = (line: string) => {
  const [, keyword = '', value = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
  return { keyword: keyword.toLowerCase(), value: value.replace(/^"(.*)"$/, '$1') };
};

/** `Host NAME` with HostName, Port and User below it; patterns are no machines, other keywords are left aside. */
function readSshConfig(lines: readonly string[]): readonly Reading[] | null {
  if (!lines.some((line) => /^\s*Host\s+\S/i.test(line))) return null;
  const blocks: Block[] = [];
  const odd: Reading[] = [];
  for (const [index, text] of lines.entries()) {
    if (/^\s*(#|$)/.test(text)) continue;
    const { keyword, value } = directive(text);
    if (keyword === '') odd.push({ line: index + 1, text, read: 'This is no line of an SSH configuration.' });
    else if (keyword === 'host') blocks.push({ names: value.split(/\s+/), line: index + 1, text, said: new Map() });
    else if (keyword === 'match') blocks.push({ names: [], line: index + 1, text, said: new Map() });
    else if (blocks.at(-1)?.said.has(keyword) === false) blocks.at(-1)?.said.set(keyword, value);
  }
  return [...blocks.flatMap(machinesOf), ...odd].toSorted((a, b) => a.line - b.line);
}

function machinesOf(block: {
  names: readonly string[];
  line: number;
  text: string;
  said: ReadonlyMap<string, string>;
}): readonly Reading[] {
  const { line, text, said } = block;
  return block.names
    .filter((name) => !/[*?!]/.test(name))
    .map((name) => {
      const address = (said.get('hostname') ?? name).replaceAll('%h', name);
      const draft = { address, port: said.get('port') ?? null, user: said.get('user') ?? null, name: address === name ? null : name };
      return { line, text, read: draft };
    });
}
