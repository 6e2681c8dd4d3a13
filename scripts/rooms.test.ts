// A fence without this test is not a fence: each forbidden import is planted in a copy of the tree and must be refused.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const rooms = ['contract', 'core', 'installer-steps', 'adapters', 'practice', 'doors', 'engine', 'server', 'electron', 'renderer'];
const loose = ['package.json', 'tsconfig.base.json', '.oxlintrc.json', 'catalog'];

const forbidden: ReadonlyArray<readonly [room: string, line: string]> = [
  ['contract', `import { fault } from '#core/fault.ts'; export const planted = fault;`],
  ['contract', `import { readFileSync } from 'node:fs'; export const planted = readFileSync;`],
  ['core', `import { openStore } from '#adapters/store/store.ts'; export const planted = openStore;`],
  ['core', `import { readFileSync } from 'node:fs'; export const planted = readFileSync;`],
  ['core', `import { z } from 'zod'; export const planted = z;`],
  ['core', `export const planted = () => document.title;`],
  ['core', `export const planted = () => process.pid;`],
  ['core', `export const planted = () => fetch('x');`],
  ['core', `export const planted = () => setTimeout(() => undefined, 1);`],
  ['installer-steps', `import { openHosts } from '#adapters/ssh/hosts.ts'; export const planted = openHosts;`],
  ['installer-steps', `export const planted = () => process.pid;`],
  ['adapters', `import { steps } from '#steps/registry.ts'; export const planted = steps;`],
  ['adapters', `import { openEngine } from '#engine/compose.ts'; export const planted = openEngine;`],
  ['practice', `import { openStore } from '#adapters/store/store.ts'; export const planted = openStore;`],
  ['doors', `import { openHosts } from '#adapters/ssh/hosts.ts'; export const planted = openHosts;`],
  ['renderer', `import type { Secret } from '#core/secret.ts'; export type Planted = Secret;`],
  ['renderer', `import { readFileSync } from 'node:fs'; export const planted = readFileSync;`],
  ['renderer', `import { app } from 'electron'; export const planted = app;`],
  ['engine', `import { App } from '#renderer/App.tsx'; export const planted = App;`],
];

describe('rooms', () => {
  const copy = mkdtempSync(join(tmpdir(), 'hearth-rooms-'));
  const bin = (name: string) => join(root, 'node_modules', '.bin', name);
  const types = (room: string) => spawnSync(bin('tsc'), ['-b', room], { cwd: copy, encoding: 'utf8' });
  const lint = (file: string) => spawnSync(bin('oxlint'), ['-c', '.oxlintrc.json', file], { cwd: copy, encoding: 'utf8' });

  beforeAll(() => {
    for (const room of rooms) cpSync(join(root, room), join(copy, room), { recursive: true });
    for (const file of loose) cpSync(join(root, file), join(copy, file), { recursive: true });
    mkdirSync(join(copy, '.types'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('the tree as it stands passes the type fence', { timeout: 120_000 }, () => {
    for (const room of rooms) expect(types(room).stdout).toBe('');
  });

  test.each(forbidden)('%s/ refuses: %s', { timeout: 60_000 }, (room, line) => {
    const file = join(copy, room, 'planted.ts');
    writeFileSync(file, `${line}\n`);
    try {
      const refused = types(room).status !== 0 || lint(join(room, 'planted.ts')).status !== 0;
      expect(refused).toBe(true);
    } finally {
      rmSync(file);
    }
  });
});
