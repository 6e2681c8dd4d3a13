// Second homes through the router, over a practice engine: a real file and a real git repository.
import { createRouterClient, type RouterClient } from '@orpc/server';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scope } from '#contract/base.ts';
import { router } from '#doors/router/index.ts';
import { openEngine, type Engine } from '#engine/compose.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-second-'));
const data = join(root, 'data');
const person = join(root, 'person');
const canary = 'canary-5d1f-token';
let engine: Engine;
let client: RouterClient<typeof router>;
let platformId = '';

beforeAll(async () => {
  mkdirSync(person);
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: data, restoreBackup: false });
  client = createRouterClient(router, { context: { engine: engine.ports, caller: { who: 'test', door: 'rest', scopes: scope.options } } });
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  platformId = (await client.platforms.create({ name: 'Home' })).id;
});

const state = async () => (await client.inventory.homes.get({ platformId }))?.state;
const saved = async () => (await client.inventory.versions.read({ platformId })).text;
async function save(from: string, to: string) {
  const { version, text } = await client.inventory.versions.read({ platformId });
  await client.inventory.versions.write({ platformId, text: text.replace(from, to), expectedRevision: version.revision });
}
const here = (home: Parameters<typeof client.inventory.homes.set>[0]['home'], token?: string) =>
  client.inventory.homes.set({ platformId, home, token });

test('a file goes along with saves, tells of an editor, and is merged in a draft', async () => {
  const path = join(person, 'home.yaml');
  expect(await here({ kind: 'file', path })).toMatchObject({ state: 'absent' });
  expect(await client.inventory.homes.push({ platformId })).toMatchObject({ state: 'same' });
  await save('name: Home', 'name: Attic');
  await expect.poll(() => readFileSync(path, 'utf8'), { timeout: 10_000 }).toContain('name: Attic');
  await expect.poll(state).toBe('same');

  // As editors do: a new file in the place of the old one.
  writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replace('adminUser: admin', 'adminUser: root'));
  renameSync(`${path}.new`, path);
  await expect.poll(state, { timeout: 10_000 }).toBe('behind');

  await save('name: Attic', 'name: Cellar');
  expect(await client.inventory.homes.check({ platformId })).toMatchObject({ state: 'diverged' });
  await expect(client.inventory.homes.push({ platformId })).rejects.toMatchObject({ code: 'HOME_DIVERGED' });
  await expect(client.inventory.homes.pull({ platformId })).rejects.toMatchObject({ code: 'HOME_DIVERGED' });

  const { summary } = await client.inventory.drafts.open({ platformId });
  const one = { platformId, draftId: summary.id, source: 'home' as const };
  const merge = await client.inventory.versions.merge(one);
  expect(merge.conflicts).toBe(0);
  await client.inventory.versions.applyMerge({ ...one, mergeId: merge.mergeId, resolutions: [] });
  await client.inventory.drafts.save({ platformId, draftId: summary.id });
  await expect.poll(() => readFileSync(path, 'utf8'), { timeout: 10_000 }).toMatch(/name: Cellar[^]*adminUser: root/);
  expect(readFileSync(path, 'utf8')).toBe(await saved());
  expect(readdirSync(person)).toEqual(['home.yaml']);
});

test('a repository is pushed to and pulled from; its token is in no file of the data folder and in no answer', async () => {
  const bare = join(root, 'remote.git');
  const home = { kind: 'git' as const, remote: bare };
  expect(await here(home, canary)).toMatchObject({ state: 'absent', hasToken: true, home: { branch: 'main', path: 'hearth.yaml' } });
  expect(await client.inventory.homes.push({ platformId, message: 'the first one' })).toMatchObject({ state: 'same' });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Anna', '-c', 'user.email=a@b', ...args], { cwd: root, encoding: 'utf8' });
  expect(git('-C', bare, 'log', '--format=%s', 'main').trim()).toBe('the first one');

  git('clone', '--quiet', bare, 'clone');
  const path = join(root, 'clone', 'hearth.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('name: Home', 'name: Anna'));
  git('-C', 'clone', 'commit', '--quiet', '--all', '--message', 'hers');
  git('-C', 'clone', 'push', '--quiet', 'origin', 'main');
  expect(await client.inventory.homes.check({ platformId })).toMatchObject({ state: 'behind' });
  const { platform, home: after } = await client.inventory.homes.pull({ platformId });
  expect([platform.name, after.state]).toEqual(['Anna', 'same']);
  expect((await client.inventory.versions.read({ platformId })).version.author).toContain('remote.git');

  rmSync(bare, { recursive: true });
  mkdirSync(bare);
  writeFileSync(join(bare, 'x'), '');
  const gone = await client.inventory.homes.check({ platformId });
  expect(gone).toMatchObject({ state: 'unreachable', known: 'same', fault: { code: 'HOME_REFUSED' } });
  expect(JSON.stringify(gone)).not.toContain(canary);
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes(canary), entry.name).toBe(false);
});

test('what is no home is refused before anything is touched', async () => {
  const refused = async (home: Parameters<typeof here>[0]) => expect(here(home)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  for (const remote of ['--upload-pack=x', 'ext::sh -c x', '-oProxyCommand=x', 'https://a b', 'file://x', 'x\ny'])
    await refused({ kind: 'git', remote });
  for (const path of ['../x', '/etc/passwd', '.git/config', 'a/../b', 'a\nb', '.GIT/config', 'a//b', 'a/'])
    await refused({ kind: 'git', remote: '/srv/x.git', path });
  for (const branch of ['--all', 'a..b', 'a b', 'x:y', '@{-1}', '/x']) await refused({ kind: 'git', remote: '/srv/x.git', branch });
  for (const path of ['home.yaml', '~/home.yaml', '', '/a\0b', '/a\nb']) await refused({ kind: 'file', path });
  expect(await client.inventory.homes.get({ platformId })).toBe(null);
});

test('a caller that may change the inventory may not choose which file of this computer it is written to', async () => {
  const caller = { who: 'robot', door: 'rest', scopes: ['read', 'change'] } as const;
  const robot = createRouterClient(router, { context: { engine: engine.ports, caller } });
  const home = { kind: 'file', path: join(person, 'authorized_keys') } as const;
  await expect(robot.inventory.homes.set({ platformId, home })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  expect(await client.inventory.homes.get({ platformId })).toBe(null);
});
