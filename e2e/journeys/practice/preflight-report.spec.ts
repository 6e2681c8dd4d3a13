// As somebody who looks at what was checked I let Hearth mend what it can, see before what that changes, and take the report with me.
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { preparePractice } from '../../fixtures/practice.ts';
import { setFault } from '../../screens/practice.ts';
import { signIn } from '../../screens/window.ts';
import { allIn, button, cell, goOn } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

test('a finding is mended from its cell, and the report says what was found', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await signIn(page, hearth, `/setup/${id}/access`);
  await expect(allIn(page, 4)).toBeVisible();
  await setFault(page, 'ash', 'Wrong clock');
  await goOn(page, 'preflight');
  await expect(page.getByText(/^1 block on ash/)).toBeVisible();
  const details = page.getByRole('region', { name: 'Details of the check' });
  await cell(page, 'elm', 'Kernel modules').click();
  await expect(details).toContainText('vxlan will be loaded');
  await expect(details).toContainText('/etc/modules-load.d/hearth.conf');
  await button(page, 'Load the modules now').click();
  await expect(button(page, 'Load the modules now')).toHaveCount(0);
  await cell(page, 'elm', 'Kernel modules').click();
  await expect(details).not.toContainText('will be loaded');

  const download = page.waitForEvent('download');
  await button(page, 'Export report').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/-preflight\.md$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/\| Clock \| pass \| pass \| \*\*block\*\* \| pass \|/);
  expect(text).toContain('## ash: Clock (block)');
  expect(text).toContain('`timedatectl timesync-status`');
});
