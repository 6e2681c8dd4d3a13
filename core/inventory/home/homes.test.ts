import { beforeEach, describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { mergeLines } from '#adapters/text/text-merge.ts';
import type { InventoryHome } from '#contract/inventory/home.ts';
import { fault, isFault } from '#core/fault.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { applyMerge, mergeDraft } from '#core/inventory/versions/merge-draft.ts';
import { writeInventory } from '#core/inventory/versions/versions.ts';
import { createPlatform, removePlatform } from '#core/platform/platforms.ts';
import type { GitPlace } from '#core/ports/git.ts';
import { homeTokenName } from '#core/ports/secrets.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { createHomes } from './homes.ts';
import { standingOf } from './standing.ts';

/** Files and repositories as a person would see them. */
function outside() {
  const files = new Map<string, string>();
  const commits: { readonly text: string; readonly author: string; readonly message: string }[] = [];
  const watched = new Map<string, () => void>();
  const places: GitPlace[] = [];
  const away = { is: false };
  const reach = () => {
    if (away.is) throw fault('HOME_UNREACHABLE', { home: 'x', reason: 'It is away.' });
  };
  return {
    files,
    commits,
    places,
    watched,
    away,
    ports: {
      files: {
        async read(path: string, _signal?: AbortSignal): Promise<string | null> {
          reach();
          return files.get(path) ?? null;
        },
        async write(path: string, { text, expected }: { text: string; expected: string | null }) {
          reach();
          if ((files.get(path) ?? null) !== expected) throw fault('HOME_DIVERGED', { home: path });
          files.set(path, text);
        },
        watch(path: string, changed: () => void) {
          watched.set(path, changed);
          return { close: () => void watched.delete(path) };
        },
      },
      git: {
        async look(place: GitPlace) {
          places.push(place);
          reach();
          return { text: commits.at(-1)?.text ?? null, commit: commits.length === 0 ? '' : `c${commits.length}` };
        },
        async push(_: GitPlace, { text, author, message, after }: { text: string; author: string; message: string; after: string }) {
          reach();
          if (after !== (commits.length === 0 ? '' : `c${commits.length}`)) throw fault('HOME_DIVERGED', { home: 'x' });
          commits.push({ text, author, message });
          return `c${commits.length}`;
        },
        forget: async () => {},
      },
    },
  };
}

async function house() {
  const store = memoryStore();
  const world = outside();
  const log = sketchLog();
  let made = 0;
  let now = 1000;
  // As the engine does: whatever is stored is told on.
  const platforms: PlatformStore = {
    ...store.platforms,
    async update(platform, expected, document) {
      const stored = await store.platforms.update(platform, expected, document);
      if (stored) told = homes.noticed(platform.id, document);
      return stored;
    },
    async remove(platformId) {
      const removed = await store.platforms.remove(platformId);
      told = homes.noticed(platformId);
      return removed;
    },
  };
  let told: Promise<void> = Promise.resolve();
  const deps = {
    platforms,
    homes: store.homes,
    drafts: store.drafts,
    runs: store.runs,
    secrets: memorySecrets(),
    yaml,
    clock: { now: () => now },
    ids: { id: () => `id${(made += 1)}` },
    log,
    openLinter: async () => ({ look: () => [], refresh: async () => {} }),
    ...world.ports,
  };
  const homes = createHomes(deps);
  const drafts = createDrafts(deps);
  const platform = await createPlatform(deps, { name: 'Home', core: [] });
  const merging = { ...deps, drafts, home: homes.texts, homeMerged: homes.merged, mergeLines, hash: (text: string) => text };
  const platformId = platform.id;
  const saved = async () => (await store.platforms.document(platformId))?.text ?? '';
  return {
    ...world,
    deps,
    homes,
    drafts,
    merging,
    platformId,
    log,
    later: () => (now += 1000),
    saved,
    /** Saves the inventory with one place of its text replaced, and waits until everybody has heard of it. */
    async save(from: string, to: string) {
      const { text, version } = (await store.platforms.document(platformId)) ?? { text: '', version: { revision: 0 } };
      expect(text).toContain(from);
      const wish = { platformId, text: text.replace(from, to), expectedRevision: version.revision, author: 'window', message: 'changed' };
      await writeInventory(deps, wish);
      await told;
    },
    told: () => told,
  };
}

const { signal } = new AbortController();
const file: InventoryHome = { kind: 'file', path: '/home/anna/home.yaml' };
const git: InventoryHome = { kind: 'git', remote: 'https://git.example/x.git', branch: 'main', path: 'hearth.yaml', user: '' };
let h: Awaited<ReturnType<typeof house>>;
beforeEach(async () => {
  h = await house();
});
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (isFault(error) ? error.view.code : String(error)),
  );
const state = async () => (await h.homes.get(h.platformId))?.state;
const check = () => h.homes.check(h.platformId, signal);
const push = (message = '') => h.homes.push({ platformId: h.platformId, message }, signal);
const pull = () => h.homes.pull(h.platformId, signal);
const set = (home: InventoryHome, token?: string) => h.homes.set({ platformId: h.platformId, home, token }, signal);

it.each([
  ['same', { common: null, saved: 'a', there: 'a' }],
  ['same', { common: 'b', saved: 'a', there: 'a' }],
  ['ahead', { common: 'a', saved: 'b', there: 'a' }],
  ['behind', { common: 'a', saved: 'a', there: 'b' }],
  ['diverged', { common: 'a', saved: 'b', there: 'c' }],
  ['diverged', { common: null, saved: 'a', there: 'b' }],
  ['absent', { common: 'a', saved: 'a', there: null }],
  ['absent', { common: null, saved: 'a', there: null }],
] as const)('stands %s', (standing, texts) => {
  expect(standingOf(texts)).toBe(standing);
});

describe('a file', () => {
  it('that is not there yet is made by a push, and from then on written with every save', async () => {
    expect(await set(file)).toMatchObject({ state: 'absent', checkedAt: 1000, sameAt: null });
    await h.save('name: Home', 'name: Attic');
    expect(h.files.size).toBe(0);
    expect(await push()).toMatchObject({ state: 'same', sameAt: 1000 });
    h.later();
    await h.save('name: Attic', 'name: Cellar');
    expect(h.files.get(file.path)).toBe(await h.saved());
    expect(await h.homes.get(h.platformId)).toMatchObject({ state: 'same', sameAt: 2000 });
  });

  it('that was changed is announced, taken over only on request, and never written over', async () => {
    await set(file);
    await push();
    await h.homes.watch();
    const changed = (await h.saved()).replace('name: Home', 'name: Editor');
    h.files.set(file.path, changed);
    h.watched.get(file.path)?.();
    await expect.poll(state).toBe('behind');
    expect(await h.saved()).toContain('name: Home');
    expect(await code(push())).toBe('HOME_DIVERGED');
    const { platform, home } = await pull();
    expect([platform.name, home.state]).toEqual(['Editor', 'same']);
    const newest = await h.deps.platforms.document(h.platformId);
    expect(newest).toMatchObject({ text: changed, version: { author: '/home/anna/home.yaml' } });

    // Changed by both between two looks: the save stays here, the file as it is.
    h.files.set(file.path, changed.replace('Editor', 'Other'));
    await h.save('name: Editor', 'name: Window');
    expect(h.files.get(file.path)).toContain('name: Other');
    expect(await state()).toBe('diverged');
    expect(await code(pull())).toBe('HOME_DIVERGED');
    expect(await code(push())).toBe('HOME_DIVERGED');
    expect(await h.saved()).toContain('name: Window');
  });

  it('that cannot be reached keeps what was last known of it', async () => {
    await set(file);
    await push();
    h.files.set(file.path, 'name: Other\n');
    await check();
    h.away.is = true;
    h.later();
    expect(await check()).toMatchObject({ state: 'unreachable', known: 'behind', checkedAt: 1000, fault: { code: 'HOME_UNREACHABLE' } });
    expect(await code(push())).toBe('HOME_UNREACHABLE');
    expect(await code(pull())).toBe('HOME_UNREACHABLE');
    // Saving is not held up by it.
    await h.save('name: Home', 'name: Attic');
    expect(await h.saved()).toContain('Attic');
    h.away.is = false;
    expect(await check()).toMatchObject({ state: 'diverged', fault: null });
    expect(h.log.lines).toEqual([]);
  });

  it('that was changed while nobody looked is found, and one that missed the last save is written, when the engine opens again', async () => {
    await set(file);
    await push();
    await h.homes.close();
    await h.save('name: Home', 'name: Attic');
    expect(h.files.get(file.path)).toContain('name: Home');
    const next = createHomes(h.deps);
    await next.watch();
    await expect.poll(() => h.files.get(file.path)).toBe(await h.saved());
    await next.close();

    h.files.set(file.path, (await h.saved()).replace('name: Attic', 'name: Editor'));
    const third = createHomes(h.deps);
    await third.watch();
    await expect.poll(state).toBe('behind');
    expect(h.files.get(file.path)).toContain('name: Editor');
    expect(h.log.lines).toEqual([]);
  });

  it('that is being read is called off when the engine closes', async () => {
    await set(file);
    const begun = Promise.withResolvers<void>();
    h.deps.files.read = (_: string, given?: AbortSignal) =>
      new Promise((_resolve, reject) => {
        given?.addEventListener('abort', () => reject(new Error('called off')));
        begun.resolve();
      });
    const reading = code(check());
    await begun.promise;
    await h.homes.close();
    expect(await reading).toBe('Error: called off');
    expect(h.log.lines).toEqual([]);
  });

  it('that can be no inventory is not taken over', async () => {
    await set(file);
    await push();
    h.files.set(file.path, 'name: [not, closed\n');
    expect(await code(pull())).toBe('INVENTORY_UNFIT');
    expect(await h.saved()).toContain('name: Home');
    expect(await state()).toBe('behind');
    for (const cutShort of ['', '# What this platform is to be.\n']) {
      h.files.set(file.path, cutShort);
      expect(await code(pull())).toBe('INVENTORY_UNFIT');
      expect(await h.saved()).toContain('name: Home');
    }
  });

  it('is forgotten and left as it is, by request and with its platform', async () => {
    await set(file);
    await push();
    expect(await h.homes.forget(h.platformId)).toEqual({ forgotten: true });
    expect(await h.homes.get(h.platformId)).toBe(null);
    expect(h.files.size).toBe(1);
    expect(h.watched.size).toBe(0);
    await set(git, 'tok');
    await removePlatform(h.deps, h.platformId);
    await h.told();
    expect(await h.deps.homes.list()).toEqual([]);
    expect(await h.deps.secrets.get(homeTokenName(h.platformId))).toBe(null);
  });
});

describe('a place that another platform has', () => {
  it.each<InventoryHome>([file, { kind: 'file', path: '/home//anna/./x/../home.yaml' }, git])(
    'is refused with the name of that platform, until it is given up there',
    async (place) => {
      const { id } = await createPlatform(h.deps, { name: 'Attic', core: [] });
      await h.homes.set({ platformId: id, home: place.kind === 'file' ? file : git }, signal);
      const before = await h.homes.get(h.platformId);
      await expect(set(place)).rejects.toMatchObject({
        view: { code: 'HOME_REFUSED', why: 'It is the second home of the platform Attic already.' },
      });
      expect(await h.homes.get(h.platformId)).toEqual(before);
      // Its own may be entered again.
      expect(await code(h.homes.set({ platformId: id, home: place }, signal))).toBe('ok');
      await h.homes.forget(id);
      expect(await code(set(place))).toBe('ok');
    },
  );
});

describe('a repository', () => {
  it('is written on request only, with the author and message of the version', async () => {
    await set(git);
    await push('first');
    await h.save('name: Home', 'name: Attic');
    expect(await state()).toBe('ahead');
    expect(h.commits.map(({ message }) => message)).toEqual(['first']);
    expect(await push()).toMatchObject({ state: 'same', commit: 'c2' });
    expect(h.commits.at(-1)).toMatchObject({ author: 'window', message: 'changed', text: await h.saved() });
    expect(await code(pull())).toBe('ok');
  });

  it('is looked at as one that held something once it did, and not before', async () => {
    await set(git);
    expect(h.places.at(-1)?.held).toBe(false);
    await push();
    await check();
    expect(h.places.at(-1)?.held).toBe(true);
    await set({ ...git, remote: 'https://git.example/other.git' });
    expect(h.places.at(-1)?.held).toBe(false);
  });

  it('keeps its token for its server, and one in the address is taken out of it', async () => {
    const token = async () => (await h.deps.secrets.get(homeTokenName(h.platformId)))?.reveal();
    const shown = await set({ ...git, remote: 'https://anna:s%40crt@git.example/x.git' });
    expect(shown).toMatchObject({ home: { remote: 'https://git.example/x.git', user: 'anna' }, hasToken: true });
    expect(JSON.stringify(await h.deps.homes.list())).not.toContain('crt');
    expect(await token()).toBe('s@crt');
    await set({ ...git, branch: 'other' });
    expect(await token()).toBe('s@crt');
    expect(h.places.at(-1)?.token?.reveal()).toBe('s@crt');
    await set({ ...git, remote: 'https://other.example/x.git' });
    expect(await token()).toBe(undefined);
    await set(git, 'new');
    expect(await token()).toBe('new');
    expect((await set(git, '')).hasToken).toBe(false);
  });
});

describe('merging', () => {
  async function diverged() {
    await set(git);
    await push();
    h.commits.push({ text: (await h.saved()).replace('adminUser: admin', 'adminUser: root'), author: 'anna', message: 'theirs' });
    await h.save('name: Home', 'name: Attic');
    expect((await check()).state).toBe('diverged');
    const { summary } = await h.drafts.open({ platformId: h.platformId, name: 'draft' });
    return { platformId: h.platformId, draftId: summary.id };
  }
  const merge = async (one: { platformId: string; draftId: string }) => {
    const { mergeId, conflicts } = await mergeDraft(h.merging, { ...one, source: 'home' });
    expect(conflicts).toBe(0);
    await applyMerge(h.merging, { ...one, source: 'home', mergeId, resolutions: [] });
  };
  const save = async (one: { platformId: string; draftId: string }) => {
    await h.drafts.save({ ...one, message: '', author: 'window' });
    await h.told();
  };

  it('in a draft and saving it lets both be written there', async () => {
    const one = await diverged();
    await merge(one);
    expect(await state()).toBe('diverged');
    await save(one);
    expect(await h.saved()).toMatch(/name: Attic[^]*adminUser: root/);
    expect(await state()).toBe('ahead');
    await push();
    expect(h.commits.at(-1)?.text).toBe(await h.saved());
  });

  it('that was taken back, or thrown away, counts for nothing', async () => {
    const one = await diverged();
    await merge(one);
    await h.drafts.undo(one);
    const { seq, text } = await h.drafts.get(one);
    await h.drafts.edit({ ...one, seq, edits: [{ from: text.length, to: text.length, insert: '# more\n' }], label: 'typing' });
    await save(one);
    expect(await state()).toBe('diverged');
    expect(await code(push())).toBe('HOME_DIVERGED');
  });

  it('of what has changed there once more meanwhile leaves the rest to be merged', async () => {
    const one = await diverged();
    await merge(one);
    h.commits.push({ text: `${h.commits.at(-1)?.text ?? ''}# newer\n`, author: 'anna', message: 'again' });
    await save(one);
    expect((await check()).state).toBe('diverged');
    expect(await code(push())).toBe('HOME_DIVERGED');
    await merge(one);
    await save(one);
    await push();
    expect(h.commits.at(-1)?.text).toMatch(/name: Attic[^]*adminUser: root[^]*# newer/);
  });
});
