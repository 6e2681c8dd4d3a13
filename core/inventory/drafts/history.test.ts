import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DraftEntry, Rebased } from '#core/ports/drafts.ts';
import { applyEdits } from '#core/inventory/document/edits.ts';
import { advanced, noHistory, type History } from './history.ts';
import { firstKept, heldOf, without } from './journal.ts';
import { editsOf, inverted, differenceOf } from './replacements.ts';

/** What a person expects: whole texts, one for each thing that can be taken back. */
interface Model {
  readonly text: string;
  readonly past: readonly { readonly text: string; readonly label: string; readonly began: number }[];
  readonly future: readonly string[];
  readonly growing: boolean;
}

type Act =
  | { readonly kind: 'type'; readonly text: string; readonly label: string; readonly pause: number; readonly rebased: Rebased | undefined }
  | { readonly kind: 'undo' | 'redo' };
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('type' as const),
        text: fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }),
        label: fc.constantFrom('typing', 'table'),
        pause: fc.constantFrom(100, 900, 3000),
        rebased: fc.option(fc.record({ from: fc.nat(9), to: fc.nat(9) }), { nil: undefined, freq: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
  ),
  { maxLength: 30 },
);

function expected(model: Model, act: Act, at: number): Model {
  if (act.kind === 'type') {
    if (act.text === model.text) return model;
    const last = model.past.at(-1);
    const joins = model.growing && act.rebased === undefined && last !== undefined && last.label === act.label && at - last.began <= 2000;
    if (!joins)
      return {
        text: act.text,
        past: [...model.past, { text: model.text, label: act.label, began: at }],
        future: [],
        growing: act.rebased === undefined,
      };
    // Back where it began: nothing is left to take back.
    if (act.text === last.text) return { text: act.text, past: model.past.slice(0, -1), future: [], growing: false };
    return { ...model, text: act.text, future: [] };
  }
  if (act.kind === 'undo') {
    const last = model.past.at(-1);
    return last === undefined
      ? model
      : { text: last.text, past: model.past.slice(0, -1), future: [...model.future, model.text], growing: false };
  }
  const next = model.future.at(-1);
  return next === undefined
    ? model
    : { text: next, past: [...model.past, { text: model.text, label: '', began: at }], future: model.future.slice(0, -1), growing: false };
}

/** As a draft does it. */
function entryFor(
  { text, history }: { text: string; history: History },
  act: Act,
): Pick<DraftEntry, 'kind' | 'label' | 'edits' | 'rebased'> | null {
  if (act.kind === 'type')
    return act.text === text ? null : { kind: 'edit', label: act.label, edits: differenceOf(text, act.text), rebased: act.rebased };
  const change = (act.kind === 'undo' ? history.done : history.undone).at(-1);
  if (change === undefined) return null;
  const { label, rebased } = change;
  return { kind: act.kind, label, rebased, edits: act.kind === 'undo' ? inverted(change.edits) : change.edits };
}

it('undo and redo lead through the texts that a person saw, also when the history is read from the journal', () => {
  fc.assert(
    fc.property(acts, (all) => {
      let model: Model = { text: '', past: [], future: [], growing: false };
      let now = { text: '', history: noHistory };
      const journal: DraftEntry[] = [];
      let at = 0;
      for (const act of all) {
        at += act.kind === 'type' ? act.pause : 100;
        model = expected(model, act, at);
        const made = entryFor(now, act);
        if (made !== null) {
          const entry = { ...made, seq: journal.length + 1, at };
          journal.push(entry);
          // A restart after every change: all that is known is the journal.
          now = { text: applyEdits(now.text, editsOf(entry.edits)), history: journal.reduce(advanced, noHistory) };
        }
        expect(now.text).toBe(model.text);
        expect([now.history.done.length, now.history.undone.length]).toEqual([model.past.length, model.future.length]);
      }
    }),
    { numRuns: 500 },
  );
});

it('goes on where older changes were forgotten', () => {
  const entry = (seq: number, kind: DraftEntry['kind'], { removed, insert }: { removed: string; insert: string }): DraftEntry => ({
    seq,
    kind,
    label: 'typing',
    at: seq * 10_000,
    edits: [{ from: 0, removed, insert }],
  });
  // The journal begins in the middle: what was undone was forgotten itself.
  const history = [entry(7, 'undo', { removed: 'new', insert: 'old' }), entry(8, 'redo', { removed: 'old', insert: 'new' })].reduce(
    advanced,
    noHistory,
  );
  expect(history.done.map(({ edits }) => edits)).toEqual([[{ from: 0, removed: 'old', insert: 'new' }]]);
  expect(history.undone).toEqual([]);
});

it('is the same in memory and from the journal, however often older changes were forgotten', () => {
  const forgetting = fc.array(
    fc.tuple(acts, fc.record({ entries: fc.integer({ min: 1, max: 6 }), size: fc.integer({ min: 4, max: 40 }) })),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(forgetting, (rounds) => {
      let now = { text: '', history: noHistory };
      let journal: DraftEntry[] = [];
      let [seq, at] = [0, 0];
      const seen = new Set(['']);
      for (const [all, limits] of rounds) {
        for (const act of all) {
          at += act.kind === 'type' ? act.pause : 100;
          const made = entryFor(now, act);
          if (made === null) continue;
          const entry = { ...made, seq: (seq += 1), at };
          journal.push(entry);
          now = { text: applyEdits(now.text, editsOf(entry.edits)), history: advanced(now.history, entry) };
          if (act.kind === 'type') seen.add(now.text);
          expect(seen).toContain(now.text);
        }
        const first = firstKept(journal.map(heldOf), now.history, limits);
        now = { ...now, history: without({ journal: journal.map(heldOf), history: now.history }, first - 1).history };
        journal = journal.filter((entry) => entry.seq >= first);
        expect(journal.length).toBeLessThanOrEqual(limits.entries);
        expect(journal.reduce(advanced, noHistory)).toMatchObject({ done: now.history.done, undone: now.history.undone });
      }
    }),
    { numRuns: 300 },
  );
});

it('begins a new change when the clock was set back', () => {
  const typed = (seq: number, at: number): DraftEntry => ({
    seq,
    kind: 'edit',
    label: 'typing',
    at,
    edits: [{ from: seq - 1, removed: '', insert: 'x' }],
  });
  const history = [typed(1, 1_000_000), typed(2, 1000), typed(3, 100_000)].reduce(advanced, noHistory);
  expect(history.done).toHaveLength(3);
});
