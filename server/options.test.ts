import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('nothing said: a window, a free port, real machines, the usual folder', () => {
  const usual = { practice: false, open: true, port: 0, dataDir: null, printToken: false, restoreBackup: false };
  expect(readOptions([])).toEqual(usual);
});

test('everything said', () => {
  const all = ['--practice', '--no-open', '--port', '8080', '--data', '/d', '--print-token', '--restore-backup'];
  expect(readOptions(all)).toEqual({ practice: true, open: false, port: 8080, dataDir: '/d', printToken: true, restoreBackup: true });
});

test.each([
  [['--port', 'seven'], '--port takes a number'],
  [['--port', '65536'], '--port takes a number'],
  [['--port=-1'], '--port takes a number'],
  [['--port'], '--port'],
  [['--data'], '--data'],
  [['--data='], '--data takes a folder'],
  [['--practice=yes'], '--practice'],
  [['--wrong'], "Unknown option '--wrong'"],
  [['stray'], 'stray'],
])('%s makes no sense, and is told so', (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});
