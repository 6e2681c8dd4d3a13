import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type House } from './testing/house.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-files-'));
const dir = join(folder, 'renderer');
let house: House;
beforeAll(async () => {
  mkdirSync(join(dir, 'assets'), { recursive: true });
  writeFileSync(join(dir, 'index.html'), '<!doctype html><html><head><title>Hearth</title></head><body></body></html>');
  writeFileSync(join(dir, 'assets', 'main-a1b2c3d4.js'), 'export {};');
  writeFileSync(join(dir, 'assets', 'plain.css'), '');
  writeFileSync(join(dir, '.hidden.txt'), 'hidden');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(folder, join(dir, 'assets', 'out'));
  house = await openHouse(dir);
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string) => fetch(`http://127.0.0.1:${house.port}${path}`);

test('the page, also under the paths of its screens, carries a policy that lets in its own files only', async () => {
  for (const path of ['/', '/index.html', '/platforms/home']) {
    const answer = await get(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    expect(await answer.text()).toContain('<title>Hearth</title>');
  }
});

test('every answer says how it may be used', async () => {
  for (const path of ['/', '/assets/main-a1b2c3d4.js', '/api/health', '/assets/gone.js']) {
    expect(Object.fromEntries((await get(path)).headers), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test('files with a hash in their name are kept for ever, others are asked for again', async () => {
  expect((await get('/assets/main-a1b2c3d4.js')).headers.get('cache-control')).toContain('immutable');
  expect((await get('/assets/plain.css')).headers.get('cache-control')).toBe('no-cache');
  expect((await get('/')).headers.get('cache-control')).toBe('no-store');
});

test('nothing outside of the build, hidden or of an unknown kind is served', async () => {
  const paths = [
    '/.hidden.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/x.exe',
  ];
  for (const path of [...paths, '/assets/out/secret.txt', '/assets/main-a1b2c3d4.js%00.css', '/assets//plain.css']) {
    const answer = await get(path);
    expect(answer.status, path).toBe(404);
    expect(await answer.text(), path).not.toMatch(/^(secret|hidden)$/);
  }
});
