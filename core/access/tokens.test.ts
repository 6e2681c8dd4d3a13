import { expect, test } from 'vitest';
import type { AccessToken } from '#contract/system.ts';
import type { TokenStore } from '#core/ports/store.ts';
import { createToken, replaceToken, revokeToken, verifyToken, type TokenDeps } from './tokens.ts';

const day = 86_400_000;

interface Fixture extends TokenDeps {
  readonly revoked: string[];
  readonly hashes: Map<string, string>;
  readonly touches: number[];
  wait(ms: number): void;
}

function fixture(): Fixture {
  const kept = new Map<string, AccessToken>();
  const hashes = new Map<string, string>();
  const touches: number[] = [];
  const revoked: string[] = [];
  let now = 1_000;
  let next = 0;
  const tokens: TokenStore = {
    list: async () => [...kept.values()],
    async insert(token, hash) {
      kept.set(token.id, token);
      hashes.set(hash, token.id);
    },
    findByHash: async (hash) => kept.get(hashes.get(hash) ?? '') ?? null,
    async touch(tokenId, at) {
      touches.push(at);
      const token = kept.get(tokenId);
      if (token !== undefined) kept.set(tokenId, { ...token, lastUsedAt: at });
    },
    async revoke(tokenId, revokedAt) {
      const token = kept.get(tokenId);
      if (token === undefined) return null;
      kept.set(tokenId, { ...token, revokedAt });
      return { ...token, revokedAt };
    },
  };
  const randomness = {
    token: () => `value-${(next += 1)}`,
    id: () => `id-${(next += 1)}`,
    hash: (value: string) => `hash of ${value}`,
  };
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  return { tokens, clock, randomness, onRevoked: (id) => void revoked.push(id), revoked, hashes, touches, wait: (ms) => void (now += ms) };
}

const request = { label: 'ci', scopes: ['read'] as const, expiresInDays: null };

test('a value is shown once and only its hash is kept', async () => {
  const deps = fixture();
  const { value } = await createToken(deps, request);
  expect([...deps.hashes.keys()]).toEqual([`hash of ${value}`]);
  expect(JSON.stringify(await deps.tokens.list())).not.toContain(value);
});

test('a token opens until it is revoked, and then at once no more', async () => {
  const deps = fixture();
  const { id, value } = await createToken(deps, request);
  expect(await verifyToken(deps, value)).toMatchObject({ id, scopes: ['read'] });
  await revokeToken(deps, id);
  expect(deps.revoked).toEqual([id]);
  expect(await verifyToken(deps, value)).toBeNull();
});

test('a token ends on its day', async () => {
  const deps = fixture();
  const { value } = await createToken(deps, { ...request, expiresInDays: 2 });
  deps.wait(2 * day - 1);
  expect(await verifyToken(deps, value)).not.toBeNull();
  deps.wait(1);
  expect(await verifyToken(deps, value)).toBeNull();
});

test('an unknown value opens nothing', async () => {
  const deps = fixture();
  await createToken(deps, request);
  expect(await verifyToken(deps, 'hearth_guess')).toBeNull();
});

test('last use is kept to the minute, without a write for every call', async () => {
  const deps = fixture();
  const { value } = await createToken(deps, request);
  for (let call = 0; call < 100; call += 1) await verifyToken(deps, value);
  expect(deps.touches).toHaveLength(1);
  deps.wait(60_000);
  await verifyToken(deps, value);
  expect(deps.touches).toHaveLength(2);
});

test('a replacing token ends the older ones of its label and no other', async () => {
  const deps = fixture();
  const first = await replaceToken(deps, { ...request, label: 'print-token' });
  const other = await createToken(deps, request);
  const second = await replaceToken(deps, { ...request, label: 'print-token' });
  expect(await verifyToken(deps, first.value)).toBeNull();
  expect(await verifyToken(deps, other.value)).not.toBeNull();
  expect(await verifyToken(deps, second.value)).not.toBeNull();
});

test('revoking what is not there says so', async () => {
  await expect(revokeToken(fixture(), 'gone')).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
});
