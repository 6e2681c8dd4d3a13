import { ChangeSet } from '@codemirror/state';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Draft, DraftStep } from '#contract/inventory/drafts.ts';
import { connection } from '#renderer/connection.ts';
import { toasts } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { DraftStore } from './model/draft-store.ts';
import { changesBetween, editsOf, textOf } from './model/text-edits.ts';
import { redone, stepOf, syncShown, undone, undoOfNow } from './undo.ts';

const summary = { id: 'd1', platformId: 'p1', name: 'draft', baseRevision: 1, savedRevision: 1, changedAt: 0, changed: true };
class Lost extends Error {}

/** A draft whose engine writes down what was asked for, one line for each change. */
function drafting() {
  const lines: string[] = [];
  const lab = { isLost: false, undone: 0, redone: 0 };
  let text = '';
  let seq = 0;
  const step = (next: string, redo: string | null = null): Promise<DraftStep> => {
    if (lab.isLost) return Promise.reject(new Lost());
    const edits = editsOf(changesBetween(textOf(text), next), textOf(text));
    text = next;
    seq += 1;
    const undo = lines.at(-1) ?? null;
    return Promise.resolve({ seq, summary, undo, redo, issues: [], edits: [...edits], data: { groups: [], nodes: [] } });
  };
  const draft = (): Draft => ({
    seq,
    summary,
    undo: null,
    redo: null,
    issues: [],
    text,
    data: { general: {}, variables: {}, groups: [], nodes: [] },
  });
  const store = new DraftStore(draft(), {
    edit: (_seq, edits) => {
      lines.push('typing');
      return step(edits.reduce((all, edit) => all.slice(0, edit.from) + edit.insert + all.slice(edit.to), text));
    },
    change: (_changes, label) => {
      lines.push(label);
      return step(lines.join('\n'));
    },
    undo: () => {
      lab.undone += 1;
      const redo = lines.pop();
      return step(lines.join('\n'), redo);
    },
    redo: () => {
      lab.redone += 1;
      return step(text);
    },
    save: () => Promise.resolve(draft()),
    get: () => Promise.resolve(draft()),
    lost: () => new Lost(),
    isLost: (error) => error instanceof Lost,
    isOutdated: () => false,
    isFinal: () => false,
  });
  const change = (label: string) => store.change([{ kind: 'remove', path: ['nodes', label] }], label);
  return { store, change, lab, lines };
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
const said = () => toasts.get().map(({ text }) => text);

function anew(): void {
  toasts.get().forEach(({ id }) => toasts.dismiss(id));
  connection.set('open');
}

describe('while the connection is not open', () => {
  beforeEach(anew);

  it.each([undone, redone])('%o does nothing but say so, also before the draft has noticed', async (act) => {
    const { store, change, lab } = drafting();
    await change('Port of elm');
    await store.undo();
    lab.undone = 0;
    connection.set('lost');
    await act(store);
    await act(store);
    connection.set('open');
    await settled();
    expect([lab.undone, lab.redone]).toEqual([0, 0]);
    expect(said()).toContain(t.inventory.sync.waitingUndo);
  });
  it('the undo beside what was just done says so too', async () => {
    const { store, change, lab } = drafting();
    await change('Port of elm');
    const undo = undoOfNow(store);
    connection.set('lost');
    undo();
    await settled();
    expect([lab.undone, said()]).toEqual([0, [t.inventory.sync.waitingUndo]]);
  });
  it('what is under way is called not sent yet', () => {
    expect((['connecting', 'lost', 'signed-out', 'open'] as const).map((phase) => syncShown('sending', phase))).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'sending',
    ]);
    expect([syncShown('kept', 'lost'), syncShown('refused', 'lost')]).toEqual(['kept', 'refused']);
  });
});

describe('the keys of undo and redo', () => {
  const pressed = (key: string, held: readonly ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]) =>
    stepOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...Object.fromEntries(held.map((one) => [one, true])) });
  it.each(['z', 'Z'])('go by Shift, whatever Caps Lock makes of the letter: %s', (key) => {
    expect([pressed(key, ['ctrlKey']), pressed(key, ['ctrlKey', 'shiftKey']), pressed(key, ['metaKey', 'shiftKey'])]).toEqual([
      'undo',
      'redo',
      'redo',
    ]);
  });
  it('are no letters that are typed', () => {
    expect([pressed('z', []), pressed('Z', ['shiftKey']), pressed('z', ['ctrlKey', 'altKey']), pressed('y', ['ctrlKey'])]).toEqual([
      null,
      null,
      null,
      'redo',
    ]);
  });
});

describe('the undo beside what was just done', () => {
  beforeEach(anew);

  it('takes back that change', async () => {
    const { store, change, lines } = drafting();
    await change('removal of oak');
    undoOfNow(store)();
    await settled();
    expect(lines).toEqual([]);
    expect(said()).toEqual([t.inventory.undone('removal of oak')]);
  });
  it('takes back nothing once something else came after it, and says so', async () => {
    const { store, change, lines } = drafting();
    await change('removal of oak');
    const undo = undoOfNow(store);
    await change('Port of elm');
    undo();
    await settled();
    expect(lines).toEqual(['removal of oak', 'Port of elm']);
    expect(said()).toEqual([t.inventory.undoTooLate]);
  });
  it('works again when what came after it was undone', async () => {
    const { store, change, lines } = drafting();
    await change('removal of oak');
    const undo = undoOfNow(store);
    await change('Port of elm');
    await store.undo();
    undo();
    await settled();
    expect(lines).toEqual([]);
  });
  it('asks for nothing while nobody answers', async () => {
    const { store, change, lab } = drafting();
    await change('removal of oak');
    const undo = undoOfNow(store);
    lab.isLost = true;
    store.edit(ChangeSet.of({ from: 0, insert: '#' }, store.text().length, '\n'), 'typing');
    await settled();
    undo();
    lab.isLost = false;
    await settled();
    expect(lab.undone).toBe(0);
    expect(said()).toEqual([t.inventory.sync.waitingUndo]);
  });
});

describe('what undo calls a change', () => {
  it.each([
    t.inventory.labels.removeNodes(['n'.repeat(200)]),
    t.inventory.labels.rename('n'.repeat(70), '😀'.repeat(9)),
    t.inventory.labels.variable('v'.repeat(79), '😀'),
    // The 80th is the first half of a character.
    t.inventory.labels.addNode(`${'n'.repeat(72)}😀`),
  ])('fits into a line of 80: %s', (label) => {
    expect(label.length).toBeLessThanOrEqual(80);
    expect(label.isWellFormed()).toBe(true);
  });
});
