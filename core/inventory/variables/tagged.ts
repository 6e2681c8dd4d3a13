// Values with a tag: `!secret github` is {"!secret": "github"}. What is behind them is not in the document.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { entryOf, isMap } from '#core/inventory/document/values.ts';

/** The tag, such as !secret; null: the value has none. */
export function tagOf(value: DocumentValue): string | null {
  const keys = isMap(value) ? Object.keys(value) : [];
  const [only] = keys;
  return keys.length === 1 && only?.startsWith('!') === true ? only : null;
}

/** What stands behind `!secret`; null: the value is no reference to a secret. */
export function secretIn(value: DocumentValue): DocumentValue | null {
  return isMap(value) && tagOf(value) === '!secret' ? (entryOf(value, '!secret') ?? '') : null;
}
