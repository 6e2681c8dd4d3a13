// The journeys in a real browser: over the practice lab, and over the real lab where it can run.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/install.mjs';
import { chromiumMissing } from './chromium.mjs';
import { isLabRequired, labMissing } from './lab.mjs';
import { playwrightCounts } from './reports.mjs';
import { stage, tool } from './stage.mjs';

const report = join(root, '.build', 'e2e-report.json');

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
