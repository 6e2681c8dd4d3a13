// What Hearth does with a data folder that is not as it left it.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFault } from '#core/fault.ts';
import { sketchLog, sketchPlatform } from '#core/runs/fixtures.ts';
import type { Store } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { migrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import { openStore, type StoreOptions } from './open.ts';

const day = 86_400_000;
let dir: string;
let path: string;
let clock: ReturnType<typeof virtualClock>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-damage-'));
  path = join(dir, 'hearth.sqlite');
  clock = virtualClock();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const open = (more: Partial<StoreOptions> = {}) => openStore({ dir, clock, log: sketchLog(), ...more });
const backups = () => (existsSync(join(dir, 'backups')) ? readdirSync(join(dir, 'backups')).toSorted() : []);
const namesOf = async (store: Store) => (await store.platforms.list()).map((platform) => platform.name);

/** A store with one platform; opened again a day later, so that there is a backup of it. */
async function fill(): Promise<void> {
  const store = await open();
  await store.platforms.insert({ ...sketchPlatform(), name: 'Home' });
  await store.close();
  await (await open({ clock: virtualClock(clock.now() + day) })).close();
}

const damages: readonly [string, () => void][] = [
  ['is no database', () => writeFileSync(path, 'not a database at all, but long enough to be read as one')],
  ['has its pages torn', () => tear(path)],
  ['is cut short', () => truncateSync(path, 9000)],
  ['is emptied', () => truncateSync(path, 0)],
];

function tear(file: string): void {
  const content = readFileSync(file);
  for (let place = 4096; place < content.length; place += 4096) content.fill(0xa5, place, place + 512);
  writeFileSync(file, content);
}

describe('a database that', () => {
  it.each(damages)('%s is set aside, and the newest backup is named', async (_, damage) => {
    await fill();
    damage();
    const broken = readFileSync(path);
    const [backup] = backups();
    const refused = await open().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      view: { code: 'STORE_DAMAGED', action: 'restore-backup', details: { path, backup: join(dir, 'backups', backup ?? '') } },
    });
    const aside = readdirSync(dir).filter((name) => name.startsWith('hearth.sqlite.damaged-') && !/-(wal|shm)$/.test(name));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(dir, aside[0] ?? ''))).toEqual(broken);
    expect(existsSync(path)).toBe(false);
  });

  it.each(damages)('%s gives way to the backup on demand', async (_, damage) => {
    await fill();
    damage();
    const store = await open({ restoreBackup: true });
    expect(await namesOf(store)).toEqual(['Home']);
    expect(store.notice).toMatch(/set aside as .*The backup hearth-.* of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC was restored/);
    await store.close();
  });

  it('was set aside earlier is spoken of, and the backup can still be had', async () => {
    await fill();
    tear(path);
    await expect(open()).rejects.toMatchObject({ view: { code: 'STORE_DAMAGED' } });
    const empty = await open();
    expect(await namesOf(empty)).toEqual([]);
    expect(empty.notice).toMatch(/started empty.*--restore-backup/);
    await empty.close();
    const restored = await open({ restoreBackup: true });
    expect(await namesOf(restored)).toEqual(['Home']);
    await restored.close();
  });

  it('is not there, and no backup of it either: who asked for one is told', async () => {
    const store = await open({ restoreBackup: true });
    expect(store.notice).toContain('no backup to restore');
    await store.close();
  });

  it('is sound is never replaced by an older backup', async () => {
    await fill();
    const store = await open({ restoreBackup: true });
    expect(store.notice).toContain('sound');
    expect(await namesOf(store)).toEqual(['Home']);
    await store.close();
  });

  it('is damaged like its newest backup comes back from an older one', async () => {
    await fill();
    await (await open({ clock: virtualClock(clock.now() + 2 * day) })).close();
    expect(backups()).toHaveLength(2);
    tear(join(dir, 'backups', backups()[1] ?? ''));
    tear(path);
    const store = await open({ restoreBackup: true });
    expect(await namesOf(store)).toEqual(['Home']);
    await store.close();
  });

  it('was written by a newer Hearth is refused and not touched', async () => {
    await fill();
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const before = readFileSync(path);
    await expect(open()).rejects.toMatchObject({ view: { code: 'STORE_NEWER', details: { path } } });
    await expect(open({ restoreBackup: true })).rejects.toMatchObject({ view: { code: 'STORE_NEWER' } });
    expect(readFileSync(path)).toEqual(before);
  });
});

it('any damage is met with a sound store or a clear refusal', { timeout: 30_000 }, async () => {
  await fill();
  const good = readFileSync(path);
  const bytes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.option(fc.nat(good.length - 1)), async (flips, cut) => {
      const mutant = Buffer.from(good);
      for (const [place, bits] of flips) mutant[place] = (mutant[place] ?? 0) ^ bits;
      rmSync(dir, { recursive: true });
      mkdirSync(dir, { mode: 0o700 });
      writeFileSync(path, cut === null ? mutant : mutant.subarray(0, cut));
      const result = await open().catch((error: unknown) => error);
      if (isFault(result)) expect(['STORE_DAMAGED', 'STORE_NEWER']).toContain(result.view.code);
      else if (isStore(result)) await result.close();
      else throw result;
    }),
    { numRuns: 200 },
  );
});

const isStore = (result: unknown): result is Store => typeof result === 'object' && result !== null && 'platforms' in result;

describe('a migration', () => {
  const more = (count: number): readonly Migration[] => [
    ...migrations,
    ...Array.from({ length: count }, (_, index) => ({
      name: `9${String(index).padStart(3, '0')}-more`,
      sql: `CREATE TABLE more_${index} (x); INSERT INTO more_${index} VALUES (1)`,
    })),
  ];

  it('is carried out once, with a copy of the database made before', async () => {
    await fill();
    await (await open({ migrations: more(1) })).close();
    await (await open({ migrations: more(1) })).close();
    expect(backups().filter((name) => name.includes('before-9000-more'))).toHaveLength(1);
    const copy = new Database(join(dir, 'backups', backups().find((name) => name.includes('before')) ?? ''), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(copy.prepare('SELECT count(*) FROM platforms').pluck().get()).toBe(1);
    copy.close();
    const store = await open({ migrations: more(1) });
    expect(await namesOf(store)).toEqual(['Home']);
    await store.close();
  });

  it('that fails half way leaves everything as it was', async () => {
    await fill();
    const broken: Migration = { name: '0002-broken', sql: 'CREATE TABLE half (x); DELETE FROM platforms; INSERT INTO nowhere VALUES (1)' };
    await expect(open({ migrations: [...migrations, broken] })).rejects.toThrow('nowhere');
    const store = await open();
    expect(await namesOf(store)).toEqual(['Home']);
    await store.close();
  });

  it('keeps the newest five copies, each for its owner only', async () => {
    await fill();
    await (await open({ migrations: more(8), clock: virtualClock(clock.now() + day + 1000) })).close();
    expect(backups()).toHaveLength(5);
    expect(backups().at(-1)).toContain('before-9007-more');
    for (const name of backups()) expect(statSync(join(dir, 'backups', name)).mode & 0o777).toBe(0o600);
  });
});

describe('the daily backup', () => {
  it('is made at the first opening of a day, and not of an empty database', async () => {
    await (await open()).close();
    expect(backups()).toEqual([]);
    await fill();
    expect(backups()).toHaveLength(1);
    const later = (ms: number) => open({ clock: virtualClock(clock.now() + day + ms) });
    await (await later(1000)).close();
    expect(backups()).toHaveLength(1);
    await (await later(day)).close();
    expect(backups()).toHaveLength(2);
  });
});

describe('the data folder', () => {
  it('and all in it are for their owner only', async () => {
    const nested = join(dir, 'deep', 'data');
    const store = await openStore({ dir: nested, clock, log: sketchLog() });
    await store.platforms.insert(sketchPlatform());
    expect(statSync(nested).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(nested))
      expect(`${name} ${(statSync(join(nested, name)).mode & 0o777).toString(8)}`).toBe(`${name} 600`);
    await store.close();
  });

  it('that belongs to others too is not shut to them', async () => {
    writeFileSync(join(dir, 'of-somebody-else'), '');
    chmodSync(dir, 0o755);
    await (await open()).close();
    expect(statSync(dir).mode & 0o777).toBe(0o755);
  });

  it('serves one engine at a time, and names it to the second', async () => {
    const first = await open();
    const before = readdirSync(dir).toSorted();
    await expect(open()).rejects.toMatchObject({ view: { code: 'DATA_IN_USE', details: { path: dir, pid: process.pid } } });
    expect(readdirSync(dir).toSorted()).toEqual(before);
    await first.platforms.insert(sketchPlatform());
    await first.close();
    const second = await open();
    expect(await namesOf(second)).toEqual(['Home']);
    await second.close();
  });

  it('with the traces of an engine that was killed is free', async () => {
    await (await open()).close();
    writeFileSync(join(dir, 'engine.pid'), `${process.ppid}\n`);
    await (await open()).close();
    expect(existsSync(join(dir, 'engine.pid'))).toBe(false);
  });

  it('that is a file is refused', async () => {
    rmSync(dir, { recursive: true });
    writeFileSync(dir, '');
    await expect(open()).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE', details: { path: dir } } });
    await expect(openStore({ dir: join(dir, 'below'), clock, log: sketchLog() })).rejects.toMatchObject({
      view: { code: 'DATA_NOT_WRITABLE' },
    });
  });

  it('without the right to write is refused, with nothing half-written', (context) => {
    const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const [tester, ...testerArgs] = [...asNobody, 'test', '-r', join(import.meta.dirname, 'open.ts')];
    if (spawnSync(tester, testerArgs).status !== 0) context.skip('root may write everywhere, and no other user can read this checkout');
    const data = join(dir, 'data');
    mkdirSync(data, { mode: 0o500 });
    chmodSync(dir, 0o755);
    const code = `
      import { openStore } from '#adapters/store/open.ts';
      import { systemClock } from '#adapters/clock/system-clock.ts';
      const log = { info() {}, warn() {}, error: () => '' };
      await openStore({ dir: process.env.DATA, clock: systemClock, log }).then(() => console.log('opened'), (error) => console.log(error.view?.code ?? error));`;
    const [program, ...rest] = [...asNobody, process.execPath, '--input-type=module-typescript', '-e', code];
    const result = spawnSync(program, rest, {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, DATA: data },
    });
    expect(`${result.stdout}${result.stderr}`.trim()).toBe('DATA_NOT_WRITABLE');
    expect(readdirSync(data)).toEqual([]);
  });
});
