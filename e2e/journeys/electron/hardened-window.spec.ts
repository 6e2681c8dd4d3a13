// The packaged desktop program, where Electron's binary can be had: it opens, reaches its engine, and gives its page nothing of Node or Electron.
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';

const root = resolve(import.meta.dirname, '..', '..', '..');
const program = globSync(join(root, 'out', 'Hearth-*', '{hearth,hearth.exe,Hearth.app/Contents/MacOS/Hearth}')).find((path) =>
  existsSync(path),
);

test.skip(program === undefined, 'no packaged program in out/; npm run build:desktop needs Electron’s binary');

test('the packaged program opens the practice lab in a hardened window', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hearth-electron-'));
  const app = await _electron.launch({ executablePath: program ?? '', args: ['--practice', '--data', data] });
  try {
    const window = await app.firstWindow();
    await expect(window.getByRole('button', { name: 'Set up a platform' })).toBeVisible();
    expect(window.url()).toMatch(/^app:\/\/hearth\//u);
    expect(await window.evaluate(() => ['require', 'process', 'electron', 'ipcRenderer'].filter((name) => name in globalThis))).toEqual([]);
  } finally {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  }
});
