import type { DraftStore } from '../model/draft-store.ts';

/** Saves what is not saved yet; throws what stands against it. */
export async function saveFirst(store: DraftStore, message: string): Promise<void> {
  if (!store.snapshot().summary.changed) return;
  if (await store.save(message)) return;
  const { fault } = store.snapshot();
  store.dismiss();
  throw fault;
}
