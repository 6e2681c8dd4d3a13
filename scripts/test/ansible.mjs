// Ansible from PyPI for the tests that compare with it, in a virtual environment under .cache that is made once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/install.mjs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';

const environment = join(root, '.cache', 'ansible');
const bin = join(environment, 'bin');
const wanted = 'ansible-core>=2.19,<2.21';

/** @returns {Promise<string | null>} the folder of its programs; null where it cannot be had */
export async function ansiblePrograms() {
  const program = join(bin, 'ansible-inventory');
  if (existsSync(program)) return bin;
  say('Installing ansible-core from PyPI into .cache/ansible (once) …');
  // pip puts the programs there last, so one that is there is whole.
  const code =
    (await run('python3', ['-m', 'venv', environment])) ||
    (await run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted], { timeoutMs: 300_000 }));
  if (code !== 0) say('Ansible could not be installed; the tests that compare with it are skipped.');
  return code === 0 && existsSync(program) ? bin : null;
}
