import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { content, facts, node } from './fixtures.ts';
import { mergeContent, same } from './merge.ts';

const base = content();

describe('mergeContent', () => {
  test('a machine added there and one added here are both in the list', () => {
    const mine = { ...base, nodes: [...base.nodes, node('n3')] };
    const theirs = { ...base, nodes: [...base.nodes, node('n4')] };
    expect(mergeContent({ base, mine, theirs }).content.nodes.map((each) => each.id)).toEqual(['n1', 'n2', 'n3', 'n4']);
  });

  test('a machine removed here stays away; one removed there that was edited here is a conflict', () => {
    const without = { ...base, nodes: base.nodes.slice(0, 1) };
    expect(mergeContent({ base, mine: without, theirs: base }).content.nodes).toHaveLength(1);
    const edited = { ...base, nodes: base.nodes.map((each) => (each.id === 'n2' ? { ...each, name: 'two' } : each)) };
    expect(mergeContent({ base, mine: edited, theirs: without }).conflicts).toEqual(['nodes.n2']);
  });

  test('facts found by the engine come in, but a moved machine forgets its key and facts', () => {
    const known = { ...base, nodes: base.nodes.map((each) => ({ ...each, facts: facts() })) };
    expect(mergeContent({ base, mine: base, theirs: known }).content.nodes[0]?.facts).not.toBeNull();
    const moved = { ...known, nodes: known.nodes.map((each) => ({ ...each, facts: null })) };
    expect(mergeContent({ base: known, mine: moved, theirs: known }).content.nodes[0]?.facts).toBeNull();
  });

  test('without changes there, mine comes out; without changes here, theirs; never a conflict', () => {
    const names = fc.constantFrom('Home lab', 'Attic', 'Cellar');
    fc.assert(
      fc.property(names, names, (name, domain) => {
        const changed = content({ name, settings: { ...base.settings, domain: domain.toLowerCase().replace(' ', '-') } });
        expect(mergeContent({ base, mine: changed, theirs: base })).toEqual({ content: changed, conflicts: [] });
        expect(mergeContent({ base, mine: base, theirs: changed })).toEqual({ content: changed, conflicts: [] });
        expect(mergeContent({ base, mine: changed, theirs: changed }).conflicts).toEqual([]);
      }),
    );
  });
});

test('same ignores the order of keys and sees every difference of values', () => {
  expect(same({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same([], {})).toBe(false);
});
