import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from './model/draft-store.ts';

const words = t.inventory;

/** Takes back the newest change of the draft, whichever view made it. */
export async function undone(store: DraftStore): Promise<void> {
  const { undo, sync } = store.snapshot();
  if (undo === null && sync === 'kept') return;
  if (await store.undo()) toast(words.undone(undo ?? words.labels.typing));
}

export async function redone(store: DraftStore): Promise<void> {
  const { redo } = store.snapshot();
  if (redo !== null && (await store.redo())) toast(words.redone(redo));
}
