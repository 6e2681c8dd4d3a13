import { connection } from '#renderer/connection.ts';
import type { ConnectionState } from '#renderer/connection.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore, Sync } from './model/draft-store.ts';

const words = t.inventory;

type StepKeys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The letter is small or large with Shift and Caps Lock: only Shift itself tells undo from redo. */
export function stepOf({ key, ctrlKey, metaKey, altKey, shiftKey }: StepKeys): 'undo' | 'redo' | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}

/** Takes back the newest change of the draft, whichever view made it. */
export async function undone(store: DraftStore): Promise<void> {
  const { undo, sync } = store.snapshot();
  // Presses that nobody hears would all be heard at once.
  if (isUnheard(store)) return toast(words.sync.waitingUndo);
  if (undo === null && sync === 'kept') return;
  // What can be made again now is what was taken back: perhaps something typed that was not sent yet.
  if (await store.undo()) toast(words.undone(store.snapshot().redo ?? words.labels.typing));
  else sayUnheard(store);
}

export async function redone(store: DraftStore): Promise<void> {
  const { redo } = store.snapshot();
  if (isUnheard(store)) return toast(words.sync.waitingUndo);
  if (redo === null) return;
  if (await store.redo()) toast(words.redone(store.snapshot().undo ?? redo));
  else sayUnheard(store);
}

const isAway = (): boolean => connection.get().phase !== 'open';

/** The draft learns of a lost connection only when it has something to send. */
const isUnheard = (store: DraftStore): boolean => isAway() || store.snapshot().sync === 'waiting';

/** The connection broke before it was its turn; of a refusal the draft tells itself. */
function sayUnheard(store: DraftStore): void {
  const { fault, closed } = store.snapshot();
  if (fault === null && !closed) toast(words.sync.waitingUndo);
}

/** What is under way is not sent yet as long as nobody answers: the draft learns of that late. */
export const syncShown = (sync: Sync, phase: ConnectionState['phase']): Sync => (sync === 'sending' && phase !== 'open' ? 'waiting' : sync);

/** Takes back what was just done, for as long as the draft says what it said then: undo knows only its newest change. */
export function undoOfNow(store: DraftStore): () => void {
  const then = store.text();
  return () => {
    const { sync } = store.snapshot();
    if (isUnheard(store) || (sync === 'kept' && store.text().eq(then))) void undone(store);
    else toast(words.undoTooLate);
  };
}
