// Plain scalars as PyYAML reads them, which knows YAML 1.1: yes and off are booleans, 0777 is octal, 12:30 counts in sixties.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { floatValue, intValue, tagged } from './values.ts';

export type ScalarKind = 'str' | 'bool' | 'null' | 'int' | 'float' | 'timestamp' | 'merge';

const implicit: readonly (readonly [ScalarKind, RegExp])[] = [
  ['null', /^(?:~|null|Null|NULL|)$/],
  ['bool', /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  ['int', /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/],
  [
    'float',
    /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  ['merge', /^<<$/],
  ['timestamp', /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/],
];
/** Numbers beyond this take too long to turn into digits. */
const longest = 4300;

export const scalarKind = (text: string): ScalarKind => implicit.find(([, form]) => form.test(text))?.[0] ?? 'str';

/** What a text of that kind says; the text itself where it does not have its form. */
export const scalarValue = (kind: ScalarKind, text: string): DocumentValue => readers[kind](text);

const readers: Readonly<Record<ScalarKind, (text: string) => DocumentValue>> = {
  null: () => null,
  bool: (text) => /^(?:yes|true|on)$/i.test(text),
  int: readInt,
  float: readFloat,
  timestamp: (text) => tagged('!date', text),
  str: (text) => text,
  merge: (text) => text,
};

function readInt(text: string): DocumentValue {
  const plain = text.replaceAll('_', '');
  const digits = plain.replace(/^[-+]/, '');
  if (plain.length > longest || !/^(?:0b[01]+|0x[\da-f]+|\d+(?::\d+)*)$/i.test(digits)) return text;
  const signed = (size: bigint): DocumentValue => intValue(plain.startsWith('-') ? -size : size);
  if (digits.includes(':')) return signed(digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n));
  if (/^0[0-7]+$/.test(digits)) return signed(BigInt(`0o${digits}`));
  return signed(BigInt(digits));
}

function readFloat(text: string): DocumentValue {
  const plain = text.replaceAll('_', '').toLowerCase();
  const [sign, digits] = [plain.startsWith('-') ? -1 : 1, plain.replace(/^[-+]/, '')];
  if (digits === '.inf') return floatValue(sign * Infinity);
  if (digits === '.nan') return floatValue(Number.NaN);
  const number = digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isNaN(number) ? text : floatValue(sign * number);
}
