// Runs one part of the tests with its whole output in .build/test-logs/, and shows its end when it fails.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnv, nodePath, root } from '../setup/install.mjs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';

export const logs = join(root, '.build', 'test-logs');
/** Lines shown of a failed stage; the rest is in its log. */
const shownLines = 60;

/**
 * @param {string} name
 * @param {readonly string[]} script a script of this repository or of a package, and its arguments
 * @param {{ env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, last: string }>}
 */
export async function stage(name, script, options = {}) {
  mkdirSync(logs, { recursive: true });
  const path = join(logs, `${name.replaceAll(' ', '-')}.log`);
  const output = openSync(path, 'w');
  const from = Date.now();
  const env = { ...nodeEnv(), ...options.env };
  const code = await run(nodePath(), script, { cwd: root, output, ...options, env });
  closeSync(output);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  say(`${code === 0 ? 'ok     ' : 'FAILED '} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (code !== 0) say(`${lines.slice(-shownLines).join('\n')}\n  whole output: ${path}`);
  return { code, last: lines.at(-1) ?? '' };
}

/**
 * The script behind a command of a package.
 * @param {string} path below node_modules
 */
export const tool = (path) => join(root, 'node_modules', path);
