// The preflight matrix as a document to keep or to send: a table of all cells, then each that does not pass with its reason and remedy.
import type { Node, PreflightCell } from '#contract/nodes.ts';

export interface ReportSubject {
  readonly name: string;
  readonly nodes: readonly Pick<Node, 'id' | 'name' | 'address'>[];
  /** When the machines were checked. */
  readonly at: number;
  readonly cells: readonly PreflightCell[];
}

const words: Readonly<Record<PreflightCell['state'], string>> = {
  pass: 'pass',
  warn: '**warn**',
  block: '**block**',
  unknown: 'unknown',
  running: 'running',
};

export function preflightReport({ name, nodes, at, cells }: ReportSubject): string {
  const titles = new Map(cells.map((cell) => [cell.check, cell.title]));
  const cellAt = (check: string, nodeId: string) => cells.find((cell) => cell.check === check && cell.nodeId === nodeId);
  const stateAt = (check: string, nodeId: string) => words[cellAt(check, nodeId)?.state ?? 'unknown'];
  const rows = [...titles].map(([check, title]) => row([plain(title)].concat(nodes.map((node) => stateAt(check, node.id)))));
  const troubled = nodes.flatMap((node) =>
    cells.filter((cell) => cell.nodeId === node.id && cell.state !== 'pass').map((cell) => details(cell, node)),
  );
  return [
    `# Preflight of ${plain(name)}`,
    '',
    `Checked ${new Date(at).toISOString()}. ${sumOf(cells)}`,
    '',
    row(['Check', ...nodes.map((node) => `${plain(node.name)} (${plain(node.address)})`)]),
    row(['---', ...nodes.map(() => '---')]),
    ...rows,
    '',
    ...troubled.flat(),
  ].join('\n');
}

function sumOf(cells: readonly PreflightCell[]): string {
  const count = (state: PreflightCell['state']) => cells.filter((cell) => cell.state === state).length;
  return `${count('pass')} pass, ${count('warn')} warn, ${count('block')} block, ${count('unknown')} unknown.`;
}

function details(cell: PreflightCell, node: ReportSubject['nodes'][number]): string[] {
  const lines: [string, string][] = [
    ['Found', cell.found],
    ['Wanted', cell.wanted],
    ['Why it matters', cell.reason],
  ];
  return [
    `## ${plain(node.name)}: ${plain(cell.title)} (${cell.state})`,
    '',
    ...lines.filter(([, text]) => text !== '').map(([title, text]) => `- ${title}: ${plain(text)}`),
    ...(cell.remedy === '' ? [] : [`- What to do: ${prose(cell.remedy)}`]),
    ...(cell.command === '' ? [] : [`- See it there: ${code(cell.command)}`]),
    '',
  ];
}

/** Remedies hold commands between backticks. */
const prose = (text: string) =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : plain(part)))
    .join('');

const row = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;

/** What machines and people say must stay text: no markup, no new row. */
const plain = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll(/[\\`*_[\]<>|#~!&]/g, (sign) => `\\${sign}`);

/** A run of backticks longer than any inside holds the code together. */
function code(text: string): string {
  const flat = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${flat}${fence}` : `${fence} ${flat} ${fence}`;
}
