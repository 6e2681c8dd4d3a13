// How much of drafts is kept, in memory and in the store, and how much is done for those that nobody looks at.
import { beforeEach, describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { Platform } from '#contract/platforms.ts';
import { savePlatform } from '#core/platform/platforms.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { createDrafts, type DraftId as One, type Drafts } from './drafts.ts';
import { house, manyNodes, person, twoNodes } from './fixtures.ts';

let { store, deps } = house({ store: memoryStore(), secrets: memorySecrets(), yaml });
let drafts: Drafts;
let platform: Platform;
/** As after a start of the engine: nothing is in memory. */
const restart = () => (drafts = createDrafts(deps));
beforeEach(async () => {
  ({ store, deps } = house({ store: memoryStore(), secrets: memorySecrets(), yaml }));
  restart();
  platform = await twoNodes(deps);
});

const { begin, type, textOf } = person(
  () => drafts,
  () => platform.id,
);

describe('what is kept of the changes', () => {
  it('is bounded by its size, in memory and in the store, and the newest change can always be taken back', async () => {
    const one = await begin();
    const begun = await textOf(one);
    const long = (letter: string) => `${begun}# ${letter.repeat(5_000_000)}\n`;
    for (const letter of 'abcdefghij') await drafts.rewrite({ ...one, label: letter, make: () => long(letter) });
    const entries = (await store.drafts.get(one.draftId))?.entries ?? [];
    const sizes = entries.flatMap(({ edits }) => edits.map(({ removed, insert }) => removed.length + insert.length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(40_000_000);
    expect(await drafts.undo(one)).toMatchObject({ redo: 'j' });
    expect((await textOf(one)).slice(begun.length, begun.length + 4)).toBe('# ii');
    const before = await drafts.get(one);
    restart();
    expect(await drafts.get(one)).toEqual(before);
  });

  it('is answered, and noted down, when only writing the text anew did not succeed', async () => {
    const log = sketchLog();
    const snapshot = () => Promise.reject(new TypeError('a defect'));
    drafts = createDrafts({ ...deps, log, drafts: { ...store.drafts, snapshot } });
    const one = await begin();
    for (let count = 1; count <= 201; count += 1) expect(await type(one, `# ${count}\n`)).toMatchObject({ seq: count });
    expect(log.lines.join()).toContain('a defect');
    const before = await drafts.get(one);
    restart();
    expect(await drafts.get(one)).toEqual(before);
  });

  it('is not taken back where it does not fit the text: nothing is written, and it is forgotten', async () => {
    const one = await begin();
    const { text } = await type(one, '# mine\n').then(() => drafts.get(one));
    // A journal whose beginning is missing may say so.
    const edits = [{ from: 3, removed: '', insert: 'never there' }];
    await store.drafts.append(one.draftId, { seq: 2, kind: 'edit', label: 'odd', at: 1, edits });
    await store.drafts.snapshot(one.draftId, { text, seq: 2 }, 5);
    restart();
    expect(await drafts.get(one)).toMatchObject({ undo: 'odd', text });
    await expect(drafts.undo(one)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    expect(await drafts.get(one)).toMatchObject({ undo: null, text });
    restart();
    expect(await drafts.get(one)).toMatchObject({ undo: null, text });
  });
});

describe('the list of drafts', () => {
  it('is told without opening those that nobody has open, as they would be', async () => {
    const typed = await begin('typed');
    await type(typed, '# mine\n');
    await begin('along');
    await drafts.open({ platformId: platform.id, name: 'old rack', fromRevision: 1 });
    await savePlatform(deps, { platformId: platform.id, expectedRevision: 2, content: { ...platform, name: 'Barn' } });
    let opened = 0;
    const counting = async () => {
      opened += 1;
      return deps.openLinter();
    };
    drafts = createDrafts({ ...deps, openLinter: counting });
    const told = await drafts.list(platform.id);
    expect(opened).toBe(0);
    expect(told).toMatchObject([
      { name: 'along', baseRevision: 3, savedRevision: 3, changed: false },
      { name: 'old rack', baseRevision: 1, savedRevision: 3, changed: false },
      { name: 'typed', baseRevision: 2, savedRevision: 3, changed: true },
    ]);
    for (const { id: draftId } of told) await drafts.get({ platformId: platform.id, draftId });
    expect(await drafts.list(platform.id)).toEqual(told);
  });

  it('leaves out one that was thrown away meanwhile, or cannot be read', async () => {
    await begin('a');
    const gone = await begin('b');
    const broken = await begin('c');
    const log = sketchLog();
    const get = async (draftId: string) => {
      if (draftId === broken.draftId) throw new SyntaxError('no JSON');
      return draftId === gone.draftId ? null : store.drafts.get(draftId);
    };
    drafts = createDrafts({ ...deps, log, drafts: { ...store.drafts, get } });
    expect(await drafts.list(platform.id)).toMatchObject([{ name: 'a' }]);
  });
});

describe('what goes on beside an open draft', () => {
  /** Each draft that was opened, and whether what goes on beside it has ended. */
  function watched() {
    const ends: AbortSignal[] = [];
    drafts = createDrafts({
      ...deps,
      openLinter: async (_, { end }) => {
        ends.push(end);
        return { look: manyNodes, refresh: async () => {} };
      },
    });
    return () => ends.map(({ aborted }) => aborted);
  }

  it('ends when it is let go, since others were used after it', async () => {
    const ended = watched();
    for (let count = 0; count < 9; count += 1) await begin(`draft ${count}`);
    expect(ended()).toEqual([true, ...Array.from({ length: 8 }, () => false)]);
  });

  it('ends when it is thrown away, and with the platform', async () => {
    const ended = watched();
    const one = await begin('one');
    await begin('other');
    await drafts.remove(one);
    expect(ended()).toEqual([true, false]);
    await store.platforms.remove(platform.id);
    drafts.noticed(platform.id);
    await drafts.close();
    expect(ended()).toEqual([true, true]);
  });

  it('ends with the engine', async () => {
    const ended = watched();
    await begin();
    await drafts.close();
    expect(ended()).toEqual([true]);
  });
});

describe('many drafts and many notices', () => {
  /** A linter that learns anew, and waits with it once the gate is shut. */
  function gate() {
    let learned = 0;
    let opened: Promise<void> = Promise.resolve();
    const refresh = async () => {
      learned += 1;
      await opened;
    };
    const shut = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      learned = 0;
      opened = promise;
      return resolve;
    };
    return { shut, openLinter: async () => ({ look: manyNodes, refresh }), learned: () => learned };
  }

  it('a draft that is being told of something is not opened a second time', async () => {
    const first = await begin('first');
    const others: One[] = [];
    for (let count = 0; count < 9; count += 1) others.push(await begin(`other ${count}`));
    const { shut, openLinter } = gate();
    drafts = createDrafts({ ...deps, openLinter });
    await drafts.get(first);
    const open = shut();
    await savePlatform(deps, { platformId: platform.id, expectedRevision: 2, content: { ...platform, name: 'Barn' } });
    drafts.noticed(platform.id);
    for (const other of others) await drafts.get(other);
    const typed = drafts.change({ ...first, changes: [{ kind: 'set', path: ['channel'], value: '1.31' }], label: 'table' });
    open();
    await expect(typed).resolves.toMatchObject({ seq: 2, summary: { baseRevision: 3, changed: true } });
    await drafts.close();
    expect(await drafts.get(first)).toMatchObject({ data: { general: { name: 'Barn', channel: '1.31' } } });
  });

  it('what is noticed while others wait to be looked at is looked at once with them', async () => {
    const one = await begin();
    const { shut, openLinter, learned } = gate();
    drafts = createDrafts({ ...deps, openLinter });
    await drafts.get(one);
    const open = shut();
    for (let count = 0; count < 50; count += 1) drafts.noticed(platform.id);
    open();
    await drafts.close();
    expect(learned()).toBe(1);
  });

  it('opening one learns only once what is not in the text', async () => {
    const one = await begin();
    const { openLinter, learned } = gate();
    drafts = createDrafts({ ...deps, openLinter });
    await drafts.get(one);
    expect(learned()).toBe(0);
  });
});
