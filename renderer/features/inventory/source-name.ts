import type { ValueSource } from '#contract/inventory/drafts.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.inventory.inspector.scope;

/** "group gpu", "all nodes". */
export function sourceName({ scope, name }: Pick<ValueSource, 'scope' | 'name'>): string {
  if (scope === 'group') return words.group(name ?? '');
  return scope === 'node' ? words.node(name ?? '') : words[scope];
}
