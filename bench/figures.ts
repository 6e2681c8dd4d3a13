// What a bench found, and the table it is shown in.

export interface Peer {
  readonly name: string;
  readonly value: number;
}

export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 's' | 'MB';
  /** Medians of `n` runs where there are several. */
  readonly value: number;
  readonly n: number;
  /** Measured in the same run; none where there is nothing to compare with. */
  readonly peers: readonly Peer[];
}

export interface Report {
  readonly figures: readonly Figure[];
  /** What one has to know to read them. */
  readonly notes: readonly string[];
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}

const digits = { ms: 0, s: 2, MB: 0 } as const;
const small = 10;

function amount(value: number, unit: Figure['unit']): string {
  return `${value.toFixed(Math.abs(value) < small && unit !== 's' ? 1 : digits[unit])} ${unit}`;
}

const ratio = (value: number): string => (value >= small ? value.toFixed(0) : value.toPrecision(2));

/** One line for each peer; the ratio is the figure divided by the peer's. */
function lines(figure: Figure): readonly string[][] {
  const mine = [figure.what, amount(figure.value, figure.unit), String(figure.n)];
  if (figure.peers.length === 0) return [[...mine, '', '', '']];
  return figure.peers.map(({ name, value }, index) => [
    ...(index === 0 ? mine : ['', '', '']),
    name,
    amount(value, figure.unit),
    ratio(figure.value / value),
  ]);
}

/** A Markdown table, with columns wide enough to be read as text too. */
export function table(figures: readonly Figure[]): string {
  const rows = [['what', 'Hearth', 'n', 'beside', 'its figure', 'ratio'], ...figures.flatMap(lines)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
