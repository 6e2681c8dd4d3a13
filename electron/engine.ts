// The engine in its own process. The window's port arrives by message; nothing else does but the wish to end.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scope } from '#contract/base.ts';
import type { DoorContext } from '#doors/context.ts';
import { openMessagePort } from '#doors/message-port.ts';
import { openEngine } from '#engine/compose.ts';
import { dataDirFor } from '#engine/data-dir.ts';
import { recordDefects } from '#engine/defects.ts';

/** Beside Vite's output, in the repository as in the packaged program: package.json, catalog/ and the scripts. */
const resources = join(import.meta.dirname, '..', '..');

const { values } = parseArgs({
  options: { practice: { type: 'boolean' }, data: { type: 'string' }, 'restore-backup': { type: 'boolean' } },
  strict: false,
});
const mode = values.practice === true ? 'practice' : 'real';
const asked = typeof values.data === 'string' ? values.data : null;

const engine = await openEngine({
  mode,
  host: 'desktop',
  dataDir: dataDirFor({ mode, asked, env: process.env }),
  restoreBackup: values['restore-backup'] === true,
  resources,
  chartsDir: process.env['HEARTH_CHARTS'],
  helmProgram: process.env['HEARTH_HELM'],
});
recordDefects(engine.ports.log);
const context: DoorContext = { caller: { who: 'window', door: 'window', scopes: scope.options }, engine: engine.ports };

process.parentPort.on('message', ({ data, ports }) => {
  if (data === 'stop') void engine.close().then(() => process.exit(0));
  const [port] = ports;
  if (data !== 'connect' || port === undefined) return;
  openMessagePort(port, context);
  port.start();
});
