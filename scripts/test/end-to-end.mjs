// The journeys in a real browser: over the practice lab, and over the real lab where it can run.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../setup/install.mjs';
import { chromiumMissing } from './chromium.mjs';
import { playwrightCounts } from './reports.mjs';
import { stage, tool } from './stage.mjs';

const report = join(root, '.build', 'e2e-report.json');
/** Set by .ci/run: a lab that cannot run is then a failure and not a reason to skip. */
const isLabRequired = process.env.HEARTH_LAB === 'required';
const isOwnCluster = (process.env.HEARTH_E2E_CLUSTER ?? 'lab') === 'lab';

/** @param {string} name */
const isOnPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** @returns {Promise<string | null>} why it cannot run, or null when it is ready */
async function labMissing() {
  if (!isOwnCluster) return null;
  if (process.platform !== 'linux') return 'the real lab needs Linux';
  if (process.getuid?.() !== 0) return 'the real lab needs root';
  if (!isOnPath('go') && !isLabRequired) return 'the real lab is built with Go, which is not installed';
  const { code, last } = await stage('lab build', [join('e2e', 'lab', 'cli.ts'), 'build'], { env: { NO_COLOR: '1' } });
  return code === 0 ? null : `the real lab could not be built: ${last}`;
}

/**
 * @param {import('./tally.mjs').Tally} tally
 * @param {string} project
 */
async function journeys(tally, project) {
  const folder = join(root, 'e2e', 'journeys', project);
  const isThere = existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'));
  if (!isThere) return tally.skip(`end to end, ${project}`, 'there are no such journeys');
  rmSync(report, { force: true });
  const args = [tool('@playwright/test/cli.js'), 'test', '--config', join('e2e', 'playwright.config.ts'), '--project', project];
  const { code } = await stage(`end to end ${project}`, args, { env: { NO_COLOR: '1' } });
  tally.add(playwrightCounts(report, code));
}

/** @param {import('./tally.mjs').Tally} tally */
export async function endToEnd(tally) {
  const noBrowser = await chromiumMissing();
  if (noBrowser !== null) {
    if (isLabRequired) tally.fail(`end to end: ${noBrowser}`);
    else tally.skip('end to end', noBrowser);
    return;
  }
  await journeys(tally, 'practice');
  const noLab = await labMissing();
  if (noLab === null) await journeys(tally, 'lab');
  else if (isLabRequired) tally.fail(`end to end, lab: ${noLab}`);
  else tally.skip('end to end, lab', noLab);
}
