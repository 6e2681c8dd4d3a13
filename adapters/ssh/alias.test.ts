import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aliasReader, resolveAlias } from './alias.ts';

const config = `
Host box spare
  HostName 10.0.0.7
  Port 2201
  User me
  IdentityFile ~/.ssh/box_key
  ProxyJump gate@bastion.example:2022

Host named
  hostname %h.lan

Host *
  User everyone
`;

test('an alias stands for address, port, user, key and jump host', () => {
  expect(resolveAlias(config, 'box')).toEqual({
    address: '10.0.0.7',
    port: 2201,
    user: 'me',
    jump: { address: 'bastion.example', port: 2022, user: 'gate' },
    keyFile: join(homedir(), '.ssh/box_key'),
  });
  expect(resolveAlias(config, 'named')).toEqual({ address: 'named.lan', port: null, user: 'everyone', jump: null, keyFile: null });
  expect(resolveAlias(config, 'unknown')).toBeNull();
});

test('nothing in the file is run, and a broken or missing file leaves names as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-alias-'));
  const canary = join(folder, 'canary');
  const path = join(folder, 'config');
  writeFileSync(
    path,
    `Match exec "touch ${canary}"\n  HostName 10.6.6.6\nHost box\n  CanonicalizeHostName yes\n  CanonicalDomains a.example b.example\n  ProxyCommand touch ${canary}\n`,
  );
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void warnings.push(message), error: () => '' };
  expect(await aliasReader(path, log)('box')).toBe('box');
  expect(existsSync(canary)).toBe(false);
  writeFileSync(path, 'Host "unclosed\n  Match\n\u0000');
  expect(await aliasReader(path, log)('box')).toBe('box');
  expect(await aliasReader(join(folder, 'nowhere'), log)('box')).toBe('box');
  rmSync(folder, { recursive: true });
});
