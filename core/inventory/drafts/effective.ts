// The values that hold on a node of a draft.
import type { EffectiveValue } from '#contract/inventory/drafts.ts';
import { fault } from '#core/fault.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import { effectiveValues } from '#core/inventory/variables/effective.ts';
import type { DraftId, Drafts } from './drafts.ts';

export interface EffectiveDeps {
  readonly drafts: Pick<Drafts, 'document'>;
  readonly dictionary: Dictionary;
}

type Wanted = DraftId & { readonly node: string; readonly variable?: string | undefined };

/** Throws NOT_FOUND. */
export async function effectiveOf({ drafts, dictionary }: EffectiveDeps, { node, variable, ...one }: Wanted): Promise<EffectiveValue[]> {
  const { data, nodes } = await drafts.document(one);
  if (!nodes.has(node)) throw fault('NOT_FOUND', { thing: 'machine', id: node });
  return effectiveValues({ data, dictionary }, node, variable);
}
