// A short mark of chart values, to see whether a release was installed with the same ones. Not for security.

/** Text that is equal for equal values, whatever the order of their keys. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const pairs = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join(',')}}`;
}

/** Sixteen hexadecimal digits (FNV-1a, 64 bits, over code points). */
export function valuesHash(values: Readonly<Record<string, unknown>>): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of canonicalText(values)) {
    hash ^= BigInt(unit.codePointAt(0) ?? 0);
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
