// A disk that is full or may not be written: what was typed and answered stays, the versions are whole, and the fault says why.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { draftRoom } from '#adapters/conformance/draft-room.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { Dialect } from './dialect.ts';
import { draftStore } from './draft-store.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import { openStore } from './open.ts';
import { platformStore } from './platform-store.ts';
import type { Tables } from './schema.ts';

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-draft-full-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

it('a full disk ends the typing with its name; draft and versions are as they were, and go on when there is room', async () => {
  const dir = newFolder();
  const path = join(dir, 'hearth.sqlite');
  const database = new Database(path);
  migrate({ dir, path, database, now: 0, migrations });
  const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
  const log = sketchLog();
  const store = { platforms: platformStore(db, dir, log), drafts: draftStore(db, dir), runs: memoryStore().runs };
  const open = () => draftRoom(store, virtualClock());
  let room = open();
  const { id: platformId } = await room.platform();
  const one = { platformId, draftId: (await room.drafts.open({ platformId, name: 'draft' })).summary.id };
  // SQLite then reports the same as on a disk without room.
  const pages = Number(database.pragma('page_count', { simple: true }));
  const limit = (count: number) => database.pragma(`max_page_count = ${count}`);
  limit(pages + 12);

  const line = `# ${'x'.repeat(2000)}\n`;
  const type = async () => {
    const { seq, text } = await room.drafts.get(one);
    await room.drafts.edit({ ...one, seq, edits: [{ from: text.length, to: text.length, insert: line }], label: 'typing' });
  };
  const fill = async () => {
    for (;;) await type();
  };
  const full = { view: { code: 'DATA_NOT_WRITABLE', why: 'The disk is full.' } };
  await expect(fill()).rejects.toMatchObject(full);
  const typed = await room.drafts.get(one);
  expect(typed.seq).toBeGreaterThan(3);
  expect(typed.text.endsWith(line.repeat(typed.seq))).toBe(true);
  await expect(room.drafts.save({ ...one, message: '', author: 'window' })).rejects.toMatchObject(full);
  room = open();
  expect(await room.drafts.get(one)).toEqual(typed);
  expect((await store.platforms.versions(platformId, { limit: 9 })).versions).toHaveLength(1);
  expect(await store.platforms.get(platformId)).toMatchObject({ revision: 1 });

  limit(1_000_000);
  await type();
  expect((await room.drafts.save({ ...one, message: '', author: 'window' })).platform.revision).toBe(2);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  await db.destroy();
});

it('a data folder that may not be written is refused, with every byte of it as it was', async (context) => {
  const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [tester, ...testerArgs] = [...asNobody, 'test', '-r', join(import.meta.dirname, 'open.ts')];
  if (spawnSync(tester, testerArgs).status !== 0) context.skip('root may write everywhere, and no other user can read this checkout');
  const dir = newFolder();
  const store = await openStore({ dir, clock: virtualClock(), log: sketchLog() });
  const room = draftRoom(store, virtualClock());
  const { id: platformId } = await room.platform();
  const draft = await room.drafts.open({ platformId, name: 'draft' });
  await room.drafts.edit({
    platformId,
    draftId: draft.summary.id,
    seq: 0,
    edits: [{ from: 0, to: 0, insert: '# kept\n' }],
    label: 'typing',
  });
  await store.close();
  const copy = newFolder();
  cpSync(dir, copy, { recursive: true });
  for (const name of readdirSync(copy)) chmodSync(join(copy, name), 0o444);
  chmodSync(copy, 0o555);
  const before = readdirSync(copy).map((name) => readFileSync(join(copy, name)));

  const code = `
    import { openStore } from '#adapters/store/open.ts';
    import { systemClock } from '#adapters/clock/system-clock.ts';
    const log = { info() {}, warn() {}, error: () => '' };
    await openStore({ dir: process.env.DATA, clock: systemClock, log }).then(() => console.log('opened'), (error) => console.log(error.view?.code ?? error));`;
  const [program, ...rest] = [...asNobody, process.execPath, '--input-type=module-typescript', '-e', code];
  const options = { encoding: 'utf8' as const, cwd: join(import.meta.dirname, '../..'), env: { ...process.env, DATA: copy } };
  const result = spawnSync(program, rest, options);
  expect(`${result.stdout}${result.stderr}`.trim()).toBe('DATA_NOT_WRITABLE');
  expect(readdirSync(copy).map((name) => readFileSync(join(copy, name)))).toEqual(before);
});
