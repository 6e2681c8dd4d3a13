// What else changed since the inventory was applied, as the window tells it.
import type { Drift } from '#contract/inventory/drift.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.inventory.changes.besides;

type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'some';
      readonly title: string;
      readonly sentences: readonly { readonly key: string; readonly sentence: string }[];
      /** Empty: all of them are told. */
      readonly rest: string;
    };

/** Before anything was applied there is nothing to tell: the head says so. */
export function besidesOf({ applied, besides }: Pick<Drift, 'applied' | 'besides'>): Told {
  if (applied === null) return { kind: 'nothing' };
  if (besides === null) return { kind: 'unknown', reason: words.forgotten(applied.revision) };
  const { differences, more } = besides;
  if (differences.length === 0) return { kind: 'nothing' };
  const sentences = differences.map(({ path, kind, sentence }) => ({ key: `${kind} ${JSON.stringify(path)}`, sentence }));
  return { kind: 'some', title: words.title(applied.revision), sentences, rest: more === 0 ? '' : words.more(more) };
}
