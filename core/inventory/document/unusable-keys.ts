// A key that objects of the language treat as something else: what is behind it would not reach any window.
import type { DocumentChange, DocumentValue } from '#contract/inventory/document.ts';
import type { YamlMistake, YamlSyntax } from '#core/ports/yaml.ts';

const unusable = '__proto__';
export const unusableReason = `Nothing can be called ${unusable}; choose another name.`;

/** What a change would bring in; taking it away is possible. */
export function bringsUnusable(change: DocumentChange): boolean {
  if (change.kind === 'set') return change.path.includes(unusable) || hasUnusable(change.value);
  return change.kind === 'rename' && change.to === unusable;
}

function hasUnusable(value: DocumentValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (!Array.isArray(value) && Object.hasOwn(value, unusable)) || Object.values(value).some(hasUnusable);
}

/** Where such a key stands. */
export function unusableIn(syntax: YamlSyntax | null, found: YamlMistake[] = []): readonly YamlMistake[] {
  if (syntax?.kind === 'list') for (const item of syntax.items) unusableIn(item, found);
  if (syntax?.kind !== 'map') return found;
  for (const { key, keyFrom, keyTo, value } of syntax.pairs) {
    if (key === unusable) found.push({ from: keyFrom, to: keyTo, message: unusableReason });
    unusableIn(value, found);
  }
  return found;
}
