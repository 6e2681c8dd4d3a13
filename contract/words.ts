// What a broken rule is called where it has no words of its own: the schema library's own would leak into every door.
import { config, type core } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
  undefined: 'nothing',
};
const formats: Readonly<Record<string, string>> = {
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidrv4: 'a range such as 10.1.0.0/16',
  email: 'an e-mail address',
  url: 'a web address',
  datetime: 'a date and time',
};

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  // Made of a text, or of nothing at all.
  if (Number.isNaN(value)) return 'missing, or no number';
  return kinds[typeof value] ?? 'something else';
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `It must be ${String(values[0])}.` : `It must be one of: ${values.map(String).join(', ')}.`;

const counted: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
  set: [' entry', ' entries'],
};
interface Limit {
  readonly limit: number | bigint;
  readonly origin: string;
  readonly inclusive: boolean | undefined;
}
function bound([within, beyond]: readonly [within: string, beyond: string], { limit, origin, inclusive }: Limit): string {
  const [one = '', many = ''] = counted[origin] ?? [];
  return `${inclusive === false ? beyond : within} ${limit.toLocaleString('en')}${Number(limit) === 1 ? one : many}.`;
}

function ofKind(kind: string, value: unknown): string {
  const expected = kinds[kind] ?? 'another kind of value';
  if (value === undefined) return `It is missing; ${expected} is expected.`;
  return `${capital(expected)} is expected; this is ${kindOf(value)}.`;
}
const ofForm = (format: string): string => `It is not ${formats[format] ?? 'of the form that is expected here'}.`;
const ofUnion = (options: unknown): string => (Array.isArray(options) ? oneOf(options) : 'It is none of what is expected here.');

/** A sentence for each way in which a value can break its rule. */
function wordsFor(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofKind(issue.expected, issue.input);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_big':
      return bound(['At most', 'Less than'], { limit: issue.maximum, origin: issue.origin, inclusive: issue.inclusive });
    case 'too_small':
      return bound(['At least', 'More than'], { limit: issue.minimum, origin: issue.origin, inclusive: issue.inclusive });
    case 'invalid_format':
      return ofForm(issue.format);
    case 'unrecognized_keys':
      return `It holds what is not known here: ${issue.keys.join(', ')}.`;
    case 'invalid_union':
      return ofUnion(issue['options']);
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      break;
  }
  return 'It is not acceptable here.';
}

config({ localeError: wordsFor });
