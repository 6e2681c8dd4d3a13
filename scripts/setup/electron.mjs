// Is the desktop program to be had here? Its binary is downloaded apart from the packages, and not everywhere.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnv, nodePath, root } from './install.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { hashOf, matches, write } from './stamp.mjs';

const folder = join(root, 'node_modules', 'electron');
const triedStamp = join(root, 'node_modules', '.hearth-electron');
/** A slow line gets its chance; a dead one must not hold the window back for long. */
const downloadMs = 120_000;

function isOnDisk() {
  const pathFile = join(folder, 'path.txt');
  return existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')));
}

const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/**
 * @param {{ isWindowWanted: boolean }} wish
 * @returns {Promise<{ isThere: boolean, why: string }>}
 */
export async function findElectron({ isWindowWanted }) {
  if (!isWindowWanted) return { isThere: false, why: 'no window was asked for' };
  if (!hasDisplay()) return { isThere: false, why: 'there is no display here' };
  if (isOnDisk()) return { isThere: true, why: "Electron's binary is here" };
  const version = hashOf([join(folder, 'package.json')]);
  if (matches(triedStamp, version))
    return { isThere: false, why: "Electron's binary could not be downloaded before (npx install-electron tries again)" };
  say("Fetching Electron's binary (once) …");
  const code = await run(nodePath(), [join(folder, 'install.js')], { cwd: root, env: nodeEnv(), timeoutMs: downloadMs });
  if (code === 0 && isOnDisk()) return { isThere: true, why: "Electron's binary was fetched" };
  write(triedStamp, version);
  return { isThere: false, why: "Electron's binary cannot be downloaded here" };
}
