// A Chromium for the end-to-end tests: the system's, else by apt where that is possible, else Playwright's own.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { nodeEnv, nodePath, root } from '../setup/install.mjs';
import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';
import { installByApt } from './apt.mjs';

const debian = '/usr/bin/chromium';

function hasPlaywrights() {
  const folder =
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ms-playwright');
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('chromium'));
}

// Some systems have a package of this name that only points to a snap.
const byApt = async () => (await installByApt('chromium')) && existsSync(debian) && (await run(debian, ['--version'])) === 0;

/** @returns {Promise<string | null>} why there is none, or null when there is one */
export async function chromiumMissing() {
  if (existsSync(debian) || hasPlaywrights() || (await byApt())) return null;
  say("Fetching Playwright's Chromium (once) …");
  const code = await run(nodePath(), [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
    cwd: root,
    env: nodeEnv(),
    timeoutMs: 600_000,
  });
  return code === 0 ? null : 'no Chromium could be installed, neither by apt nor by Playwright';
}
