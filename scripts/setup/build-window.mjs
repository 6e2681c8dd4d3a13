// Builds the window when one of the files it is made of has changed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnv, nodePath, root } from './install.mjs';
import { run } from './run.mjs';
import { say, SetupError } from './say.mjs';
import { forget, hashOf, matches, write } from './stamp.mjs';

const stamp = join(root, '.build', 'renderer.stamp');
const madeOf = ['renderer', 'contract', 'vite.config.ts', 'package-lock.json'].map((name) => join(root, name));

export async function buildWindowIfNeeded() {
  const wanted = hashOf(madeOf);
  if (matches(stamp, wanted) && existsSync(join(root, '.build', 'renderer', 'index.html'))) return;
  say('Building the window …');
  forget(stamp);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await run(nodePath(), [vite, 'build', '--logLevel', 'warn'], { cwd: root, env: nodeEnv() });
  if (code !== 0) throw new SetupError(`The window could not be built (Vite ended with ${code}).`, 'Read the lines above.');
  write(stamp, wanted);
}
