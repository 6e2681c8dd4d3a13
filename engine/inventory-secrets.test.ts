// Secrets of an inventory over the practice lab: named, put in at the last moment, sealed, and nowhere in the clear.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { openDriftRoom } from '#adapters/conformance/drift-room.ts';
import { openSecrets } from '#adapters/secrets/open.ts';
import { ageSealer } from '#adapters/secrets/sealed.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import { exportSecrets, importSecrets, listSecrets, removeSecret, setSecret } from '#core/inventory/secrets/secrets.ts';
import { platformSecretName } from '#core/ports/secrets.ts';
import { listPlatformSecrets, removePlatformSecret, setPlatformSecret } from '#core/platform-secrets/platform-secrets.ts';
import { removePlatform } from '#core/platform/platforms.ts';
import { fault } from '#core/fault.ts';
import type { Http } from '#core/ports/http.ts';
import { Secret } from '#core/secret.ts';
import { randomness } from './randomness.ts';

const canary = 'canary-7f3a-hunter2';
const passphrase = new Secret('correct horse battery staple');
const withPassword = (one: ComponentFile): ComponentFile => ({
  ...one,
  release: { ...one.release, values: { ...one.release.values, password: 'robot:${REGISTRY_TOKEN}' } },
});
/** A component whose values name a variable. */
const components = loadCatalog(join(import.meta.dirname, '../catalog/components'))
  .filter(({ id }) => id === 'registry')
  .map(withPassword);

type Room = Awaited<ReturnType<typeof openDriftRoom>>;
let room: Room;
beforeEach(async () => {
  room = await openDriftRoom({ machines: 1, components });
});
afterEach(() => room.close());

/** Quick: what sealing costs is the adapter's own matter. */
const depsOf = (one: Room) => ({ ...one.engine().services.inventorySecrets, sealer: ageSealer({ workFactor: 8 }) });
const set = (name: string, value: string, one = room) => setSecret(depsOf(one), { platformId: one.platformId, name, value });
const list = (one = room) => listSecrets(depsOf(one), one.platformId);
const valueOf = async (name: string, one = room) => (await one.secrets.get(platformSecretName(one.platformId, name)))?.reveal() ?? null;
const nameIt = (one = room) =>
  one.write((text) => `${text.replace(/^variables:.*\n/m, '')}variables:\n  registry_token: !secret registry\n`);

/** No service answers here. */
const unreachable = async () => {
  throw fault('SERVICE_UNREACHABLE', { service: 'It', reason: 'It is not there.' });
};
const refusing: Http = { get: unreachable };

/** Every byte that was written. */
const written = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');

describe('a secret that the inventory names', () => {
  test('is listed before it has a value, with where it is used', async () => {
    await nameIt();
    const usedBy = [{ path: ['variables', 'registry_token'], what: 'variable registry_token' }];
    expect(await list()).toEqual([{ name: 'registry', set: false, changedAt: null, usedBy, reapply: [] }]);
    expect(await set('registry', canary)).toMatchObject({ name: 'registry', set: true, usedBy });
    expect(await removeSecret(depsOf(room), { platformId: room.platformId, name: 'registry' })).toMatchObject({
      set: false,
      changedAt: null,
    });
  });

  test('reaches the component it is for, and no file, log or journal', async () => {
    await nameIt();
    await set('registry', canary);
    const run = await room.setUp();
    expect(run.state).toBe('done');
    expect(room.sent.join()).toContain(`robot:${canary}`);
    expect(JSON.stringify(run.tasks)).toContain('robot:${!secret:registry}');
    expect(written(room.dir)).toContain('NOTES: ');
    expect(written(room.dir)).not.toContain(canary);
    expect(JSON.stringify(room.log.lines)).not.toContain(canary);
    expect(await room.found()).toEqual([]);
  });

  test('with a new value has its component applied again', async () => {
    await nameIt();
    await set('registry', canary);
    await room.setUp();
    await set('registry', `${canary}-2`);
    expect(await list()).toMatchObject([{ name: 'registry', reapply: ['Container registry'] }]);
    expect(await room.look()).toMatchObject({ differences: [{ id: 'secret:registry:changed' }], wish: { kind: 'provision' } });
    const run = await room.perform({ kind: 'provision', platformId: room.platformId });
    expect(run.tasks.find(({ id }) => id === 'install-component:registry')?.state).toBe('done');
    expect(await list()).toMatchObject([{ reapply: [] }]);
    expect(await room.found()).toEqual([]);
  });

  test('and that has no value stops the installation with its name', async () => {
    await nameIt();
    const run = await room.setUp();
    expect(run.tasks.find(({ id }) => id === 'install-component:registry')?.fault).toMatchObject({
      code: 'SECRET_MISSING',
      details: { name: 'registry' },
    });
  });
});

describe('a sealed export', () => {
  const robot = { kind: 'harbor-robot', host: 'harbor.home.lan', name: 'robot$hearth', value: canary } as const;
  let other: Room;
  beforeEach(async () => {
    other = await openDriftRoom({ machines: 1 });
  });
  afterEach(() => other.close());
  const sealed = async () => (await exportSecrets(depsOf(room), { platformId: room.platformId, passphrase })).sealed;
  const open = (text: string, { existing = 'keep', by = passphrase }: { existing?: 'keep' | 'replace'; by?: Secret } = {}) =>
    importSecrets(depsOf(other), { platformId: other.platformId, sealed: text, passphrase: by, existing });

  test('opens in another data folder, with the place that a token belongs to', async () => {
    const { platformSecrets } = { platformSecrets: { ...depsOf(room), http: refusing, randomness, authorityOf: async () => null } };
    await setPlatformSecret(platformSecrets, { platformId: room.platformId, secret: robot }, room.signal);
    await set('registry', canary);
    const file = await exportSecrets(depsOf(room), { platformId: room.platformId, passphrase });
    expect(file).toMatchObject({ fileName: 'home-secrets.age', count: 2 });
    expect(file.sealed).not.toContain(canary);
    expect(await open(file.sealed)).toEqual({ added: ['harbor-robot', 'registry'], replaced: [], kept: [] });
    expect([await valueOf('registry', other), await valueOf('harbor-robot', other)]).toEqual([canary, canary]);
    expect(
      await listPlatformSecrets({ ...depsOf(other), http: refusing, randomness, authorityOf: async () => null }, other.platformId),
    ).toContainEqual(
      expect.objectContaining({ kind: 'harbor-robot', set: true, host: 'harbor.home.lan', name: 'robot$hearth', state: 'unchecked' }),
    );
    expect(written(other.dir)).not.toContain(canary);
  });

  test('leaves what is kept already unless that is to be replaced', async () => {
    await set('registry', canary);
    await set('wiki', 'w');
    await set('registry', 'mine', other);
    expect(await open(await sealed())).toEqual({ added: ['wiki'], replaced: [], kept: ['registry'] });
    expect(await valueOf('registry', other)).toBe('mine');
    expect(await open(await sealed(), { existing: 'replace' })).toEqual({ added: [], replaced: ['registry', 'wiki'], kept: [] });
    expect(await valueOf('registry', other)).toBe(canary);
  });

  test('with another passphrase, or tampered with, changes nothing', async () => {
    await set('registry', canary);
    const text = await sealed();
    const middle = Math.floor(text.length / 2);
    const tampered = `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
    const by = new Secret('something else entirely');
    for (const attempt of [() => open(text, { by }), () => open(tampered), () => open(text.slice(0, -60))])
      await expect(attempt()).rejects.toMatchObject({ view: { code: 'SEAL_WRONG' } });
    expect(await list(other)).toEqual([]);
  });

  test('that holds a token of the wrong shape changes nothing, and does not repeat it', async () => {
    const content = {
      hearth: 'secrets',
      version: 1,
      platform: 'Home',
      secrets: [
        { name: 'a', value: 'b' },
        { name: 'github', value: `${canary} and more` },
      ],
    };
    const refused = open(await depsOf(room).sealer.seal(new Secret(JSON.stringify(content)), passphrase));
    await expect(refused).rejects.toMatchObject({ view: { code: 'INPUT_INVALID' } });
    await refused.catch((error: unknown) => expect(JSON.stringify(error)).not.toContain(canary));
    expect(await list(other)).toEqual([]);
  });

  test('of nothing is refused', async () => {
    await expect(sealed()).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
  });
});

test('a token of a service has one place, whichever page it is entered on', async () => {
  await set('github', 'ghp_token');
  const deps = { ...depsOf(room), http: refusing, randomness, authorityOf: async () => null };
  expect(await listPlatformSecrets(deps, room.platformId)).toContainEqual(
    expect.objectContaining({ kind: 'github', set: true, state: 'unchecked' }),
  );
  await removePlatformSecret(deps, { platformId: room.platformId, kind: 'github' });
  expect(await list()).toEqual([]);
  await expect(set('github', 'two words')).rejects.toMatchObject({ view: { code: 'INPUT_INVALID', field: 'value' } });
});

test('values rest in the encrypted file and go with their platform', async () => {
  const secrets = await openSecrets({ dir: room.dir, log: room.log, keychain: async () => null });
  const deps = { ...depsOf(room), secrets };
  await setSecret(deps, { platformId: room.platformId, name: 'registry', value: canary });
  expect((await secrets.get(platformSecretName(room.platformId, 'registry')))?.reveal()).toBe(canary);
  expect(written(room.dir)).not.toContain(canary);
  const { store } = room.engine();
  await removePlatform({ ...deps, platforms: store.platforms, runs: store.runs, ids: randomness }, room.platformId);
  expect(await secrets.get(platformSecretName(room.platformId, 'registry'))).toBeNull();
});
