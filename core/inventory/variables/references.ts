// `{{ name }}` in texts: one variable's value inside another. Whatever else Jinja can do is left to Ansible.
import type { DocumentValue } from '#contract/inventory/document.ts';

const expression = /\{\{-?([^{}]*?)-?\}\}/g;
/** A name at the beginning that is not called: `name`, `name.part`, `name[0]`, `name | filter`. */
const leading = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(?:$|[.[|])/;
const alone = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*$/;
const constants: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** Something for Jinja to work out. */
export const isTemplate = (text: string): boolean => text.includes('{{') || text.includes('{%');

export interface Reference {
  readonly name: string;
  /** Written with default(…), so that it may be missing. */
  readonly optional: boolean;
}

/** What a text refers to by name. Within `{% … %}` names can be made, so nothing is said about such texts. */
export function referencesIn(text: string): readonly Reference[] {
  if (!text.includes('{{') || text.includes('{%')) return [];
  return [...text.matchAll(expression)].flatMap(([, inner = '']) => {
    const name = leading.exec(inner)?.[1];
    return name === undefined || constants.has(name) ? [] : [{ name, optional: /\|\s*(?:default|d)\b/.test(inner) }];
  });
}

/** Longer texts would be the work of a circle or of malice. */
const longest = 4096;

/** With every reference replaced that `valueOf` knows; what it does not know stays as it is written. */
export function resolved(value: DocumentValue, valueOf: (name: string) => DocumentValue | undefined): DocumentValue {
  if (Array.isArray(value)) return value.map((item) => resolved(item, valueOf));
  if (typeof value !== 'string' || !value.includes('{{')) return value;
  const whole = /^\{\{([^{}]*)\}\}$/.exec(value.trim())?.[1];
  const name = whole === undefined ? undefined : alone.exec(whole)?.[1];
  if (name !== undefined) return valueOf(name) ?? value;
  const text = value.replaceAll(expression, (written, inner: string) => {
    const part = alone.exec(inner)?.[1];
    const found = part === undefined ? undefined : valueOf(part);
    return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : written;
  });
  return text.length > longest ? value : text;
}
