// The engine is killed while it writes; nothing that was acknowledged may be missing afterwards.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { sketchLog } from '#core/runs/fixtures.ts';
import type { Store } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openStore } from './open.ts';

const writer = join(import.meta.dirname, '../conformance/journal-writer.ts');

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-crash-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Lets a writer work until it has told `words` things, kills it, and returns all that it told. */
function writeUntilKilled(dir: string, number: number, words: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, dir, String(number)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > words) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve(told.split('\n').slice(0, -1)) : reject(new Error(complaint))));
  });
}

it('keeps a second engine out while the first lives, and lets it in once that was killed', async () => {
  const dir = newFolder();
  const open = () => openStore({ dir, clock: virtualClock(), log: sketchLog() });
  const first = spawn(process.execPath, [writer, dir, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => first.on('close', resolve));
  await new Promise((resolve) => first.stdout.once('data', resolve));
  await expect(open()).rejects.toMatchObject({ view: { code: 'DATA_IN_USE', details: { pid: first.pid } } });
  first.kill('SIGKILL');
  await gone;
  await (await open()).close();
});

async function expectKept(store: Store, told: readonly string[]): Promise<void> {
  for (const word of told.slice(1)) {
    const [what = '', id = ''] = word.split(' ');
    const run = await store.runs.get(id);
    expect(run?.tasks.map((task) => task.id)).toEqual(['a', 'b']);
    if (what === 'running') expect(run?.tasks[0]?.startedAt).toBe(1);
    if (what === 'log') expect(await store.runs.lastLogSeq(id)).toBe(0);
    if (what === 'done') expect(run?.tasks[0]).toMatchObject({ state: 'done', endedAt: 2 });
  }
}

/** Each costs the start of a process; more of them on demand. */
const kills = Number(process.env['HEARTH_KILLS'] ?? 12);

it('loses nothing acknowledged, however often it is killed', { timeout: 20_000 + kills * 5000 }, async () => {
  const dir = newFolder();
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const told = await writeUntilKilled(dir, kill, 1 + Math.floor(Math.random() * 120));
    const store = await openStore({ dir, clock: virtualClock(), log: sketchLog() });
    await expectKept(store, told);
    await store.close();
    acknowledged += told.length;
  }
  const database = new Database(join(dir, 'hearth.sqlite'), { readonly: true });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
  expect(acknowledged).toBeGreaterThan(kills);
});
