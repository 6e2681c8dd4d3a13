// The engine is killed while somebody types; nothing that was answered may be missing afterwards, and the text is whole.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { draftRoom } from '#adapters/conformance/draft-room.ts';
import { createDice } from '#core/dice.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openStore } from './open.ts';

const writer = join(import.meta.dirname, '../conformance/draft-writer.ts');

const compiled = mkdtempSync(join(tmpdir(), 'hearth-compiled-'));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));
const env = { ...process.env, NODE_COMPILE_CACHE: compiled };

const state = z.object({ seq: z.number(), text: z.string(), undo: z.string().nullable(), redo: z.string().nullable(), base: z.number() });
const word = z.union([z.object({ is: state }), z.object({ about: z.object({ kind: z.string(), after: z.string().optional() }) })]);
type Word = z.infer<typeof word>;

/** Lets the writer work until it has told `words` things and a little longer, kills it, and returns all that it told. */
function typeUntilKilled(dir: string, { seed, words, pauseMs }: { seed: number; words: number; pauseMs: number }): Promise<Word[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, dir, String(seed)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let lines = 0;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      lines += chunk.toString('latin1').split('\n').length - 1;
      if (lines > words) setTimeout(() => child.kill('SIGKILL'), pauseMs);
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(complaint));
      const whole = Buffer.concat(chunks).toString().split('\n').slice(0, -1);
      resolve(whole.map((line) => word.parse(JSON.parse(line))));
    });
  });
}

async function left(dir: string) {
  const store = await openStore({ dir, clock: virtualClock(), log: sketchLog() });
  const { drafts, platform } = draftRoom(store, virtualClock());
  const { id: platformId } = await platform();
  const draft = await drafts.open({ platformId, name: 'draft' });
  const newest = await store.platforms.document(platformId);
  await store.close();
  return { draft, newest };
}

type Left = Awaited<ReturnType<typeof left>>;

/** Held against what was told before the kill. */
function expectKept({ draft, newest }: Left, told: readonly Word[], where: string): void {
  const answered = told.flatMap((one) => ('is' in one ? [one.is] : [])).at(-1);
  const inFlight = told.slice(-1).flatMap((one) => ('about' in one ? [one.about] : []))[0];
  const { base = 1, ...kept } = answered ?? { seq: 0 };
  // The change in flight is there with all of it, or not at all.
  if (draft.seq === kept.seq + 1) expect(draft.text, where).toBe(inFlight?.after ?? draft.text);
  else expect(draft, where).toMatchObject(kept);
  // A version is never older than the last save that was answered, and its draft knows of it.
  expect(newest?.version.revision, where).toBeGreaterThanOrEqual(base);
  expect(draft.summary, where).toMatchObject({ baseRevision: newest?.version.revision, savedRevision: newest?.version.revision });
}

/** Each costs the start of a process; more of them on demand. */
const kills = Number(process.env['HEARTH_KILLS'] ?? 16);
const lanes = 4;

it.for(Array.from({ length: lanes }, (_, lane) => lane))(
  'nothing that was typed and answered is lost, however often the engine is killed (%i)',
  { timeout: 60_000 + kills * 3000, concurrent: true },
  async (lane, { onTestFinished }) => {
    const dir = mkdtempSync(join(tmpdir(), 'hearth-draft-crash-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const roll = createDice(lane);
    let answers = 0;
    for (let kill = 0; kill < kills / lanes; kill += 1) {
      const seed = lane * 10_000 + kill;
      const told = await typeUntilKilled(dir, { seed, words: 1 + roll(80), pauseMs: roll(4) });
      expectKept(await left(dir), told, `seed ${seed}`);
      answers += told.length / 2;
    }
    const database = new Database(join(dir, 'hearth.sqlite'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    expect(answers).toBeGreaterThan(kills / lanes);
  },
);
