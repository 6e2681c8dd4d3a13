// Templates that Jinja cannot read: only what is surely broken is told, since everything else about them is left to Ansible.
import { finding, type Finding } from './finding.ts';
import { leavesOf, type Leaf } from './leaves.ts';

const opening = /\{[{%#]/g;
const mark = /\{\{|\{%|\{#|\}\}/;

/** Tagged values are no templates, or not known to be any. */
export const brokenTemplates = (leaf: Leaf): readonly Finding[] =>
  leavesOf(leaf).flatMap(({ value, path }) => {
    const broken = typeof value === 'string' && mark.test(value) ? flawOf(value) : null;
    return broken === null ? [] : [finding('template-broken', path, { severity: 'warning', ...words[broken] })];
  });

type Flaw = keyof typeof words;
const words = {
  '{{': { message: 'This reference is not closed: }} is missing.', remedy: 'Write it as {{ name }}.' },
  '{%': { message: 'This statement is not closed: %} is missing.', remedy: 'Write it as {% if name %} … {% endif %}.' },
  '{#': {
    message: 'This begins a comment that is not closed: #} is missing.',
    remedy: 'Close it with #}. Where {# is meant as it stands, put the text between {% raw %} and {% endraw %}.',
  },
  raw: { message: 'What begins with {% raw %} is not closed: {% endraw %} is missing.', remedy: 'Write {% endraw %} behind it.' },
  '}}': { message: 'This reference is not opened: {{ is missing.', remedy: 'Write it as {{ name }}.' },
  operator: {
    message: 'This reference cannot be read: an operator has nothing on one of its sides.',
    remedy: 'Write what is missing there, or remove the operator.',
  },
} as const;

/** Null: nothing is surely wrong. */
function flawOf(text: string): Flaw | null {
  const plain: string[] = [];
  let at = 0;
  for (;;) {
    opening.lastIndex = at;
    const next = opening.exec(text);
    plain.push(text.slice(at, next?.index));
    if (next === null) return isUnopened(plain.join(' ')) ? '}}' : null;
    const read = readPart(text, next.index);
    if (typeof read !== 'number') return read;
    at = read;
  }
}

/** Where it ends. */
function readPart(text: string, from: number): number | Flaw {
  const inner = from + 2;
  if (text.startsWith('{#', from)) return behind(text, '#}', inner) ?? '{#';
  if (text.startsWith('{%', from)) {
    const end = expressionEnd(text, inner, '%}');
    if (end === null) return '{%';
    return /^[-+]?\s*raw\s*-?$/.test(text.slice(inner, end)) ? (rawEnd(text, end + 2) ?? 'raw') : end + 2;
  }
  const end = expressionEnd(text, inner, '}}');
  if (end === null) return '{{';
  return lacksSide(text.slice(inner, end)) ? 'operator' : end + 2;
}

function behind(text: string, sign: string, from: number): number | null {
  const found = text.indexOf(sign, from);
  return found < 0 ? null : found + sign.length;
}

function rawEnd(text: string, from: number): number | null {
  const end = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
  end.lastIndex = from;
  return end.exec(text) === null ? null : end.lastIndex;
}

/** As Jinja finds it: neither in quotes, nor within brackets that are still open. */
function expressionEnd(text: string, from: number, sign: '}}' | '%}'): number | null {
  const token = /'[^'\\]*(?:\\[^][^'\\]*)*'|"[^"\\]*(?:\\[^][^"\\]*)*"|[^'"()[\]{}%]+|[^'"]/y;
  let [at, depth] = [from, 0];
  while (at < text.length) {
    if (depth === 0 && text.startsWith(sign, at)) return at;
    token.lastIndex = at;
    const [piece] = token.exec(text) ?? [];
    if (piece === undefined) return null;
    if ('([{'.includes(piece)) depth += 1;
    else if (')]}'.includes(piece)) depth = Math.max(0, depth - 1);
    at += piece.length;
  }
  return null;
}

/** What begins with a slash and a star is a comment of Go. */
const first = /^(?:\*|\/(?!\*)|%|~|\||==|!=|<|(?:and|or|in|is)\s)/;
const last = /(?:[-+*%~|=<>]|(?<!\*)\/|\s(?:and|or|in|is|not))$/;

/** A hyphen right at the braces only takes the blanks away. */
function lacksSide(inner: string): boolean {
  const expression = inner.replace(/^[-+]/, '').replace(/-$/, '').trim();
  return first.test(expression) || last.test(expression);
}

/** A name in front of two closing braces, of which not both were opened: those of JSON were. */
function isUnopened(plain: string): boolean {
  let depth = 0;
  for (const { 0: brace, index } of plain.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth >= 0) continue;
    const pair = plain[index - 1] === '}' ? index - 1 : index;
    return plain[pair + 1] === '}' && /\w\s*$/.test(plain.slice(Math.max(0, pair - 200), pair));
  }
  return false;
}
