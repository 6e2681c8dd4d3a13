// npm start: installs what is missing, builds what has changed, starts Hearth. Needs nothing but Node 18 and npm.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildWindowIfNeeded } from './setup/build-window.mjs';
import { findElectron } from './setup/electron.mjs';
import { installIfNeeded, nodeEnv, nodePath, root } from './setup/install.mjs';
import { readOptions, usage } from './setup/options.mjs';
import { say, sayWhyNot } from './setup/say.mjs';

const options = process.argv.slice(2);
/** These are about the server that a browser talks to; the desktop program has no port and prints no token. */
const isServerAsked = options.some((option) => /^--(print-token|port)(=|$)/.test(option));
const isWindowWanted = !options.includes('--no-open') && !isServerAsked;

/** Node keeps its compiled code here, which halves the time to the first answer. */
const compiled = join(root, '.build', 'compiled');
const lookEveryMs = 500;

/**
 * A signal to npm ends npm and its shell, but not what they started; a new parent shows that they are gone.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithNpm(child) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== 'start') return;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, lookEveryMs).unref();
}

/**
 * Hands over to the program: its output is ours, our signals and our end are its.
 * @param {readonly string[]} args
 */
function become(args) {
  // Over the fourth channel it notices when we are gone without a signal.
  const child = spawn(nodePath(), args, {
    cwd: root,
    env: { ...process.env, ...nodeEnv(), NODE_COMPILE_CACHE: compiled },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  child.on('error', (error) => {
    sayWhyNot(error);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // Ended by a signal is told as a shell tells it.
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}

async function start() {
  await installIfNeeded();
  const electron = await findElectron({ isWindowWanted });
  if (electron.isThere) {
    say(`Desktop window (Electron): ${electron.why}.`);
    become([join(root, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js'), 'start', '--', ...options]);
  } else {
    await buildWindowIfNeeded();
    say(`The same engine behind a browser: ${electron.why}.`);
    become([join(root, 'server', 'main.ts'), ...options]);
  }
}

try {
  if (readOptions(options)) process.stdout.write(usage);
  else await start();
} catch (error) {
  sayWhyNot(error);
  process.exitCode = 1;
}
