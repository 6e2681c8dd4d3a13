import { describe, expect, test } from 'vitest';
import { adminPassword, harborHost, platformSecretValue } from '#contract/platform-secrets.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { fault } from '#core/fault.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { removePlatform } from '#core/platform/platforms.ts';
import type { Http } from '#core/ports/http.ts';
import { platformSecretName, platformSecretNoteName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import {
  checkPlatformSecret,
  listPlatformSecrets,
  makeAdminPassword,
  removePlatformSecret,
  setPlatformSecret,
  type PlatformSecretDeps,
} from './platform-secrets.ts';

const signal = new AbortController().signal;
const platformId = 'p1';

async function room(get: Http['get']) {
  const { platforms, runs } = memoryStore();
  await platforms.insert(sketchPlatform());
  const secrets = memorySecrets();
  let now = 1000;
  const deps: PlatformSecretDeps = {
    platforms,
    secrets,
    http: { get },
    clock: { now: () => (now += 1) },
    randomness: { token: () => '-_Abcdefghijklmnopqrstuvwxyz0123456789abcdef' },
    authorityOf: async () => null,
  };
  return { deps, secrets, platforms, runs };
}
const github =
  (login: string): Http['get'] =>
  async () => ({ status: 200, headers: new Map([['x-oauth-scopes', 'repo']]), body: JSON.stringify({ login }) });
const offline: Http['get'] = async ({ url }) => {
  throw fault('SERVICE_UNREACHABLE', { service: new URL(url).host, reason: 'Its name does not resolve.' });
};

describe('a token', () => {
  test('is kept, checked at once, listed without its value, and forgotten', async () => {
    const { deps, secrets } = await room(github('ada'));
    const set = await setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'ghp_topsecret' } }, signal);
    expect(set).toMatchObject({ kind: 'github', set: true, state: 'valid', checkedAt: expect.any(Number) });
    const list = await listPlatformSecrets(deps, platformId);
    expect(list.map(({ kind, set: isSet }) => `${kind} ${isSet}`)).toEqual([
      'github true',
      'hugging-face false',
      'harbor-robot false',
      'cloudflare false',
      'admin-password false',
    ]);
    expect(JSON.stringify([set, list])).not.toContain('ghp_topsecret');
    expect((await secrets.get(platformSecretName(platformId, 'github')))?.reveal()).toBe('ghp_topsecret');
    expect(await removePlatformSecret(deps, { platformId, kind: 'github' })).toMatchObject({ set: false, state: 'unchecked', detail: '' });
    expect(await secrets.get(platformSecretName(platformId, 'github'))).toBeNull();
    await expect(checkPlatformSecret(deps, { platformId, kind: 'github' }, signal)).rejects.toMatchObject({
      view: { code: 'SECRET_MISSING' },
    });
  });

  test('whose service does not answer is kept all the same, with the reason', async () => {
    const { deps } = await room(offline);
    const set = await setPlatformSecret(deps, { platformId, secret: { kind: 'hugging-face', value: 'hf_x' } }, signal);
    expect(set).toMatchObject({ set: true, state: 'unreachable', detail: expect.stringContaining('does not resolve') });
  });

  test('whose note is damaged is listed as unchecked, and can be checked again', async () => {
    const { deps, secrets } = await room(github('ada'));
    await setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'x' } }, signal);
    await secrets.set(platformSecretNoteName(platformId, 'github'), new Secret('{"state":"val'));
    expect((await listPlatformSecrets(deps, platformId))[0]).toMatchObject({ set: true, state: 'unchecked' });
    expect(await checkPlatformSecret(deps, { platformId, kind: 'github' }, signal)).toMatchObject({ state: 'valid' });
  });

  test('that a service repeats is masked', async () => {
    const { deps } = await room(github('ghp_topsecret'));
    const { detail } = await setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'ghp_topsecret' } }, signal);
    expect(detail).toContain('[secret]');
    expect(detail).not.toContain('ghp_topsecret');
  });

  test('that was replaced while its service was asked does not get the answer about the other', async () => {
    const answers: (() => void)[] = [];
    const { deps } = await room(async (request) => {
      if (request.authorization?.reveal().includes('first') === true) await new Promise<void>((resolve) => answers.push(resolve));
      return github(request.authorization?.reveal().includes('first') === true ? 'ada' : 'bob')(request, signal);
    });
    const first = setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'first' } }, signal);
    while (answers.length === 0) await Promise.resolve();
    await setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'second' } }, signal);
    answers.forEach((answer) => answer());
    expect((await first).detail).toContain('Account bob');
  });

  test('goes with its platform', async () => {
    const { deps, secrets, platforms, runs } = await room(github('ada'));
    await setPlatformSecret(deps, { platformId, secret: { kind: 'github', value: 'x' } }, signal);
    await removePlatform({ platforms, yaml, runs, secrets, clock: { now: () => 1 }, ids: { id: () => 'x' } }, platformId);
    expect(await secrets.get(platformSecretName(platformId, 'github'))).toBeNull();
  });

  test.each(['', 'with space', 'naïve', 'line\nbreak'])('%j is refused before it is kept', (value) => {
    expect(platformSecretValue.safeParse({ kind: 'github', value }).success).toBe(false);
  });
});

describe('the password of the admin user', () => {
  test('is made within the rules, shown once and then only known to be set', async () => {
    const { deps, secrets } = await room(offline);
    const { value, secret } = await makeAdminPassword(deps, platformId);
    expect(adminPassword.safeParse(value).success).toBe(true);
    expect(value).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(secret).toMatchObject({ set: true, state: 'unchecked', checkedAt: null });
    expect((await secrets.get(platformSecretName(platformId, 'admin-password')))?.reveal()).toBe(value);
    expect(JSON.stringify(await listPlatformSecrets(deps, platformId))).not.toContain(value);
    expect(await checkPlatformSecret(deps, { platformId, kind: 'admin-password' }, signal)).toMatchObject({ state: 'unchecked' });
  });
  test.each(['short', 'aaaaaaaaaaaaaaaa', 'with a space in it', 'ümlaut-password-x'])('%j is too weak or too odd', (value) => {
    expect(adminPassword.safeParse(value).success).toBe(false);
  });
});

test.each([
  ['harbor.home.lan', true],
  ['Harbor.Home.LAN:8443', true],
  ['harbor.home.lan:65535', true],
  ['harbor.home.lan:65536', false],
  ['harbor', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['harbor.lan/evil', false],
  ['user@harbor.lan', false],
  ['https://harbor.lan', false],
])('%s as the host of Harbor: %s', (host, fine) => {
  expect(harborHost.safeParse(host).success).toBe(fine);
});
