import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from './model/draft-store.ts';

const words = t.inventory;

/** Takes back the newest change of the draft, whichever view made it. */
export async function undone(store: DraftStore): Promise<void> {
  const { undo, sync } = store.snapshot();
  // Presses that nobody hears would all be heard at once.
  if (sync === 'waiting') return toast(words.sync.waitingUndo);
  if (undo === null && sync === 'kept') return;
  // What can be made again now is what was taken back: perhaps something typed that was not sent yet.
  if (await store.undo()) toast(words.undone(store.snapshot().redo ?? words.labels.typing));
}

export async function redone(store: DraftStore): Promise<void> {
  const { redo, sync } = store.snapshot();
  if (sync === 'waiting') return toast(words.sync.waitingUndo);
  if (redo !== null && (await store.redo())) toast(words.redone(store.snapshot().undo ?? redo));
}

/** Takes back what was just done, for as long as the draft says what it said then: undo knows only its newest change. */
export function undoOfNow(store: DraftStore): () => void {
  const then = store.text();
  return () => {
    const { sync } = store.snapshot();
    if (sync === 'waiting' || (sync === 'kept' && store.text().eq(then))) void undone(store);
    else toast(words.undoTooLate);
  };
}
