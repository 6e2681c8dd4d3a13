// How long until Hearth can be used: the practice lab, from the command to the line it prints, and to the first screen.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHearth } from '../e2e/fixtures/hearth.ts';
import { openBrowser, openUntilSeen, serveEmptyPage } from './browser.ts';
import { median, type Report } from './figures.ts';
import { ended } from './processes.ts';

const runs = 7;

async function nothing(): Promise<number> {
  const began = performance.now();
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return performance.now() - began;
}

export async function start(): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const browser = await openBrowser();
  const empty = await serveEmptyPage();
  const times: Record<'line' | 'screen' | 'again' | 'node' | 'page', number[]> = { line: [], screen: [], again: [], node: [], page: [] };
  /** A fresh context has nothing in its cache; a second page of it has. */
  const measure = async (): Promise<void> => {
    const began = performance.now();
    const hearth = await startHearth({ practice: true, dataDir });
    times.line.push(performance.now() - began);
    const context = await browser.newContext();
    try {
      times.screen.push(await openUntilSeen(await context.newPage(), hearth.url));
      times.again.push(await openUntilSeen(await context.newPage(), hearth.origin));
    } finally {
      await context.close();
      await hearth.stop();
    }
    const other = await browser.newContext();
    times.page.push(await openUntilSeen(await other.newPage(), empty.url));
    await other.close();
    times.node.push(await nothing());
  };
  try {
    // The first makes the data folder and fills the file cache; it does not count.
    for (let run = 0; run <= runs; run++) await measure();
  } finally {
    await browser.close();
    await empty.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const of = (name: keyof typeof times): number => median(times[name].slice(1));
  return {
    figures: [
      {
        what: 'start: command to printed address',
        unit: 'ms',
        value: of('line'),
        n: runs,
        peers: [{ name: '`node -e 0`', value: of('node') }],
      },
      {
        what: 'start: first screen, empty cache',
        unit: 'ms',
        value: of('screen'),
        n: runs,
        peers: [{ name: 'empty page', value: of('page') }],
      },
      {
        what: 'start: screen again, filled cache',
        unit: 'ms',
        value: of('again'),
        n: runs,
        peers: [{ name: 'empty page', value: of('page') }],
      },
    ],
    notes: [
      'start: how often the time of a bare Node, and of a heading alone served on loopback to the same Chromium, Hearth takes. A data folder with a database is there already.',
    ],
  };
}
