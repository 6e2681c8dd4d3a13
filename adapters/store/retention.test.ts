// What only grows is cut back, at opening and on demand, and nothing younger with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccessToken } from '#contract/system.ts';
import { sketchLog, sketchPlatform } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openStore } from './open.ts';

const day = 86_400_000;
const start = virtualClock().now();
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-retention-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const openAfter = (days: number) => openStore({ dir, clock: virtualClock(start + days * day), log: sketchLog() });

function count(sql: string): unknown {
  const database = new Database(join(dir, 'hearth.sqlite'), { readonly: true });
  try {
    return database.prepare(sql).pluck().all();
  } finally {
    database.close();
  }
}

it('revisions stay while they are young or among the last 200 of their platform', async () => {
  const store = await openAfter(0);
  const platform = { ...sketchPlatform('busy'), savedAt: start };
  await store.platforms.insert(platform);
  for (let revision = 2; revision <= 260; revision += 1) {
    // The last ten come forty days later.
    const savedAt = start + (revision > 250 ? 40 * day : 0);
    await store.platforms.update({ ...platform, revision, savedAt }, revision - 1);
  }
  await store.platforms.insert({ ...sketchPlatform('quiet'), savedAt: start });
  const kept = () =>
    count("SELECT platform_id || ' ' || count(*) || ' from ' || min(revision) FROM platform_revisions GROUP BY platform_id");
  await store.prune(start + 29 * day);
  expect(kept()).toEqual(['busy 260 from 1', 'quiet 1 from 1']);
  await store.prune(start + 41 * day);
  expect(kept()).toEqual(['busy 200 from 61', 'quiet 1 from 1']);
  expect(await store.platforms.get('busy')).toMatchObject({ revision: 260 });
  await store.close();
});

it('versions of the inventory stay however much was found out after them', async () => {
  const store = await openAfter(0);
  const platform = { ...sketchPlatform('busy'), savedAt: start };
  const document = (revision: number) => ({ text: `text ${revision}`, author: 'wizard', message: '', changes: 1 });
  await store.platforms.insert(platform, document(1));
  await store.drafts.insert({ id: 'd1', platformId: 'busy', name: 'draft', baseRevision: 3, origin: 'version', changedAt: start }, '');
  const edits = [{ from: 0, removed: '', insert: 'x' }];
  const merge = { seq: 1, kind: 'edit' as const, label: 'merge', at: start, edits, rebased: { from: 4, to: 6 } };
  await store.drafts.append('d1', merge);
  for (let revision = 2; revision <= 700; revision += 1)
    await store.platforms.update({ ...platform, revision }, revision - 1, ...(revision <= 300 ? [document(revision)] : []));
  await store.prune(start + 31 * day);
  const { versions } = await store.platforms.versions('busy', { limit: 500 });
  // The last 200 of them, and those that a draft began with, or would begin with again once a merge is taken back.
  expect(versions.map(({ revision }) => revision)).toEqual([...Array.from({ length: 200 }, (_, index) => 300 - index), 6, 4, 3]);
  expect(await store.platforms.document('busy')).toMatchObject({ text: 'text 300' });
  expect(count('SELECT count(*) FROM platform_revisions WHERE document IS NULL')).toEqual([200]);
  await store.close();
});

it('the audit stays for 400 days and at most 100,000 entries', async () => {
  await (await openAfter(0)).close();
  const database = new Database(join(dir, 'hearth.sqlite'));
  const add = database.prepare("INSERT INTO audit (at, who, door, action, result) VALUES (?, 'window', 'window', ?, 'ok')");
  database.transaction(() => {
    add.run(start, 'old');
    for (let entry = 0; entry < 100_010; entry += 1) add.run(start + 10 * day, `new ${entry}`);
  })();
  database.close();
  await (await openAfter(11)).close();
  expect(count('SELECT count(*) FROM audit')).toEqual([100_000]);
  expect(count('SELECT action FROM audit ORDER BY id LIMIT 1')).toEqual(['new 10']);
  const store = await openAfter(411);
  await store.audit.append({ at: start + 411 * day, who: 'window', door: 'window', action: 'last', result: 'ok' });
  await store.prune(start + 411 * day);
  await store.close();
  expect(count('SELECT action FROM audit')).toEqual(['last']);
});

it('tokens that ended stay for 90 days, those in use for ever', async () => {
  const store = await openAfter(0);
  const token = (id: string, more: Partial<AccessToken>): AccessToken => ({
    id,
    label: id,
    scopes: ['read'],
    createdAt: start,
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
    ...more,
  });
  await store.tokens.insert(token('in-use', {}), 'h1');
  await store.tokens.insert(token('revoked', {}), 'h2');
  await store.tokens.revoke('revoked', start + day);
  await store.tokens.insert(token('expired', { expiresAt: start + 2 * day }), 'h3');
  const left = async (days: number) => {
    await store.prune(start + days * day);
    return (await store.tokens.list()).map(({ id }) => id);
  };
  expect(await left(90)).toEqual(['expired', 'in-use', 'revoked']);
  expect(await left(91.5)).toEqual(['expired', 'in-use']);
  expect(await left(1000)).toEqual(['in-use']);
  await store.close();
});

it('sessions that are over are forgotten, and the data folder keeps its id', async () => {
  const store = await openAfter(0);
  await store.sessions.save({ hash: 'idle', beganAt: start, usedAt: start });
  await store.sessions.save({ hash: 'busy', beganAt: start, usedAt: start + 8 * day });
  await store.close();
  const later = await openAfter(9);
  expect((await later.sessions.list()).map(({ hash }) => hash)).toEqual(['busy']);
  expect(later.installationId).toBe(store.installationId);
  await later.prune(start + 31 * day);
  expect(await later.sessions.list()).toEqual([]);
  await later.close();
});
