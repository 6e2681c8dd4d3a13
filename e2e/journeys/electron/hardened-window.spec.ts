// The packaged desktop program, where Electron's binary can be had: it opens, reaches its engine, and gives its page nothing of Node or Electron.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { chromium, expect, test } from '@playwright/test';

const root = resolve(import.meta.dirname, '..', '..', '..');
const program = globSync(join(root, 'out', 'Hearth-*', '{hearth,hearth.exe,Hearth.app/Contents/MacOS/Hearth}')).find((path) =>
  existsSync(path),
);

test.skip(program === undefined, 'no packaged program in out/; npm run build:desktop needs Electron’s binary');

/**
 * Where Chromium lets itself be looked at. The program is packaged without Node's inspector, by which Playwright's own
 * way starts Electron; that way would take the sandbox off, too.
 */
async function inspectedAt(child: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  let said = '';
  for await (const line of createInterface({ input: child.stderr })) {
    const [, address] = /^DevTools listening on (ws:\S+)$/.exec(line) ?? [];
    if (address !== undefined) return address;
    said += `${line}\n`;
  }
  throw new Error(`The program ended: ${said}`);
}

test('the packaged program opens the practice lab in a hardened window', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hearth-electron-'));
  const args = ['--practice', '--data', data, '--remote-debugging-port=0'];
  const child = spawn(program ?? '', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const browser = await chromium.connectOverCDP(await inspectedAt(child));
    // What it says later is read, too: a full pipe would hold it.
    child.stderr.resume();
    const [context] = browser.contexts();
    const window = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (window === undefined) throw new Error('The program has no window.');
    await expect(window.getByRole('button', { name: 'Set up a platform' })).toBeVisible();
    expect(window.url()).toMatch(/^app:\/\/hearth\//u);
    expect(await window.evaluate(() => ['require', 'process', 'electron', 'ipcRenderer'].filter((name) => name in globalThis))).toEqual([]);
  } finally {
    child.kill();
    await ended;
    rmSync(data, { recursive: true, force: true, maxRetries: 10 });
  }
});
