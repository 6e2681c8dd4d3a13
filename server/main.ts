// Hearth behind a browser on this machine: takes a port, opens the engine, shows the window, ends cleanly.
import { fileURLToPath } from 'node:url';
import { openEngine, type Engine } from '#engine/compose.ts';
import { dataDirFor } from '#engine/data-dir.ts';
import { recordDefects } from '#engine/defects.ts';
import { randomness } from '#engine/randomness.ts';
import { scope } from '#contract/base.ts';
import { openSessions, type Sessions } from '#core/access/sessions.ts';
import { replaceToken } from '#core/access/tokens.ts';
import { endWith } from './end.ts';
import { listen } from './listen.ts';
import { createOpenAnswers } from './open-answers.ts';
import { chooseWindow, openWindow } from './open-window.ts';
import { readOptions, type Options } from './options.ts';
import { say, sayWhyNot } from './say.ts';

const windowDir = fileURLToPath(new URL('../.build/renderer', import.meta.url));

interface Started {
  readonly options: Options;
  readonly engine: Engine;
  readonly sessions: Sessions;
  readonly url: string;
}

async function printToken({ engine, sessions, url }: Started): Promise<void> {
  const { value } = await replaceToken(engine.ports.access, { label: 'print-token', scopes: scope.options, expiresInDays: null });
  process.stdout.write(`${JSON.stringify({ url, token: value, open: addressFor(url, sessions) })}\n`);
}

/** The fragment is never sent over the network nor logged; the page takes it out of the address at once. */
const addressFor = (url: string, sessions: Sessions) => `${url}/#open=${sessions.issueOpening()}`;

async function showWindow({ options, sessions, url }: Started): Promise<void> {
  if (options.open) {
    const choice = await chooseWindow({ platform: process.platform, env: process.env });
    say(choice.because);
    openWindow(choice, addressFor(url, sessions), (error) => say(`It did not start: ${error.message}. Open the address below.`));
  } else {
    say('No window, because of --no-open.');
  }
  say(`Address (works once): ${addressFor(url, sessions)}`);
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const listening = await listen(options.port);
  const mode = options.practice ? 'practice' : 'real';
  const dataDir = dataDirFor({ mode, asked: options.dataDir, env: process.env });
  const engine = await openEngine({
    mode,
    host: 'browser',
    dataDir,
    restoreBackup: options.restoreBackup,
    chartsDir: process.env['HEARTH_CHARTS'],
    helmProgram: process.env['HEARTH_HELM'],
  });
  const { access, log } = engine.ports;
  recordDefects(log);
  const sessions = await openSessions({ store: engine.ports.store.sessions, clock: engine.ports.clock, randomness, log });
  endWith(async () => {
    await listening.close();
    await engine.close();
  });
  const open = createOpenAnswers();
  engine.onTokenRevoked((tokenId) => open.end(tokenId));
  listening.serve({ engine: engine.ports, access, sessions, open, port: listening.port, windowDir });
  const started: Started = { options, engine, sessions, url: `http://127.0.0.1:${listening.port}` };
  say(`Hearth ${engine.ports.about.version} (${mode === 'practice' ? 'practice lab' : 'real machines'}), data in ${dataDir}`);
  if (engine.ports.about.notice !== null) say(engine.ports.about.notice);
  await showWindow(started);
  if (options.printToken) await printToken(started);
}

try {
  await start();
} catch (error) {
  sayWhyNot(error);
  process.exit(1);
}
