import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseWindow } from './open-window.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pathWith(...names: string[]): string {
  const dir = mkdtempSync(join(folder, 'bin-'));
  for (const name of names) {
    writeFileSync(join(dir, name), '');
    chmodSync(join(dir, name), 0o755);
  }
  return dir;
}

const here = (env: Record<string, string>) => ({ platform: 'linux', env });

test('a Chromium is preferred, as a window of its own', async () => {
  const dir = pathWith('xdg-open', 'google-chrome');
  expect((await chooseWindow(here({ DISPLAY: ':0', PATH: dir }))).command).toEqual({ file: join(dir, 'google-chrome'), isApp: true });
});

test('else the default browser', async () => {
  const dir = pathWith('xdg-open');
  expect((await chooseWindow(here({ WAYLAND_DISPLAY: 'wayland-0', PATH: dir }))).command).toEqual({
    file: join(dir, 'xdg-open'),
    isApp: false,
  });
});

test('nothing is started without a display or a browser, and it is said why', async () => {
  expect(await chooseWindow(here({ PATH: pathWith('chromium') }))).toMatchObject({
    command: null,
    because: expect.stringContaining('no display'),
  });
  expect(await chooseWindow(here({ DISPLAY: ':0', PATH: pathWith() }))).toMatchObject({
    command: null,
    because: expect.stringContaining('no browser'),
  });
});
