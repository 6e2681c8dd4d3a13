// A program for the test that kills it: types into a draft, takes back, does again and saves.
// Arguments: the data folder, a seed. It says on stdout, a line of JSON each, what it is about to do and what was answered.
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { openStore } from '#adapters/store/open.ts';
import type { Draft } from '#contract/inventory/drafts.ts';
import { createDice } from '#core/dice.ts';
import { isFault } from '#core/fault.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { draftRoom } from './draft-room.ts';

// Its like starts in half the time.
flushCompileCache();
const [dir = '', seed = ''] = process.argv.slice(2);
const store = await openStore({ dir, clock: systemClock, log: sketchLog() });
const roll = createDice(Number(seed));
const { drafts, platform } = draftRoom(store, systemClock);
const platformId = (await platform()).id;
const { summary: begun } = await drafts.open({ platformId, name: 'draft' });
const one = { platformId, draftId: begun.id };

// writeSync: what is told has left this process before it goes on.
const tell = (word: unknown) => writeSync(1, `${JSON.stringify(word)}\n`);
const state = ({ seq, text, undo, redo, summary }: Draft) => ({ seq, text, undo, redo, base: summary.baseRevision });

/** Types into the first line, which is a comment, so that the text stays an inventory. */
function typed({ seq, text }: Draft) {
  const line = text.indexOf('\n');
  const from = 1 + roll(line);
  const insert = 'ab 👋'.repeat(roll(4));
  const to = line > 300 ? line : Math.min(line, from + roll(3));
  const edits = [{ from: Math.min(from, to), to, insert }];
  return {
    after: text.slice(0, Math.min(from, to)) + insert + text.slice(to),
    act: () => drafts.edit({ ...one, seq, edits, label: 'typing' }),
  };
}

function next(draft: Draft): { readonly kind: string; readonly after?: string; readonly act: () => Promise<unknown> } {
  const dice = roll(10);
  if (dice < 5) return { kind: 'edit', ...typed(draft) };
  if (dice < 6) {
    const changes = [{ kind: 'set' as const, path: ['variables', `v${roll(5)}`], value: roll(1000) }];
    return { kind: 'change', act: () => drafts.change({ ...one, changes, label: 'table' }) };
  }
  if (dice < 8) return { kind: 'undo', act: () => drafts.undo(one) };
  if (dice < 9) return { kind: 'redo', act: () => drafts.redo(one) };
  return { kind: 'save', after: draft.text, act: () => drafts.save({ ...one, message: '', author: 'window' }) };
}

for (let draft = await drafts.get(one); ; draft = await drafts.get(one)) {
  tell({ is: state(draft) });
  const { kind, after, act } = next(draft);
  tell({ about: { kind, after } });
  await act().catch((error: unknown) => {
    // Nothing to take back, or to do again; half a character was typed.
    if (!isFault(error) || !['NOT_POSSIBLE_NOW', 'INVENTORY_UNFIT'].includes(error.view.code)) throw error;
  });
}
