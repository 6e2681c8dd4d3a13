import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Document, isMap, parse, parseDocument } from 'yaml';
import { yaml } from '#adapters/inventory/yaml.ts';
import { mergeLines } from '#adapters/text/text-merge.ts';
import type { Resolution } from '#contract/inventory/versions.ts';
import { mergeIdOf, planMerge, resolveMerge } from './plan-merge.ts';

const tools = { mergeLines, yaml };
const plan = (base: string, mine: string, theirs: string) => planMerge({ base, mine, theirs }, tools);
/** The merged text, where there is nothing to decide. */
function merged(base: string, mine: string, theirs: string): string {
  const planned = plan(base, mine, theirs);
  expect(planned.regions.filter(({ kind }) => kind === 'conflict')).toEqual([]);
  return resolveMerge(planned, []);
}
const conflictsOf = (base: string, mine: string, theirs: string) =>
  plan(base, mine, theirs).regions.flatMap((region) => (region.kind === 'conflict' ? [region] : []));

const base = `# What this platform is to be.
hearth: 1
name: Home
settings:
  domain: home.lan
  adminUser: admin
components:
  - cert-manager

# machines
nodes:
  node1:
    address: 10.0.0.1
    role: control
    labels: {disk: ssd}
  # the old laptop
  node2:
    address: 10.0.0.2
    role: worker
`;
const edit = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, base);

describe('changes of different entries', () => {
  test('of keys that stand side by side', () => {
    const mine = edit(['home.lan', 'mine.lan']);
    const theirs = edit(['adminUser: admin', 'adminUser: root']);
    expect(merged(base, mine, theirs)).toBe(edit(['home.lan', 'mine.lan'], ['adminUser: admin', 'adminUser: root']));
  });

  test('of nodes that stand side by side, with a comment between them', () => {
    const mine = edit(['role: control', 'role: worker'], ['{disk: ssd}', '{disk: hdd}']);
    const theirs = edit(['# the old laptop', '# the new laptop'], ['10.0.0.2', '10.0.0.20']);
    expect(merged(base, mine, theirs)).toBe(
      edit(
        ['role: control', 'role: worker'],
        ['{disk: ssd}', '{disk: hdd}'],
        ['# the old laptop', '# the new laptop'],
        ['10.0.0.2', '10.0.0.20'],
      ),
    );
  });

  test('different nodes that both have added at the same place', () => {
    const mine = `${base}  node3:\n    address: 10.0.0.3\n    role: worker\n`;
    const theirs = `${base}  # rented\n  node4:\n    address: 10.0.0.4\n    role: worker\n`;
    expect(merged(base, mine, theirs)).toBe(`${mine}  # rented\n  node4:\n    address: 10.0.0.4\n    role: worker\n`);
  });

  test('the first nodes of an inventory that had none', () => {
    for (const empty of ['nodes: {}\n', 'nodes:\n', 'name: a\n', '']) {
      const kept = empty.startsWith('nodes') ? '' : empty;
      const text = merged(empty, `${kept}nodes:\n  a:\n    port: 1\n`, `${kept}nodes:\n  b:\n    port: 2\n`);
      expect(parse(text)).toMatchObject({ nodes: { a: { port: 1 }, b: { port: 2 } } });
    }
  });

  test('all nodes but the new one removed on one side', () => {
    const before = 'nodes:\n  a:\n    port: 1\n';
    expect(parse(merged(before, 'nodes: {}\n', `${before}  b:\n    port: 2\n`))).toEqual({ nodes: { b: { port: 2 } } });
  });

  test('of a map in braces, and of lists whose order means nothing', () => {
    const mine = edit(['{disk: ssd}', '{disk: ssd, zone: attic}'], ['  - cert-manager', '  - cert-manager\n  - harbor']);
    const theirs = edit(['{disk: ssd}', '{gpu: yes, disk: ssd}'], ['  - cert-manager', '  - cert-manager\n  - gitea']);
    const both = merged(base, mine, theirs);
    expect(both).toContain('labels: {gpu: yes, disk: ssd, zone: attic}');
    expect(parse(both)).toMatchObject({ components: ['cert-manager', 'harbor', 'gitea'] });
  });

  test('one side sorts the nodes, the other changes one', () => {
    const sorted = 'nodes:\n  # last\n  a: {port: 1}\n  z: {port: 26}\n';
    const before = 'nodes:\n  z: {port: 26}\n  # last\n  a: {port: 1}\n';
    expect(merged(before, sorted, before.replace('26', '22'))).toBe(sorted.replace('26', '22'));
  });

  test('a comment above what the other side removes stays', () => {
    const mine = edit(['  # the old laptop\n', '  # the old laptop\n  # belongs to Anna\n']);
    const theirs = base.slice(0, base.indexOf('  # the old laptop'));
    const both = merged(base, mine, theirs);
    expect(both).toContain('belongs to Anna');
    expect(both).not.toContain('node2');
  });

  test('a script of several lines is merged as a text', () => {
    const before = 'variables:\n  script: |\n    one\n    two\n    three\n    four\n    five\n';
    expect(merged(before, before.replace('one', 'ONE'), before.replace('five', 'FIVE'))).toBe(
      before.replace('one', 'ONE').replace('five', 'FIVE'),
    );
  });
});

describe('what is no conflict', () => {
  test('the same change on both sides', () => {
    const both = edit(['home.lan', 'new.lan']);
    expect(merged(base, both, both)).toBe(both);
    const mine = both.replace('Home', 'Attic');
    expect(merged(base, mine, both)).toBe(mine);
  });

  test('line breaks of Windows, and a break at the end', () => {
    const windows = base.replaceAll('\n', '\r\n');
    const theirs = edit(['home.lan', 'new.lan']);
    expect(merged(base, windows, theirs)).toBe(theirs.replaceAll('\n', '\r\n'));
    expect(merged(base, theirs, windows)).toBe(theirs.replaceAll('\n', '\r\n'));
    expect(merged(base, base.trimEnd(), theirs)).toBe(theirs.trimEnd());
    expect(merged(base.trimEnd(), base.trimEnd(), theirs)).toBe(theirs);
  });
});

test('of thousands of conflicts each is found by the looks of its lines', () => {
  const text = (value: string) => Array.from({ length: 3000 }, (_, index) => `key_${index}: ${value}${index}\n`).join('');
  let parsed = 0;
  const counting = { parse: (one: string) => ((parsed += 1), yaml.parse(one)) };
  const { conflicts } = planMerge({ base: text('a'), mine: text('b'), theirs: text('c') }, { mergeLines, yaml: counting });
  expect(conflicts).toBe(3000);
  expect(parsed).toBeLessThan(10);
});

describe('conflicts', () => {
  test('one value changed differently is one conflict of that line, answered in three ways', () => {
    const [mine, theirs] = [edit(['home.lan', 'mine.lan']), edit(['home.lan', 'theirs.lan'], ['10.0.0.2', '10.0.0.22'])];
    const planned = plan(base, mine, theirs);
    expect(conflictsOf(base, mine, theirs)).toEqual([
      { kind: 'conflict', id: 0, base: ['  domain: home.lan'], mine: ['  domain: mine.lan'], theirs: ['  domain: theirs.lan'] },
    ]);
    const taking = (take: Resolution['take']) => resolveMerge(planned, [{ conflict: 0, take }]);
    expect(taking({ kind: 'mine' })).toBe(mine.replace('10.0.0.2', '10.0.0.22'));
    expect(taking({ kind: 'theirs' })).toBe(theirs);
    expect(taking({ kind: 'text', lines: ['  domain: ours.lan'] })).toContain('domain: ours.lan\n  adminUser');
  });

  test('a node removed on one side and changed on the other', () => {
    const removed = base.slice(0, base.indexOf('  # the old laptop'));
    const [conflict] = conflictsOf(base, removed, edit(['10.0.0.2', '10.0.0.22']));
    expect(conflict?.mine).toEqual([]);
    expect(conflict?.theirs).toContain('    address: 10.0.0.22');
  });

  test('one node added on both sides, differing in one line', () => {
    const node = (address: string) => `${base}  node3:\n    address: ${address}\n    role: worker\n`;
    const found = conflictsOf(base, node('10.0.0.3'), node('10.0.0.33'));
    expect(found.map(({ mine, theirs }) => [mine, theirs])).toEqual([[['    address: 10.0.0.3'], ['    address: 10.0.0.33']]]);
  });

  test('a list whose order means something', () => {
    const list = (...items: readonly string[]) => `variables:\n  dns:\n${items.map((item) => `    - ${item}\n`).join('')}`;
    expect(conflictsOf(list('a'), list('a', 'b'), list('a', 'c'))).toHaveLength(1);
  });

  test('a key that both have put at different places of a text that cannot be read entry by entry', () => {
    const before = '? odd\n: 1\na: 1\nb: 2\nc: 3\nd: 4\n';
    const found = conflictsOf(before, before.replace('a: 1', 'a: 1\nnew: 5'), before.replace('c: 3', 'c: 3\nnew: 6'));
    expect(found).toHaveLength(1);
    expect(found[0]?.mine).toContain('new: 5');
    expect(found[0]?.theirs).toContain('new: 6');
  });

  test('an answer too few, too many or unknown is refused', () => {
    const planned = plan(base, edit(['home.lan', 'mine.lan']), edit(['home.lan', 'theirs.lan']));
    const mine: Resolution = { conflict: 0, take: { kind: 'mine' } };
    expect(() => resolveMerge(planned, [])).toThrow('has no answer');
    expect(() => resolveMerge(planned, [mine, mine])).toThrow('two answers');
    expect(() => resolveMerge(planned, [mine, { ...mine, conflict: 7 }])).toThrow('no conflict 7');
  });
});

test('the id names exactly these three texts', () => {
  const id = (a: string, b: string, c: string) => mergeIdOf({ base: a, mine: b, theirs: c }, (text) => text);
  expect(id('a', 'b', 'c')).toBe(id('a', 'b', 'c'));
  expect(new Set([id('ab', '', 'c'), id('a', 'b', 'c'), id('a', 'c', 'b'), id('', 'ab', 'c')]).size).toBe(4);
});

test('a thousand nodes are merged, also where nothing can be read', () => {
  const nodes = Array.from(
    { length: 1000 },
    (_, index) => `  n${index}:\n    address: 10.0.0.${index}\n${'    role: worker\n    port: 22\n'.repeat(1)}`,
  );
  const large = `nodes:\n${nodes.join('')}`;
  const both = merged(large, large.replace('10.0.0.7\n', '10.0.1.7\n'), large.replace('10.0.0.8\n', '10.0.1.8\n'));
  expect(both).toBe(large.replace('10.0.0.7\n', '10.0.1.7\n').replace('10.0.0.8\n', '10.0.1.8\n'));
  const same = '- same\n'.repeat(5000);
  expect(plan(same, `- mine\n${same}- mine\n`, same.slice(7)).conflicts).toBeLessThan(2);
});

// Random inventories, and random changes of them.
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'x-1', 'http://y');
const scalar = fc.oneof(
  fc.integer({ min: 0, max: 99 }),
  fc.constantFrom('one', 'two: three', '# no comment', '- x', '', 'yes', 'a\nb\n', '{{ x }}'),
);
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(name, scalar, { maxKeys: 3 }));
const map = fc.dictionary(name, value, { maxKeys: 5 });
const inventory = fc.record({
  hearth: fc.constant(1),
  settings: map,
  variables: map,
  nodes: fc.dictionary(name, fc.record({ port: fc.integer({ min: 1, max: 99 }), labels: map, variables: map }), { minKeys: 1, maxKeys: 6 }),
});

interface Change {
  readonly path: readonly string[];
  /** Undefined removes it. */
  readonly to: unknown;
}
const change: fc.Arbitrary<Change> = fc.record({
  path: fc.oneof(
    fc.tuple(fc.constantFrom('settings', 'variables'), name),
    fc.tuple(fc.constant('nodes'), name),
    fc.tuple(fc.constant('nodes'), name, fc.constantFrom('port', 'note')),
    fc.tuple(fc.constant('nodes'), name, fc.constantFrom('labels', 'variables'), name),
  ),
  to: fc.oneof(fc.constant(undefined), value),
});
const touches = ({ path: a }: Change, { path: b }: Change) => a.slice(0, b.length).join('\0') === b.slice(0, a.length).join('\0');

function applied(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text);
  for (const { path, to } of changes) {
    // Below a node that is not there, nothing is changed: it would be another change of that node.
    if (!isMap(document.getIn(path.slice(0, -1)))) continue;
    if (to === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(to));
  }
  return document.toString({ lineWidth: 0 });
}
const written = (data: unknown, comments: readonly string[]) => {
  const document = new Document(data);
  document.commentBefore = comments.map((comment) => ` ${comment}`).join('\n') || null;
  return document.toString({ lineWidth: 0 });
};
/** Empty maps and nothing are one. */
const plain = (text: string): unknown =>
  parse(text, (_, found: unknown) =>
    typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).filter(([, each]) => each !== null && JSON.stringify(each) !== '{}'))
      : found,
  );

describe('whatever the inventory', () => {
  const texts = fc
    .tuple(inventory, fc.array(fc.constantFrom('old', 'a: b'), { maxLength: 2 }))
    .map(([data, comments]) => written(data, comments));
  const edited = fc.tuple(texts, fc.array(change, { maxLength: 5 }), fc.array(change, { maxLength: 5 }));

  test('a side that changed nothing adds nothing', () => {
    fc.assert(
      fc.property(edited, ([text, changes]) => {
        const mine = applied(text, changes);
        expect(merged(text, mine, text)).toBe(mine);
        expect(merged(text, text, mine)).toBe(mine);
        expect(merged(text, mine, mine)).toBe(mine);
      }),
      { numRuns: 60 },
    );
  });

  test('changes of different entries make the inventory with both', () => {
    fc.assert(
      fc.property(edited, ([text, ours, others]) => {
        const theirs = others.filter((other) => !ours.some((own) => touches(own, other)));
        const [a, b] = [applied(text, ours), applied(text, theirs)];
        expect(plain(merged(text, a, b))).toEqual(plain(applied(a, theirs)));
        expect(plain(merged(text, b, a))).toEqual(plain(applied(a, theirs)));
      }),
      { numRuns: 60 },
    );
  });

  test('both ways round there are the same conflicts, and answering them with one side gives the same', () => {
    fc.assert(
      fc.property(edited, ([text, ours, others]) => {
        const [a, b] = [applied(text, ours), applied(text, others)];
        const [one, other] = [plan(text, a, b), plan(text, b, a)];
        expect(other.conflicts).toBe(one.conflicts);
        const all = (kind: 'mine' | 'theirs') => Array.from({ length: one.conflicts }, (_, conflict) => ({ conflict, take: { kind } }));
        expect(plain(resolveMerge(one, all('mine')))).toEqual(plain(resolveMerge(other, all('theirs'))));
      }),
      { numRuns: 60 },
    );
  });

  test('no line that one side has written is lost without a conflict', () => {
    fc.assert(
      fc.property(edited, ([text, ours, others]) => {
        const sides = [applied(text, ours), applied(text, others)] as const;
        const { regions } = plan(text, ...sides);
        const shown = new Set(regions.flatMap((region) => (region.kind === 'conflict' ? region.mine.concat(region.theirs) : region.lines)));
        const known = new Set(text.split('\n'));
        for (const side of sides) {
          const missing = side.split('\n').filter((line) => !known.has(line) && !shown.has(line) && !/[{}]/.test(line));
          expect(missing).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('any three texts, readable or not, are merged into the lines of the three', () => {
    const lines = fc.array(fc.constantFrom('a: 1', 'a: 2', '  b: 1', '- x', ' - y', '# c', '', '\tq', 'k: |', '"', '{', 'a:'), {
      maxLength: 8,
    });
    const any = lines.map((each) => each.join('\n'));
    fc.assert(
      fc.property(any, any, any, (text, mine, theirs) => {
        const planned = plan(text, mine, theirs);
        const answers = (kind: 'mine' | 'theirs') =>
          Array.from({ length: planned.conflicts }, (_, conflict) => ({ conflict, take: { kind } }));
        for (const kind of ['mine', 'theirs'] as const) resolveMerge(planned, answers(kind));
        expect(resolveMerge(plan(text, mine, text), [])).toBe(mine);
        expect(resolveMerge(plan(text, text, theirs), [])).toBe(theirs);
      }),
      { numRuns: 300 },
    );
  });
});
