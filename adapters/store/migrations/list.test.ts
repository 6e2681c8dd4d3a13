import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { sketchLog, sketchPlatform } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { migrate } from '../migrate.ts';
import { openStore } from '../open.ts';
import { migrations } from './list.ts';

it('are in the order of their numbers, none left out', () => {
  expect(migrations.map(({ name }) => Number(name.slice(0, 4)))).toEqual(migrations.map((_, index) => index + 1));
});

it('bring a data folder from before there were documents forward with all that is in it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-migrations-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'hearth.sqlite');
  const database = new Database(path);
  const released = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === '0003-documents-and-drafts'),
  );
  migrate({ dir, path, database, now: 0, migrations: released });
  const platform = { ...sketchPlatform('p1'), revision: 2, savedAt: 200 };
  const content = JSON.stringify(platform);
  database.prepare('INSERT INTO platforms VALUES (?, ?, ?, ?)').run('p1', 2, 100, content);
  for (const [revision, savedAt] of [
    [1, 100],
    [2, 200],
  ])
    database
      .prepare('INSERT INTO platform_revisions VALUES (?, ?, ?)')
      .run('p1', revision, JSON.stringify({ ...platform, revision, savedAt }));
  const run = "INSERT INTO runs VALUES (?, ?, 'provision', 'Set up', 'done', ?, ?, 'window', 1, '[]', 0)";
  database.prepare(run).run('r1', 'p1', 150, 180);
  // The platform of this one was removed.
  database.prepare(run).run('r2', 'gone', 150, 180);
  database.close();

  const store = await openStore({ dir, clock: virtualClock(), log: sketchLog() });
  expect(await store.platforms.get('p1')).toEqual(platform);
  expect(await store.platforms.document('p1')).toBeNull();
  expect(await store.applied.get('p1')).toMatchObject({ runId: 'r1', revision: 1, at: 180 });
  expect(await store.applied.get('gone')).toBeNull();
  await store.platforms.adopt('p1', { text: 'name: Home\n', author: 'wizard', message: '', changes: 0 });
  expect(await store.platforms.versions('p1', { limit: 9 })).toMatchObject({ versions: [{ revision: 2, savedAt: 200 }], more: false });
  await store.close();
});
