import { describe, expect, test } from 'vitest';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { Draft, problemOf, textOf, type Kept } from './draft.ts';
import { node, stored } from './fixtures.ts';

class Conflict extends Error {}

/** The engine's side of saving: one stored platform, refused when the revision is old. */
function engine(first: Platform) {
  let now = first;
  let refuse: Error | null = null;
  const queue: (() => void)[] = [];
  const kept: (Kept | null)[] = [];
  return {
    kept,
    get now() {
      return now;
    },
    change: (part: Partial<Platform>) => {
      now = { ...now, ...part, revision: now.revision + 1 };
    },
    failWith: (error: Error | null) => {
      refuse = error;
    },
    ports: {
      async save(content: PlatformContent, expectedRevision: number) {
        if (refuse !== null) throw refuse;
        if (expectedRevision !== now.revision) throw new Conflict();
        now = { ...now, ...content, revision: now.revision + 1, savedAt: now.savedAt + 1 };
        return now;
      },
      load: async () => now,
      later(run: () => void) {
        queue.push(run);
        return () => void queue.splice(queue.indexOf(run), 1);
      },
      keep: (state: Kept | null) => void kept.push(state),
      isConflict: (error: unknown) => error instanceof Conflict,
    },
  };
}

describe('saving', () => {
  test('an edit is saved after the pause, several edits as one', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('name', 'A');
    draft.type('name', 'Attic');
    expect(draft.state.save.state).toBe('waiting');
    await draft.flush();
    expect(side.now.name).toBe('Attic');
    expect(side.now.revision).toBe(2);
    expect(draft.state.save.state).toBe('saved');
  });

  test('a text that breaks its rule stays, the stored value stays good, the message comes from the contract', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('settings.podCidr', '10.1.0.0/99');
    expect(textOf(draft.state, 'settings.podCidr')).toBe('10.1.0.0/99');
    expect(problemOf(draft.state, 'settings.podCidr')).toBe('Enter a range such as 10.1.0.0/16.');
    expect(await draft.flush()).toBe(true);
    expect(side.now.settings.podCidr).toBe('10.1.0.0/16');
    draft.type('settings.podCidr', '10.64.0.0/16');
    expect(problemOf(draft.state, 'settings.podCidr')).toBeNull();
    await draft.flush();
    expect(side.now.settings.podCidr).toBe('10.64.0.0/16');
  });

  test('a failed save keeps the text and goes through when tried again', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    side.failWith(new Error('away'));
    draft.type('name', 'Attic');
    expect(await draft.flush()).toBe(false);
    expect(draft.state.save.state).toBe('failed');
    expect(draft.state.content.name).toBe('Attic');
    side.failWith(null);
    expect(await draft.flush()).toBe(true);
    expect(side.now.name).toBe('Attic');
  });
});

describe('two hands on one platform', () => {
  test('what does not touch the same answer is joined and saved without a question', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('settings.domain', 'lab.lan');
    side.change({ name: 'Cellar' });
    expect(await draft.flush()).toBe(true);
    expect(side.now).toMatchObject({ name: 'Cellar', settings: { domain: 'lab.lan' } });
    expect(draft.state.content.name).toBe('Cellar');
  });

  test('the same answer on both sides is a conflict that names it and keeps the typed text', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('name', 'Attic');
    side.change({ name: 'Cellar' });
    expect(await draft.flush()).toBe(false);
    expect(draft.state.save).toMatchObject({ state: 'conflict', paths: ['name'] });
    expect(draft.state.content.name).toBe('Attic');
    await draft.overwrite();
    expect(side.now.name).toBe('Attic');
    expect(draft.state.save.state).toBe('saved');
  });

  test('theirs can be taken instead', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('name', 'Attic');
    side.change({ name: 'Cellar' });
    await draft.flush();
    draft.adopt();
    expect(draft.state.content.name).toBe('Cellar');
    expect(side.now.name).toBe('Cellar');
  });

  test('a key that the engine stored meanwhile arrives with a refresh; an answer overtaken by a newer one is ignored', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    const old = side.now;
    side.change({
      nodes: [node('n1', { role: 'control', hostKey: { algorithm: 'ed25519', fingerprint: 'SHA256:x', trustedAt: 1 } }), node('n2')],
    });
    await draft.refresh();
    expect(draft.state.content.nodes[0]?.hostKey?.fingerprint).toBe('SHA256:x');
    const late = new Draft(side.now, { ...side.ports, load: async () => old });
    await late.refresh();
    expect(late.state.content.nodes[0]?.hostKey?.fingerprint).toBe('SHA256:x');
  });
});

describe('a wizard that stays open', () => {
  test('takes in what was saved elsewhere', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    side.change({ name: 'Cellar' });
    await draft.keepUp();
    expect(draft.state).toMatchObject({ content: { name: 'Cellar' }, revision: 2, save: { state: 'saved' } });
  });

  test('leaves what is being typed alone, also when that began while it was looking', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('settings.domain', 'lab.lan');
    side.change({ name: 'Cellar' });
    await draft.keepUp();
    expect(draft.state).toMatchObject({ revision: 1, save: { state: 'waiting' } });
    await draft.flush();
    side.change({ name: 'Attic' });
    const looking = draft.keepUp();
    draft.type('name', 'Shed');
    await looking;
    expect(draft.state).toMatchObject({ content: { name: 'Shed' }, save: { state: 'waiting' } });
  });

  test('keeps a failure and a conflict in sight', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    side.failWith(new Error('away'));
    draft.type('name', 'Attic');
    await draft.flush();
    await draft.keepUp();
    expect(draft.state.save.state).toBe('failed');
    side.failWith(null);
    side.change({ name: 'Cellar' });
    await draft.flush();
    await draft.keepUp();
    expect(draft.state.save.state).toBe('conflict');
  });
});

describe('closing the window', () => {
  test('what was unsaved or half typed is kept, and is there again', async () => {
    const side = engine(stored());
    const draft = new Draft(side.now, side.ports);
    draft.type('name', 'Attic');
    draft.note('new.address', '10.0.');
    const kept = side.kept.at(-1) ?? null;
    const again = new Draft(side.now, side.ports, kept);
    expect(again.state.content.name).toBe('Attic');
    expect(textOf(again.state, 'new.address')).toBe('10.0.');
    await again.flush();
    expect(side.now.name).toBe('Attic');
    again.note('new.address', null);
    expect(side.kept.at(-1)).toBeNull();
  });
});

test('a machine that the engine keeps in the list comes back to its place, and the rest stays as it was typed', async () => {
  const side = engine(stored({ nodes: [node('n1'), node('n2'), node('n3')] }));
  const draft = new Draft(side.now, side.ports);
  const refused = new Error('It works in the cluster.');
  side.failWith(refused);
  draft.edit((content) => ({ ...content, nodes: content.nodes.filter(({ id }) => id !== 'n2') }));
  expect(await draft.flush()).toBe(false);
  side.failWith(null);
  await draft.keepMachine('n2');
  expect(draft.state.content.nodes.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
  expect([draft.state.save.state, side.now.revision]).toEqual(['saved', 1]);

  draft.type('nodes.n2.name', 'birch');
  draft.type('name', 'Attic');
  side.failWith(refused);
  expect(await draft.flush()).toBe(false);
  side.failWith(null);
  await draft.keepMachine('n2');
  expect([side.now.name, side.now.nodes[1]?.name]).toEqual(['Attic', node('n2').name]);
});
