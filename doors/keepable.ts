import { fault } from '#core/fault.ts';

const dropped = '__proto__';

/** Those who read or write JSON leave this key out without a word, and less would be done than was asked for. Throws INPUT_INVALID. */
export function requireKeepable(input: unknown): void {
  const left: { readonly value: unknown; readonly field: string }[] = [{ value: input, field: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, field } = next;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      const at = field === '' ? key : `${field}.${key}`;
      if (key === dropped) throw fault('INPUT_INVALID', { field: at, reason: `Nothing can be called ${dropped}.` }, { field: at });
      left.push({ value: inner, field: at });
    }
  }
}
