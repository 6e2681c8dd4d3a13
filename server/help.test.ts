// What npm start says of its options is what the program takes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

function start(...args: string[]) {
  const script = join(import.meta.dirname, '..', 'scripts', 'start.mjs');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

/** A value that each option with one would take. */
const values: Readonly<Record<string, string>> = { N: '8080', DIR: '/d' };

test('--help lists every option there is, and none that is refused', () => {
  const { status, stdout } = start('--practice', '--help');
  expect(status).toBe(0);
  const listed = [...stdout.matchAll(/^ {2}(--[a-z-]+)(?: ([A-Z]+))? /gm)].map(([, option = '', value]) => ({ option, value }));
  const args = listed.flatMap(({ option, value }) => (value === undefined ? [option] : [option, values[value] ?? '']));
  const taken = readOptions(args.filter((arg) => arg !== '--help'));
  const everything = { practice: true, open: false, port: 8080, dataDir: '/d', printToken: true, restoreBackup: true };
  expect(taken).toEqual(everything);
});

test.each([
  [['--practise'], "Unknown option '--practise'"],
  [['--practice', 'stray'], "Unexpected argument 'stray'"],
  [['--port'], '--port <value>'],
])('%s is refused by name, with the way to the list, before anything is installed', (args, words) => {
  const { status, stdout, stderr } = start(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).toContain('npm start -- --help lists the options.');
});
