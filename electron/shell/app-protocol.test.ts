import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerFrom, relativePathOf } from './app-protocol.ts';

describe('app://hearth', () => {
  const base = mkdtempSync(join(tmpdir(), 'hearth-app-'));
  const root = join(base, 'window');
  beforeAll(() => {
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<title>Hearth</title>');
    writeFileSync(join(root, 'assets', 'main.js'), 'void 0');
    writeFileSync(join(base, 'secret.js'), 'secret');
    symlinkSync(join(base, 'secret.js'), join(root, 'assets', 'link.js'));
    symlinkSync(base, join(root, 'up'));
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  test('serves the window and every place in it, with the content policy', async () => {
    for (const address of ['app://hearth/', 'app://hearth/setup/home/nodes', 'app://hearth/index.html']) {
      const answer = await answerFrom(root, address);
      expect(await answer.text()).toBe('<title>Hearth</title>');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await answerFrom(root, 'app://hearth/assets/main.js')).headers.get('content-type')).toContain('javascript');
  });

  test('never leaves its folder, however the way out is spelt', async () => {
    const ups = ['..', '%2e%2e', '.%2e', '%2e.', '..%2f', '..%5c', '..\\', '%00', 'c:', '::$DATA', '....//', '%252e%252e'];
    const tails = ['secret.js', 'secret.js%00.html', '/secret.js', '%2fsecret.js', '\\secret.js', '../secret.js'];
    const hosts = ['app://hearth/', 'app://hearth//', 'app://other/', 'file:///', 'app://hearth/assets/', 'app://hearth/up/'];
    const ways = hosts.flatMap((host) =>
      ups.flatMap((first) => ['', ...ups].flatMap((second) => tails.map((tail) => `${host}${first}/${second}/${tail}`))),
    );
    for (const way of ways) expect(await (await answerFrom(root, way)).text()).not.toContain('secret');
    expect(ways.length).toBeGreaterThan(2000);
  });

  test('refuses links that lead out of it', async () => {
    expect((await answerFrom(root, 'app://hearth/assets/link.js')).status).toBe(404);
    expect((await answerFrom(root, 'app://hearth/up/secret.js')).status).toBe(404);
  });

  test('other hosts and schemes are not ours', () => {
    expect(relativePathOf('app://evil/index.html')).toBeNull();
    expect(relativePathOf('https://hearth/index.html')).toBeNull();
    expect(relativePathOf('not an address')).toBeNull();
  });
});
