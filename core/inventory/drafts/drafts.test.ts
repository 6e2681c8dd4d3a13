import { beforeEach, describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { DraftEvent } from '#contract/inventory/drafts.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { amendNodes } from '#core/platform/amend.ts';
import { createPlatform, getPlatform, savePlatform } from '#core/platform/platforms.ts';
import { applyEdits } from '#core/inventory/document/edits.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { createDrafts, type DraftId as One, type Drafts } from './drafts.ts';
import { house, person, twoNodes } from './fixtures.ts';

let { store, deps, later } = house({ store: memoryStore(), secrets: memorySecrets(), yaml });
let drafts: Drafts;
let platform: Platform;
/** As after a start of the engine: nothing is in memory. */
const restart = () => (drafts = createDrafts(deps));
beforeEach(async () => {
  ({ store, deps, later } = house({ store: memoryStore(), secrets: memorySecrets(), yaml }));
  restart();
  platform = await twoNodes(deps);
});

const { begin, type, textOf } = person(
  () => drafts,
  () => platform.id,
);

describe('a draft', () => {
  it('begins with the saved inventory, and is the same one for everybody who opens it', async () => {
    const one = await begin();
    const saved = await store.platforms.document(platform.id);
    expect(await drafts.get(one)).toMatchObject({
      text: saved?.text,
      seq: 0,
      undo: null,
      redo: null,
      summary: { name: 'draft', baseRevision: 2, savedRevision: 2, changed: false },
    });
    expect(await begin()).toEqual(one);
    expect(await drafts.list(platform.id)).toMatchObject([{ id: one.draftId, changed: false }]);
  });

  it('branches off an earlier version under a name of its own', async () => {
    const branch = await drafts.open({ platformId: platform.id, name: 'old rack', fromRevision: 1 });
    expect(branch.data.nodes).toEqual([]);
    expect(branch.summary).toMatchObject({ baseRevision: 1, savedRevision: 2 });
    await begin();
    await expect(drafts.open({ platformId: platform.id, name: 'draft', fromRevision: 1 })).rejects.toMatchObject({
      view: { code: 'NOT_POSSIBLE_NOW' },
    });
    await expect(drafts.open({ platformId: platform.id, name: 'x', fromRevision: 7 })).rejects.toMatchObject({
      view: { code: 'NOT_FOUND' },
    });
  });

  it('is not reached by way of another platform', async () => {
    const one = await begin();
    const other = await createPlatform(deps, { name: 'Barn', core: [] });
    await expect(drafts.get({ ...one, platformId: other.id })).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
    await expect(drafts.get({ ...one, draftId: 'none' })).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
  });

  it('refuses edits that were meant for another text', async () => {
    const one = await begin();
    await type(one, '# mine\n');
    const stale = { ...one, seq: 0, edits: [{ from: 0, to: 0, insert: 'x' }], label: 'typing' };
    await expect(drafts.edit(stale)).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE', details: { yours: 0, stored: 1 } } });
    await expect(drafts.edit({ ...stale, seq: 1, edits: [{ from: 9_999_999, to: 9_999_999, insert: 'x' }] })).rejects.toMatchObject({
      view: { code: 'INPUT_INVALID', field: 'edits.0' },
    });
    expect((await drafts.get(one)).seq).toBe(1);
  });

  it('keeps nothing of a change that could not be stored', async () => {
    const one = await begin();
    const full = fault('DATA_NOT_WRITABLE', { path: '/data', reason: 'The disk is full.' });
    const before = await drafts.get(one);
    drafts = createDrafts({ ...deps, drafts: { ...store.drafts, append: () => Promise.reject(full) } });
    await expect(type(one, '# lost\n')).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE' } });
    expect(await drafts.get(one)).toEqual(before);
    restart();
    expect(await drafts.get(one)).toEqual(before);
  });

  it('answers a change with what it brought, and all that is wrong', async () => {
    const one = await begin();
    const { text, data } = await drafts.get(one);
    const changes = [
      { kind: 'set' as const, path: ['nodes', 'node2', 'role'], value: 'control' },
      { kind: 'set' as const, path: ['nodes', 'node3'], value: { address: '10.0.0.3', role: 'worker', user: 'ubuntu' } },
    ];
    const step = await drafts.change({ ...one, changes, label: 'table' });
    expect(step.data.nodes.map(({ name }) => name)).toEqual(['node2', 'node3']);
    expect(step.data).toEqual({ nodes: step.data.nodes, groups: [], nodeOrder: ['node1', 'node2', 'node3'] });
    expect(step.issues).toMatchObject([{ id: 'many' }]);
    expect(step).toMatchObject({ seq: 1, undo: 'table', summary: { changed: true } });
    const after = await drafts.get(one);
    expect(applyEdits(text, step.edits)).toBe(after.text);
    expect(after.data.nodes[0]).toEqual(data.nodes[0]);
  });

  it('is the same after a start of the engine, with all that can be taken back', async () => {
    const one = await begin();
    for (let count = 0; count < 450; count += 1) {
      await type(one, `# ${count}\n`);
      later(3000);
    }
    await drafts.undo(one);
    const before = await drafts.get(one);
    restart();
    expect(await drafts.get(one)).toEqual(before);
    for (let count = 0; count < 449; count += 1) await drafts.undo(one);
    expect(await textOf(one)).toBe((await store.platforms.document(platform.id))?.text);
    await expect(drafts.undo(one)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    await drafts.redo(one);
    expect(await textOf(one)).toMatch(/# 0\n$/);
  });

  it('takes back as one what was typed within two seconds, and a change of another kind alone', async () => {
    const one = await begin();
    const begun = await textOf(one);
    for (const letter of '# ab') {
      await type(one, letter);
      later(500);
    }
    await type(one, '\n', 'table');
    expect(await drafts.undo(one)).toMatchObject({ undo: 'typing', redo: 'table' });
    expect(await textOf(one)).toBe(`${begun}# ab`);
    expect(await drafts.undo(one)).toMatchObject({ undo: null, redo: 'typing' });
    expect(await textOf(one)).toBe(begun);
    await drafts.redo(one);
    await drafts.redo(one);
    expect(await textOf(one)).toBe(`${begun}# ab\n`);
  });

  it('that was thrown away is gone', async () => {
    const one = await begin();
    expect(await drafts.remove(one)).toEqual({ removed: true });
    await expect(drafts.get(one)).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
    expect(await begin()).not.toEqual(one);
  });
});

describe('saving a draft', () => {
  it('makes it the newest version, and the platform what it says', async () => {
    const one = await begin();
    await drafts.change({ ...one, changes: [{ kind: 'set', path: ['nodes', 'node2', 'user'], value: 'admin' }], label: 'table' });
    const { platform: saved, draft } = await drafts.save({ ...one, message: '', author: 'window' });
    expect(saved).toMatchObject({
      revision: 3,
      nodes: [
        { name: 'node1', user: 'ubuntu' },
        { id: 'n2', name: 'node2', user: 'admin' },
      ],
    });
    expect(await getPlatform(deps, platform.id)).toEqual(saved);
    const { versions } = await store.platforms.versions(platform.id, { limit: 1 });
    expect(versions).toMatchObject([{ revision: 3, author: 'window', changes: 1 }]);
    expect(versions[0]?.message).toContain('node2');
    expect(draft.summary).toMatchObject({ baseRevision: 3, savedRevision: 3, changed: false });
    restart();
    expect(await drafts.get(one)).toEqual(draft);
    await drafts.undo(one);
    expect((await drafts.get(one)).summary).toMatchObject({ baseRevision: 3, changed: true });
  });

  it('refuses what cannot be a platform, names the field, and leaves both as they were', async () => {
    const one = await begin();
    await drafts.change({ ...one, changes: [{ kind: 'set', path: ['nodes', 'node2', 'role'], value: 'queen' }], label: 'table' });
    const before = await drafts.get(one);
    await expect(drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject({
      view: { code: 'INVENTORY_UNFIT', field: 'nodes.node2.role' },
    });
    expect(await drafts.get(one)).toEqual(before);
    expect(await getPlatform(deps, platform.id)).toEqual(platform);
  });

  it('refuses to overwrite what somebody else saved meanwhile', async () => {
    const one = await begin();
    await type(one, '# mine\n');
    await savePlatform(deps, { platformId: platform.id, expectedRevision: 2, content: { ...platform, name: 'Barn' } });
    await expect(drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
    expect(await textOf(one)).toMatch(/# mine\n$/);
  });

  it('is not held up by what was only found out meanwhile', async () => {
    const one = await begin();
    await type(one, '# mine\n');
    const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
    await amendNodes(deps, platform.id, (node) => ({ ...node, hostKey }));
    const { platform: saved } = await drafts.save({ ...one, message: 'Note', author: 'window' });
    expect(saved).toMatchObject({ revision: 4, nodes: [{ hostKey }, { hostKey }] });
    const { versions } = await store.platforms.versions(platform.id, { limit: 10 });
    expect(versions.map(({ revision, message }) => [revision, message]).slice(0, 1)).toEqual([[4, 'Note']]);
    expect(versions.map(({ revision }) => revision)).toEqual([4, 2, 1]);
  });

  it('saves what was seen: what another window typed since is refused', async () => {
    const one = await begin();
    const { seq } = await type(one, '# mine\n');
    await type(one, '# half');
    await expect(drafts.save({ ...one, seq, message: '', author: 'window' })).rejects.toMatchObject({
      view: { code: 'CHANGED_MEANWHILE', details: { yours: 1, stored: 2 } },
    });
    expect((await drafts.save({ ...one, seq: 2, message: '', author: 'window' })).platform).toMatchObject({ revision: 3 });
  });

  it('of a text that is saved already makes no version', async () => {
    const one = await begin();
    expect((await drafts.save({ ...one, message: 'Again', author: 'window' })).platform).toEqual(platform);
  });
});

describe('when somebody saves elsewhere', () => {
  const saveName = async (name: string) => {
    const now = await getPlatform(deps, platform.id);
    await savePlatform(deps, { platformId: now.id, expectedRevision: now.revision, content: { ...now, name } });
  };

  it('an unchanged draft goes along, also one that was not open', async () => {
    const one = await begin();
    await saveName('Barn');
    restart();
    expect(await drafts.get(one)).toMatchObject({ data: { general: { name: 'Barn' } }, summary: { baseRevision: 3, changed: false } });
  });

  it('what it went along with is taken back with its base, so that it is not written over unseen', async () => {
    const one = await begin();
    await type(one, '# mine\n');
    await drafts.save({ ...one, message: '', author: 'window' });
    await saveName('Barn');
    restart();
    expect((await drafts.get(one)).summary).toMatchObject({ baseRevision: 4 });
    expect((await drafts.undo(one)).summary).toMatchObject({ baseRevision: 3, savedRevision: 4 });
    await drafts.undo(one);
    await expect(drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
  });

  it('a changed draft stays as it is, and says that there is a newer version', async () => {
    const one = await begin();
    await type(one, '# mine\n');
    await saveName('Barn');
    restart();
    expect(await drafts.get(one)).toMatchObject({
      data: { general: { name: 'Home' } },
      summary: { baseRevision: 2, savedRevision: 3, changed: true },
    });
    const merged = (await store.platforms.document(platform.id))?.text ?? '';
    await drafts.rewrite({ ...one, make: () => `${merged}# mine\n`, label: 'merge', mergedRevision: 3 });
    restart();
    expect((await drafts.get(one)).summary).toMatchObject({ baseRevision: 3, changed: true });
    expect((await drafts.save({ ...one, message: '', author: 'window' })).platform).toMatchObject({ name: 'Barn', revision: 4 });
  });

  describe('whose merge is taken back', () => {
    const merge = async (one: One) => {
      const saved = (await store.platforms.document(platform.id))?.text ?? '';
      await drafts.rewrite({ ...one, make: () => `${saved}# mine\n`, label: 'merge', mergedRevision: 3 });
    };
    it('has to be merged again before it writes over what was saved, also after a restart', async () => {
      const one = await begin();
      await type(one, '# mine\n');
      await saveName('Barn');
      await merge(one);
      restart();
      expect(await drafts.undo(one)).toMatchObject({ summary: { baseRevision: 2, savedRevision: 3, changed: true }, redo: 'merge' });
      await expect(drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
      restart();
      expect((await drafts.redo(one)).summary).toMatchObject({ baseRevision: 3 });
      expect((await drafts.save({ ...one, message: '', author: 'window' })).platform).toMatchObject({ name: 'Barn', revision: 4 });
    });

    it('goes back to its earlier base also where the journal begins with the redo', async () => {
      const one = await begin();
      await type(one, '# mine\n');
      await saveName('Barn');
      await merge(one);
      await drafts.undo(one);
      const { seq } = await drafts.redo(one);
      await store.drafts.snapshot(one.draftId, { text: await textOf(one), seq }, 1);
      restart();
      expect((await drafts.undo(one)).summary).toMatchObject({ baseRevision: 2, savedRevision: 3 });
      await expect(drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
      const undone = (await drafts.get(one)).seq;
      await store.drafts.snapshot(one.draftId, { text: await textOf(one), seq: undone }, 1);
      restart();
      expect((await drafts.redo(one)).summary).toMatchObject({ baseRevision: 3 });
    });

    it('stays with what it was saved as, when that was in between', async () => {
      const one = await begin();
      await type(one, '# mine\n');
      await saveName('Barn');
      await merge(one);
      await drafts.save({ ...one, message: '', author: 'window' });
      expect((await drafts.undo(one)).summary).toMatchObject({ baseRevision: 4, changed: true });
    });

    it('takes back the merge alone, not a second one made at once after it', async () => {
      const one = await begin();
      await type(one, '# mine\n');
      await saveName('Barn');
      await merge(one);
      await drafts.rewrite({ ...one, make: (text) => `${text}# more\n`, label: 'merge' });
      expect((await drafts.undo(one)).summary).toMatchObject({ baseRevision: 3 });
      expect((await drafts.undo(one)).summary).toMatchObject({ baseRevision: 2 });
    });
  });
});

describe('a value that was moved to the keychain', () => {
  const reference = { '!secret': 'github' };
  const write = (one: One) =>
    drafts.change({ ...one, changes: [{ kind: 'set', path: ['variables', 'github_token'], value: 'ghp_canary' }], label: 'table' });
  const move = (one: One) =>
    drafts.change({ ...one, changes: [{ kind: 'set', path: ['variables', 'github_token'], value: reference }], label: 'move' });
  const stored = async (one: One) => JSON.stringify(await store.drafts.get(one.draftId));
  /** A disk on which changes still have room, and a text written anew has not. */
  function fullDisk() {
    let isFull = true;
    const refused = () => Promise.reject(fault('DATA_NOT_WRITABLE', { path: '/data', reason: 'The disk is full.' }));
    const snapshot: typeof store.drafts.snapshot = (...all) => (isFull ? refused() : store.drafts.snapshot(...all));
    drafts = createDrafts({ ...deps, drafts: { ...store.drafts, snapshot } });
    return () => void (isFull = false);
  }

  it('is in no journal any more, and no undo brings it back', async () => {
    const one = await begin();
    await write(one);
    expect(await move(one)).toMatchObject({ undo: null, redo: null });
    expect(await stored(one)).not.toContain('ghp_canary');
    restart();
    expect(await drafts.get(one)).toMatchObject({ undo: null, data: { variables: { github_token: reference } } });
  });

  it('is gone once the disk has room again: when that is tried again', async () => {
    const makeRoom = fullDisk();
    const one = await begin();
    await write(one);
    await expect(move(one)).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE' } });
    expect(await drafts.get(one)).toMatchObject({ undo: null, data: { variables: { github_token: reference } } });
    await expect(move(one)).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE' } });
    makeRoom();
    expect(await move(one)).toMatchObject({ undo: null });
    expect(await stored(one)).not.toContain('ghp_canary');
  });

  it('is gone once the disk has room again: with what is typed next, which can be taken back', async () => {
    const makeRoom = fullDisk();
    const one = await begin();
    await write(one);
    await expect(move(one)).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE' } });
    await type(one, '# a\n');
    expect(await stored(one)).toContain('ghp_canary');
    makeRoom();
    await type(one, '# b\n', 'table');
    expect(await stored(one)).not.toContain('ghp_canary');
    const before = await drafts.get(one);
    restart();
    expect(await drafts.get(one)).toEqual(before);
    expect([await drafts.undo(one), await drafts.undo(one)]).toMatchObject([{ undo: 'typing' }, { undo: null }]);
  });
});

describe('windows on one draft', () => {
  /** Reads so many events, then goes. */
  async function events(one: One, count: number, meanwhile: () => Promise<unknown>): Promise<DraftEvent[]> {
    const end = new AbortController();
    const seen: DraftEvent[] = [];
    for await (const event of drafts.follow(one, end.signal)) {
      seen.push(event);
      if (seen.length === 1) await meanwhile();
      if (seen.length === count) end.abort();
    }
    return seen;
  }

  it('see each change of the other, and who is behind can put them together', async () => {
    const one = await begin();
    const seen = await events(one, 4, async () => {
      await type(one, '# a\n');
      await drafts.change({ ...one, changes: [{ kind: 'set', path: ['name'], value: 'Barn' }], label: 'table' });
      await drafts.undo(one);
    });
    expect(seen.map(({ kind }) => kind)).toEqual(['whole', 'step', 'step', 'step']);
    let text = seen[0]?.kind === 'whole' ? seen[0].draft.text : '';
    for (const event of seen) if (event.kind === 'step') text = applyEdits(text, event.step.edits);
    expect(text).toBe(await textOf(one));
  });

  it('are given the whole when they missed too much', async () => {
    const one = await begin();
    const seen = await events(one, 2, async () => {
      for (let count = 0; count < 100; count += 1) await type(one, `# ${count}\n`);
    });
    expect(seen[1]).toMatchObject({ kind: 'whole', draft: { seq: 100 } });
  });

  it('hear that it was saved, that somebody else saved, and that it was thrown away', async () => {
    const one = await begin();
    const seen = await events(one, 5, async () => {
      await type(one, '# a\n');
      await drafts.save({ ...one, message: '', author: 'window' });
      await type(one, '# b\n');
      const now = await getPlatform(deps, platform.id);
      await savePlatform(deps, { platformId: now.id, expectedRevision: now.revision, content: { ...now, name: 'Barn' } });
      drafts.noticed(now.id);
    });
    expect(seen.slice(1).map((event) => event.kind === 'step' && [event.step.seq, event.step.summary])).toMatchObject([
      [1, { changed: true }],
      [1, { changed: false, baseRevision: 3, savedRevision: 3 }],
      [2, { changed: true, savedRevision: 3 }],
      [2, { changed: true, baseRevision: 3, savedRevision: 4 }],
    ]);
    expect(await events(one, 9, () => drafts.remove(one))).toMatchObject([{ kind: 'whole' }, { kind: 'closed', reason: 'removed' }]);
  });

  it('hear that the platform is gone', async () => {
    const one = await begin();
    const seen = await events(one, 9, async () => {
      await store.platforms.remove(platform.id);
      drafts.noticed(platform.id);
    });
    expect(seen.at(-1)).toEqual({ kind: 'closed', reason: 'removed' });
  });
});
