import { describe, expect, it } from 'vitest';
import type { MergeRegion } from '#contract/inventory/versions.ts';
import {
  answeringOpen,
  conflictsOf,
  fittingAnswers,
  linesWith,
  nextConflict,
  openConflicts,
  resolutionsOf,
  withAnswer,
} from './answers.ts';
import type { Answer, Answers, ConflictRegion } from './answers.ts';

const same = (...lines: string[]): MergeRegion => ({ kind: 'same', lines });
const conflict = (id: number, name: string): ConflictRegion => ({
  kind: 'conflict',
  id,
  base: [`    ${name}: base`],
  mine: [`    ${name}: mine`],
  theirs: [`    ${name}: theirs`],
});
const none: Answers = new Map();
const both = [same('name: Home', 'nodes:', '  oak:'), conflict(0, 'role'), same('  elm:', '    port: 22'), conflict(1, 'user')];
const conflicts = conflictsOf({ regions: both });
const [role, user] = conflicts.map(({ key }) => key);
const answer = (answers: Answers, at: number, given: Answer): Answers => withAnswer(answers, conflicts[at]?.key ?? '', given);

describe('conflicts', () => {
  it('are told by the keys they stand below', () => {
    expect(conflicts.map(({ place }) => place)).toEqual([
      ['nodes', 'oak'],
      ['nodes', 'elm'],
    ]);
    const top = conflictsOf({
      regions: [same('nodes:', '  oak:', '    port: 22'), { ...conflict(0, 'x'), base: [], mine: ['a: 1'], theirs: [] }],
    });
    expect(top[0]?.place).toEqual([]);
    const quoted = conflictsOf({ regions: [same('# a: b', 'groups:', '  "my gpu":', '', '    # note'), conflict(0, 'role')] });
    expect(quoted[0]?.place).toEqual(['groups', 'my gpu']);
  });

  it('that say the same at two places are two', () => {
    const twice = conflictsOf({ regions: [conflict(0, 'role'), same('x: 1'), conflict(1, 'role')] });
    expect(new Set(twice.map(({ key }) => key)).size).toBe(2);
  });
});

describe('answers', () => {
  it('are sent once every conflict has one', () => {
    const one = answer(none, 0, { kind: 'theirs' });
    expect(resolutionsOf(conflicts, one)).toBe(null);
    expect(openConflicts(conflicts, one)).toHaveLength(1);
    expect(resolutionsOf(conflicts, answer(one, 1, { kind: 'both' }))).toEqual([
      { conflict: 0, take: { kind: 'theirs' } },
      { conflict: 1, take: { kind: 'text', lines: ['    user: mine', '    user: theirs'] } },
    ]);
    expect(resolutionsOf([], none)).toEqual([]);
  });

  it('by hand are the lines that were typed, and an empty one is no line', () => {
    const region = conflicts[0]?.region;
    if (region === undefined) throw new Error('There is a conflict.');
    expect(linesWith(region, { kind: 'text', text: 'a: 1\n  b: 2' })).toEqual(['a: 1', '  b: 2']);
    expect(linesWith(region, { kind: 'text', text: '' })).toEqual([]);
  });

  it('outlive a merge that is made anew, where the conflict is still the same', () => {
    const given = answer(answer(none, 0, { kind: 'mine' }), 1, { kind: 'text', text: 'x' });
    // Another conflict came before them, the first one is gone, and numbers have moved.
    const anew = conflictsOf({ regions: [conflict(0, 'address'), same('x: 1'), conflict(1, 'user')] });
    const fit = fittingAnswers(given, anew);
    expect([...fit.values()]).toEqual([{ kind: 'text', text: 'x' }]);
    expect(resolutionsOf(anew, answeringOpen(fit, anew, { kind: 'theirs' }))).toEqual([
      { conflict: 0, take: { kind: 'theirs' } },
      { conflict: 1, take: { kind: 'text', lines: ['x'] } },
    ]);
  });
});

describe('going from conflict to conflict', () => {
  const at = (answers: Answers, here: string | null, step: 1 | -1) => nextConflict({ conflicts, answers, here, step })?.key;
  it('begins at the first or the last, and goes round', () => {
    expect(at(none, null, 1)).toBe(role);
    expect(at(none, null, -1)).toBe(user);
    expect(at(none, role ?? '', 1)).toBe(user);
    expect(at(none, user ?? '', 1)).toBe(role);
    expect(at(none, role ?? '', -1)).toBe(user);
  });
  it('leaves out what has an answer, as long as something has none', () => {
    const given = answer(none, 0, { kind: 'mine' });
    expect(at(given, user ?? '', 1)).toBe(user);
    expect(at(given, null, 1)).toBe(user);
    expect(at(answer(given, 1, { kind: 'mine' }), user ?? '', 1)).toBe(role);
  });
  it('stays where there is none', () => expect(nextConflict({ conflicts: [], answers: none, here: null, step: 1 })).toBe(null));
});
