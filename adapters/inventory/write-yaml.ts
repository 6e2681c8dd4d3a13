// Values as YAML that reads the same by YAML 1.2 and by the older rules that Ansible follows.
import { Alias, Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node, type ScalarTag } from 'yaml';
import type { DocumentValue } from '#contract/inventory/document.ts';

export const block = (value: DocumentValue): string => write(nodeOf(value, 'block'));
export const inline = (value: DocumentValue): string => write(nodeOf(value, 'inline'));

type Style = 'block' | 'inline';

/** The older rules take a number with an exponent for a text unless it has a point. */
const exponent: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  // Asked when reading, which is not done here.
  test: /^\b$/,
  identify: (value) => typeof value === 'number' && /^-?\d+e/.test(String(value)),
  resolve: (text) => Number(text),
  stringify: ({ value }) => String(value).replace('e', '.0e'),
};

function write(node: Node): string {
  const document = new Document(null, { schema: 'core', customTags: (tags) => [exponent, ...tags] });
  document.contents = node;
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    verifyAliasOrder: false,
  });
  // They are in double quotes: no other style takes them. The library writes them as they are, which YAML forbids.
  return text.replace(/\n$/, '').replaceAll(/[\u007F-\u009F\uFFFE\uFFFF]/g, escaped);
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

function nodeOf(value: DocumentValue, style: Style): Node {
  if (Array.isArray(value)) return listOf(value, style);
  if (typeof value === 'object' && value !== null) return taggedOf(value, style) ?? mapOf(value, style);
  return scalarOf(value, style);
}

function listOf(values: readonly DocumentValue[], style: Style): YAMLSeq {
  const list = new YAMLSeq();
  list.flow = style === 'inline' || values.length === 0;
  list.items = values.map((value) => nodeOf(value, style));
  return list;
}

function mapOf(value: Readonly<Record<string, DocumentValue>>, style: Style): YAMLMap {
  const map = new YAMLMap();
  map.flow = style === 'inline' || Object.keys(value).length === 0;
  map.items = Object.entries(value).map(([key, inner]) => new Pair(scalarOf(key, 'inline'), nodeOf(inner, style)));
  return map;
}

/** A map whose only key is a tag. */
function taggedOf(value: Readonly<Record<string, DocumentValue>>, style: Style): Node | null {
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  const [tag, inner] = entry;
  if (tag === '!alias' && typeof inner === 'string' && /^[\w-]+$/.test(inner)) return new Alias(inner);
  if (!/^!!?[\w./-]+$/.test(tag)) return null;
  const node = nodeOf(inner, style);
  if (node instanceof Scalar || node instanceof YAMLMap || node instanceof YAMLSeq) node.tag = tag.replace(/^!!/, 'tag:yaml.org,2002:');
  return node;
}

function scalarOf(value: string | number | boolean | null, style: Style): Scalar {
  const scalar = new Scalar(Object.is(value, -0) ? 0 : value);
  if (typeof value === 'string') scalar.type = typeOf(value, style);
  return scalar;
}

function typeOf(text: string, style: Style): Scalar.Type {
  if (isPlain(text)) return 'PLAIN';
  return style === 'block' && isLines(text) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
}

/** Several lines that can stand there as they are. */
const isLines = (text: string): boolean =>
  /^[^\s]/.test(text) && /\n[^\n]/.test(text) && !/[^\S\n]\n|[^\S\n]$|\n{2}$|[^\n\P{C}]|[\u2028\u2029]/u.test(text);

const words = /^(y|n|yes|no|on|off|true|false|null|inf|nan)$/i;
const numbers = [
  /^[-+]?[\d_]+$/,
  /^[-+]?0[box][\da-f_]+$/i,
  /^[-+]?(\d[\d_]*)?\.?[\d_]*(e[-+]?\d+)?$/i,
  /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/,
  /^[-+]?\.(inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?/,
];
/** What no reader takes for anything but this text. */
function isPlain(text: string): boolean {
  if (!/^[\p{L}\d_/.][\p{L}\d_/.@+=:(), -]*$/u.test(text) || /[: ]$|: |,|^\.+$/.test(text)) return false;
  return !words.test(text) && !numbers.some((number) => number.test(text));
}
