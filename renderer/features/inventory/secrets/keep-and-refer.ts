// A value goes to the keychain, then the draft names it: in this order, so that it is never lost.
import type { DocumentPath } from '#contract/inventory/document.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from '../model/draft-store.ts';

const words = t.inventory.secrets.move;

export interface Keeping {
  readonly platformId: string;
  readonly store: Pick<DraftStore, 'change' | 'dismiss'> & { snapshot(): { readonly fault: unknown } };
  readonly path: DocumentPath;
  readonly name: string;
  readonly value: string;
}

/** Throws what stands against it; a fault that says which half was done when only the first was. */
export async function keepAndRefer({ platformId, store, path, name, value }: Keeping): Promise<void> {
  await api.inventory.secrets.set({ platformId, name, value });
  if (await store.change([{ kind: 'set', path: [...path], value: { '!secret': name } }], words.label(name))) return;
  const { fault } = store.snapshot();
  store.dismiss();
  throw halfDone(name, fault === null ? null : toFault(fault));
}

const halfDone = (name: string, fault: FaultView | null): FaultView => ({
  code: fault?.code ?? 'WINDOW_FAILED',
  kind: 'permanent',
  what: words.halfTitle,
  why: [fault?.what ?? '', fault?.why ?? ''].filter((part) => part !== '').join(' '),
  todo: words.half(name),
  action: 'none',
  details: fault?.details ?? {},
});
