import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sketchLog } from '#core/runs/fixtures.ts';
import { Secret } from '#core/secret.ts';
import { findKeychain, type Keychain } from './keychain.ts';
import { openSecrets } from './open.ts';

const canary = 'canary-5b1f0c-hunter2 "quoted" \n second line';
const noKeychain = async () => null;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const open = (keychain: () => Promise<Keychain | null> = noKeychain, log = sketchLog()) => openSecrets({ dir, log, keychain });
const contentOf = (path: string) => readFileSync(path).toString('latin1');
const everything = () => readdirSync(dir).map((name) => contentOf(join(dir, name)));

function fakeKeychain(): Keychain & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
  };
}

describe('secrets in an encrypted file', () => {
  it('are there again after a restart, until they are removed', async () => {
    const first = await open();
    expect(first.where).toBe('encrypted-file');
    expect(await first.get('kubeconfig/p1')).toBeNull();
    await first.set('kubeconfig/p1', new Secret(canary));
    await first.set('other', new Secret('x'));
    const second = await open();
    expect((await second.get('kubeconfig/p1'))?.reveal()).toBe(canary);
    await second.remove('kubeconfig/p1');
    expect(await (await open()).get('kubeconfig/p1')).toBeNull();
    expect((await (await open()).get('other'))?.reveal()).toBe('x');
  });

  it('lie nowhere in the clear, not even their names, and are for their owner only', async () => {
    await (await open()).set('kubeconfig/p1', new Secret(canary));
    for (const content of everything()) {
      expect(content).not.toContain('canary');
      expect(content).not.toContain(Buffer.from(canary).toString('base64').slice(0, 12));
      expect(content).not.toContain('kubeconfig');
    }
    const modes = readdirSync(dir).map((name) => `${name} ${(statSync(join(dir, name)).mode & 0o777).toString(8)}`);
    expect(modes.toSorted()).toEqual(['secrets.enc 600', 'secrets.key 600']);
  });

  it('are not lost when many are stored at once', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.set(`s${index}`, new Secret(`value ${index}`))));
    const again = await open();
    expect((await again.get('s0'))?.reveal()).toBe('value 0');
    expect((await again.get('s49'))?.reveal()).toBe('value 49');
  });

  it.each<[string, () => void]>([
    ['one bit is wrong', () => flip(join(dir, 'secrets.enc'), 200)],
    ['the file is cut short', () => writeFileSync(join(dir, 'secrets.enc'), readFileSync(join(dir, 'secrets.enc')).subarray(0, 100))],
    ['the file is empty', () => writeFileSync(join(dir, 'secrets.enc'), '')],
    ['the key is gone', () => rmSync(join(dir, 'secrets.key'))],
    ['the key is another one', () => writeFileSync(join(dir, 'secrets.key'), Buffer.alloc(32, 7))],
    ['the key is cut short', () => writeFileSync(join(dir, 'secrets.key'), 'abc')],
  ])('say so when %s, and can be entered again', async (_, damage) => {
    await (await open()).set('name', new Secret(`${canary}${'.'.repeat(200)}`));
    damage();
    const store = await open();
    await expect(store.get('name')).rejects.toMatchObject({ view: { code: 'SECRETS_UNREADABLE', action: 'enter-password' } });
    await store.set('name', new Secret('again'));
    expect((await (await open()).get('name'))?.reveal()).toBe('again');
    expect(readdirSync(dir).some((name) => name.startsWith('secrets.enc.unreadable-'))).toBe(true);
  });

  it('are told to whoever must keep them out of logs', async () => {
    const told: string[] = [];
    const onSecret = (secret: Secret) => told.push(secret.reveal());
    await (await open()).set('a', new Secret('stored'));
    const store = await openSecrets({ dir, log: sketchLog(), keychain: noKeychain, onSecret });
    await store.get('a');
    await store.set('b', new Secret('new'));
    expect(told).toEqual(['stored', 'new']);
  });
});

describe('with a keychain', () => {
  it('the key lies there and not on the disk', async () => {
    const keychain = fakeKeychain();
    const store = await open(async () => keychain);
    expect(store.where).toBe('keychain');
    await store.set('name', new Secret(canary));
    expect(readdirSync(dir)).toEqual(['secrets.enc']);
    expect((await (await open(async () => keychain)).get('name'))?.reveal()).toBe(canary);
    expect([...keychain.values.values()].join()).not.toContain('canary');
  });

  it('that does not answer today, nothing is thrown away', async () => {
    const keychain = fakeKeychain();
    await (await open(async () => keychain)).set('name', new Secret(canary));
    const without = await open();
    await expect(without.get('name')).rejects.toMatchObject({ view: { code: 'SECRETS_UNREADABLE' } });
    await expect(without.set('other', new Secret('x'))).rejects.toMatchObject({ view: { code: 'SECRETS_UNREADABLE' } });
    expect((await (await open(async () => keychain)).get('name'))?.reveal()).toBe(canary);
  });

  it('that forgets what it is given, a file is used', async () => {
    const log = sketchLog();
    const forgetful: Keychain = { get: async () => null, set: async () => {}, remove: async () => {} };
    expect(await findKeychain(log, async () => forgetful)).toBeNull();
    const refusing = async () => {
      throw new Error('AccessDenied');
    };
    expect(await findKeychain(log, refusing)).toBeNull();
    expect(log.lines.join()).toContain('AccessDenied');
    const working = fakeKeychain();
    expect(await findKeychain(log, async () => working)).toBe(working);
    expect(working.values.size).toBe(0);
  });
});

function flip(path: string, place: number): void {
  const content = readFileSync(path);
  content[place] = (content[place] ?? 0) ^ 1;
  writeFileSync(path, content);
}
