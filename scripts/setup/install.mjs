// Brings node_modules to what the lock file says, and Node 24 with it; does nothing when that is already so.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';
import { say, SetupError } from './say.mjs';
import { forget, hashOf, matches, write } from './stamp.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.hearth-install');
const lock = join(root, 'package-lock.json');

const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
/** Sources are run as they are, which Node does from this version on. */
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;

/** The Node that runs Hearth: the one in node_modules, or this one where it is new enough. */
export const nodePath = () => (existsSync(ownNode) ? ownNode : process.execPath);

/** So that tools started by tools find the same Node. */
export const nodeEnv = () => ({ PATH: `${dirname(nodePath())}${delimiter}${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}` });

/** npm puts our own Node first on the path, so it may be what runs this; `npm ci` then takes it away under us. */
const lastingNode = () =>
  [
    process.env.npm_node_execpath,
    process.execPath,
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node')),
  ].find((node) => node !== undefined && !node.startsWith(modules) && existsSync(node)) ?? process.execPath;

/**
 * npm started us, so it says where it lies; otherwise the one beside this Node or on the path.
 * @param {readonly string[]} args
 */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && own.endsWith('.js')) return run(lastingNode(), [own, ...args], { cwd: root });
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root });
}

async function fetchNode() {
  // Its install script chooses the binary for this system; the scripts of other packages are not run.
  const code = await npm(['rebuild', 'node', '--loglevel=error']);
  if (code === 0 && existsSync(ownNode)) return;
  if (isNewEnough && existsSync(process.execPath)) {
    say(`Node 24 could not be fetched; this Node ${process.versions.node} is used.`);
    return;
  }
  throw new SetupError(
    `Hearth needs Node 24; this is ${process.versions.node}, and Node 24 could not be fetched (npm ended with ${code}).`,
    'Check the internet connection and the lines above, or install Node 24 yourself, then start again.',
  );
}

/** @returns {Promise<boolean>} whether anything had to be installed */
export async function installIfNeeded() {
  const wanted = hashOf([lock], [process.platform, process.arch]);
  if (matches(stamp, wanted) && (existsSync(ownNode) || isNewEnough)) return false;
  say('Installing what Hearth is made of (once; about a minute) …');
  forget(stamp);
  const code = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new SetupError(
      code === -1 ? 'npm could not be started.' : `npm could not install the packages (it ended with ${code}).`,
      'Check the internet connection and the lines above, then start again; nothing half-installed is used.',
    );
  }
  await fetchNode();
  write(stamp, wanted);
  return true;
}
