// The lab's shell scripts; each of them makes or removes something on the machine that runs the tests.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labFolder } from './paths.ts';

const scripts = globSync('**/*.sh', { cwd: labFolder }).toSorted();

test.each(scripts)('%s is sound bash', (script) => {
  expect(spawnSync('bash', ['-n', script], { cwd: labFolder, encoding: 'utf8' }).stderr).toBe('');
});

const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
test.skipIf(!shellcheck)(shellcheck ? 'shellcheck finds nothing' : 'shellcheck: skipped, it is not installed', () => {
  // SC2154: the builder's and the services' variables come from their caller. SC1090: so does the name of a service's LIB.
  const args = ['--shell=bash', '--severity=warning', '--external-sources', '--source-path=SCRIPTDIR', '--exclude=SC2154,SC1090'];
  expect(spawnSync('shellcheck', [...args, ...scripts], { cwd: labFolder, encoding: 'utf8' }).stdout).toBe('');
});
