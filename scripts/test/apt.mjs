// Debian packages, where they can be had without asking anybody.
import { existsSync } from 'node:fs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';

/** Root needs no sudo; others only get apt when sudo asks for nothing. */
async function aptPrefix() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])) === 0 ? ['sudo', '-n'] : null;
}

/**
 * @param {string} name of the package
 * @returns {Promise<boolean>} whether it was installed
 */
export async function installByApt(name) {
  const prefix = await aptPrefix();
  if (prefix === null) return false;
  say(`Installing ${name} by apt (once) …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // A machine that was just switched on may be updating itself.
  const apt = [...prefix, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const [file = '', ...rest] = [...apt, ...args];
    if ((await run(file, rest, { env })) !== 0) return false;
  }
  return true;
}
