// JSON: a list of addresses, or of objects whose keys are named as the columns of a table are.
import { columns } from './columns.ts';
import type { Draft, Reading } from './draft.ts';

/** Null when the text is no JSON list or object. */
export function readJson(text: string): readonly Reading[] | null {
  if (!/^\s*(\{|\[\s*[{"\]])/.test(text)) return null;
  const entries = parsed(text);
  if (entries === null) return null;
  if (entries.length === 0) return emptyList(text);
  const lines = linesOfEntries(text);
  return entries.map((entry, index): Reading => ({ line: lines[index] ?? 1, text: JSON.stringify(entry), read: machineIn(entry) }));
}

const emptyList = (text: string): readonly Reading[] =>
  text
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, text: line, read: 'There is no machine in this list.' }]));

/** One object alone is a list of one. */
function parsed(text: string): readonly unknown[] | null {
  try {
    const whole: unknown = JSON.parse(text);
    return Array.isArray(whole) ? whole : [whole];
  } catch {
    return null;
  }
}

function machineIn(entry: unknown): Draft | string {
  if (typeof entry === 'string') return { address: entry, port: null, user: null, name: null };
  if (typeof entry !== 'object' || entry === null) return 'This is neither an address nor an object with one.';
  const draft: Record<keyof Draft, string | null> = { address: null, port: null, user: null, name: null };
  for (const [key, value] of Object.entries(entry)) {
    const column = columns.get(key.toLowerCase());
    if (column !== undefined && (typeof value === 'string' || typeof value === 'number')) draft[column] ??= String(value);
  }
  return draft.address === null
    ? 'There is no address in this object; its key is "address", "ip" or "host".'
    : { ...draft, address: draft.address };
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]\n]/g;

/** The line at which each entry of the outer list begins. */
function linesOfEntries(text: string): readonly number[] {
  const begins: number[] = [];
  let [depth, line] = [0, 1];
  for (const [found] of text.matchAll(token)) {
    if (found === '\n') line += 1;
    else if (found === '}' || found === ']') depth -= 1;
    else {
      if (depth === 1) begins.push(line);
      if (found === '{' || found === '[') depth += 1;
    }
  }
  return begins;
}
