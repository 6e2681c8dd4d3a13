import type { DraftStore } from '../model/draft-store.ts';

/** Saves what is not saved yet; throws what stands against it, also that nobody wants it any more. */
export async function saveFirst(store: DraftStore, message: string, signal: AbortSignal): Promise<void> {
  if (!store.snapshot().summary.changed) return;
  const isSaved = await store.save(message, signal);
  signal.throwIfAborted();
  if (!isSaved) throw store.takeFault();
}
