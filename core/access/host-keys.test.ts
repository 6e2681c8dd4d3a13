import { createHash, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  algorithmOrder,
  judgeByKnownHosts,
  judgeHostKey,
  knownHostName,
  matchesGlob,
  namesHost,
  parseKnownHosts,
  type ShownKey,
} from './host-keys.ts';

const hash = (salt: string, host: string) => createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest('base64');
const shown = (seed: string): ShownKey => {
  const blob = Buffer.from(`ssh-ed25519 ${seed}`).toString('base64');
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '');
  return { type: 'ssh-ed25519', blob, fingerprint: `SHA256:${digest}` };
};
const hashed = (name: string) => {
  const salt = randomBytes(20).toString('base64');
  return `|1|${salt}|${hash(salt, name)}`;
};
const at = (text: string, address: string, more: { readonly port?: number; readonly key?: ShownKey } = {}) => ({
  address,
  port: more.port ?? 22,
  shown: more.key ?? shown('a'),
  known: parseKnownHosts(text),
  hash,
});

describe('known_hosts', () => {
  test('a plain, a bracketed, a hashed and a pattern line are each found for their host only', () => {
    const key = shown('a').blob;
    for (const line of ['node1,10.0.0.1', hashed('node1'), 'node?', '*,!node2', 'NODE1']) {
      expect(judgeByKnownHosts(at(`${line} ssh-ed25519 ${key} me@here`, 'node1')), line).toBe('trusted');
      expect(judgeByKnownHosts(at(`${line} ssh-ed25519 ${key}`, line === 'node?' ? 'node12' : 'node2')), line).toBe('new');
    }
    const bracketed = `[node1]:2222 ssh-ed25519 ${key}`;
    expect(judgeByKnownHosts(at(bracketed, 'node1', { port: 2222 }))).toBe('trusted');
    expect(judgeByKnownHosts(at(bracketed, 'node1'))).toBe('new');
    expect(judgeByKnownHosts(at(`${hashed('[node1]:2222')} ssh-ed25519 ${key}`, 'node1', { port: 2222 }))).toBe('trusted');
  });

  test('another key for a known host is "changed", whatever its type', () => {
    const text = `node1 ssh-ed25519 ${shown('b').blob}`;
    expect(judgeByKnownHosts(at(text, 'node1'))).toBe('changed');
    expect(judgeByKnownHosts({ ...at(text, 'node1'), shown: { ...shown('a'), type: 'ssh-rsa' } })).toBe('changed');
  });

  test('@revoked wins over trust, for plain, hashed and wildcard hosts and with a port', () => {
    const key = shown('a');
    for (const host of ['*', 'node1', hashed('node1'), '[node1]:2222', hashed('[node1]:2222')]) {
      const text = `[node1]:2222 ssh-ed25519 ${key.blob}\n@revoked ${host} ssh-ed25519 ${key.blob}\n`;
      expect(judgeHostKey(at(text, 'node1', { port: 2222 }), { algorithm: key.type, fingerprint: key.fingerprint }), host).toBe('revoked');
      expect(judgeByKnownHosts(at(text, 'node1', { port: 2222 })), host).toBe('revoked');
    }
  });

  test('@cert-authority, comments and broken lines give no trust and do no harm', () => {
    const text = `# node1 ssh-ed25519 ${shown('a').blob}\n@cert-authority node1 ssh-ed25519 ${shown('a').blob}\nnode1\nnode1 ssh-ed25519\n\u0000\n`;
    expect(judgeByKnownHosts(at(text, 'node1'))).toBe('new');
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (noise) => judgeByKnownHosts(at(noise, 'node1')) === 'new'),
      { numRuns: 300 },
    );
  });
});

describe('trust', () => {
  test('a key is trusted only when its fingerprint is the trusted one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const trusted = { algorithm: 'ssh-ed25519', fingerprint: shown(a).fingerprint };
        return judgeHostKey(at('', 'node1', { key: shown(b) }), trusted) === (a === b ? 'trusted' : 'changed');
      }),
      { numRuns: 200 },
    );
    expect(judgeHostKey(at('', 'node1'), null)).toBe('new');
  });

  test('the trusted type is asked for first and SHA-1 signatures never', () => {
    expect(algorithmOrder(['ecdsa-sha2-nistp256'])[0]).toBe('ecdsa-sha2-nistp256');
    expect(algorithmOrder(['ssh-rsa']).slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    expect(algorithmOrder([])).not.toContain('ssh-rsa');
    expect(new Set(algorithmOrder(['ssh-rsa', 'made-up'])).size).toBe(6);
  });
});

test('names and patterns', () => {
  expect(knownHostName('FE80::1', 2222)).toBe('[fe80::1]:2222');
  expect(matchesGlob(`${'*a'.repeat(30)}b`, 'a'.repeat(5000))).toBe(false);
  expect(namesHost('|1|broken', 'node1', hash)).toBe(false);
});
