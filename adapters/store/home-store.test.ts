import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HomeRecord } from '#core/ports/homes.ts';
import { sketchLog, sketchPlatform } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { openStore } from './open.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-homes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const openIn = (dir: string) => openStore({ dir, clock: virtualClock(), log: sketchLog() });

const record: HomeRecord = {
  platformId: 'p1',
  home: { kind: 'git', remote: 'https://git.example/x.git', branch: 'main', path: 'hearth.yaml', user: 'anna' },
  common: { text: 'name: a\n', commit: 'abc' },
  there: { text: null, commit: '' },
  checkedAt: 2000,
  sameAt: 1000,
  fault: null,
  merged: { draftId: 'd1', seq: 4, text: 'name: b\r\n', commit: 'def' },
};
const file: HomeRecord = { ...record, home: { kind: 'file', path: '/home/anna/home.yaml' }, common: null, there: null, merged: null };

describe.each([
  ['SQLite', () => openIn(mkdtempSync(join(root, 'data-')))],
  ['memory', async () => memoryStore()],
] as const)('second homes in %s', (_, open) => {
  it('are kept, replaced and removed, one for each platform', async () => {
    const store = await open();
    await store.platforms.insert(sketchPlatform('p1'));
    await store.platforms.insert(sketchPlatform('p2'));
    expect(await store.homes.get('p1')).toBe(null);
    await store.homes.save(record);
    await store.homes.save({ ...file, platformId: 'p2' });
    expect(await store.homes.list()).toEqual([record, { ...file, platformId: 'p2' }]);
    await store.homes.save(file);
    expect(await store.homes.get('p1')).toEqual(file);
    await store.homes.remove('p1');
    expect(await store.homes.get('p1')).toBe(null);
    expect(await store.homes.list()).toHaveLength(1);
    await store.close();
  });
});

it('a second home is the same after a restart, and goes with its platform', async () => {
  const dir = mkdtempSync(join(root, 'data-'));
  const first = await openIn(dir);
  await first.platforms.insert(sketchPlatform('p1'));
  await first.homes.save(record);
  await first.close();
  const second = await openIn(dir);
  expect(await second.homes.get('p1')).toEqual(record);
  await second.platforms.remove('p1');
  expect(await second.homes.list()).toEqual([]);
  await second.close();
});
