// As somebody who mistypes I am told beside the field, in words, what it takes, and what I typed right is kept.
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { preparePractice } from '../../fixtures/practice.ts';
import { openWindow, signIn, visit } from '../../screens/window.ts';
import { allIn, begin, button, goOn, heading, headings } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

interface Rule {
  readonly field: string | RegExp;
  readonly wrong: string;
  readonly message: RegExp;
  readonly right: string;
}

/** A wrong text has its message beside it; a right one takes the message away. */
async function expectRule(scope: Page | Locator, { field, wrong, message, right }: Rule): Promise<void> {
  const input =
    typeof field === 'string' ? scope.getByRole('textbox', { name: field, exact: true }) : scope.getByRole('textbox', { name: field });
  await input.fill(wrong);
  await input.press('Tab');
  await expect(input, `${field} takes no ${wrong}`).toHaveAttribute('aria-invalid', 'true');
  await expect(input).toHaveAccessibleDescription(message);
  await input.fill(right);
  await input.press('Tab');
  await expect(input, `${field} takes ${right}`).not.toHaveAttribute('aria-invalid', 'true');
}

const machineRules: readonly Rule[] = [
  { field: 'Address', wrong: '10.20.0.999', message: /Enter an IP address or a host name\./, right: '10.20.0.11' },
  { field: 'Port', wrong: '70000', message: /A port is 1 to 65535\./, right: '22' },
  { field: 'User', wrong: 'Root User', message: /A Linux user name, such as ubuntu\./, right: 'ubuntu' },
  { field: /^Name/, wrong: 'Node_1', message: /Lower-case letters, digits and hyphens/, right: 'oak' },
];
const settingRules: readonly Rule[] = [
  { field: 'Platform name', wrong: ' ', message: /Give the platform a name\./, right: 'Fields' },
  { field: 'Admin user', wrong: 'Admin!', message: /A lower-case name/, right: 'admin' },
  { field: 'Domain', wrong: 'Home Lan', message: /Enter a domain in lower case/, right: 'home.lan' },
  { field: 'MicroK8s channel', wrong: 'newest', message: /A channel looks like 1\.36\/stable\./, right: '1.36/stable' },
  { field: 'Storage class', wrong: 'My Class', message: /Lower-case letters, digits, dots and hyphens\./, right: 'microk8s-hostpath' },
  { field: 'Pod range', wrong: '10.1.0.0', message: /Enter a range such as/, right: '10.1.0.0/16' },
  { field: 'Pod range', wrong: '10.20.0.0/16', message: /The address of oak lies in this range/, right: '10.1.0.0/16' },
  { field: 'Service range', wrong: '10.1.128.0/24', message: /overlap; they must be apart/, right: '10.152.183.0/24' },
];

test('every field of the machines page has its rule', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await visit(page, hearth, '/setup');
  await expectRule(page, { field: 'What shall it be called?', wrong: ' ', message: /Give the platform a name\./, right: 'Fields' });
  await button(page, 'Begin').click();
  await goOn(page, 'machines');
  // One does not go on without a machine, and is told why.
  await button(page, 'Continue to access').click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not yet:' })).toContainText('Add at least one machine to go on.');
  await page.getByRole('tab', { name: 'By hand' }).click();
  const form = page.getByRole('tabpanel', { name: 'By hand' });
  for (const rule of machineRules) await expectRule(form, rule);
  await button(page, 'Add machine').click();
  const list = page.getByRole('table', { name: 'Machines in the platform' });
  await expect(list.getByRole('row')).toHaveCount(2);
  await form.getByRole('textbox', { name: 'Address' }).fill('10.20.0.11');
  await button(page, 'Add machine').click();
  await expect(form.getByRole('textbox', { name: 'Address' })).toHaveAccessibleDescription(
    /oak is already in the list with this address and port\./,
  );
  await expect(list.getByRole('row')).toHaveCount(2);

  // Taken out by mistake, put back by one press.
  await button(page, 'Remove oak').click();
  await expect(list).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(list.getByRole('row')).toHaveCount(2);
  await button(page, 'Edit oak').click();
  const dialog = page.getByRole('dialog', { name: 'Edit oak' });
  for (const rule of machineRules.slice(1)) await expectRule(dialog, rule);
  await dialog.getByRole('button', { name: 'Done' }).click();
});

test('a pasted list says which lines were not understood, and keeps them for mending', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await begin(page, 'Pasted');
  await page.getByRole('tab', { name: 'Paste a list' }).click();
  const list = page.getByLabel('List of machines');
  await list.fill('# a shelf\nubuntu@10.20.0.11  oak\n10.20.0.300\nelm ansible_host=10.20.0.12 ansible_user=pi\n10.20.0.11\nhttp://ash/');
  const problems = page.getByRole('alert', { name: 'Lines that were not understood' });
  await expect(problems.getByRole('listitem')).toHaveText([
    /^Line 3 10\.20\.0\.300 .* is neither an IP address nor a host name\./,
    /^Line 5 10\.20\.0\.11 .* is already in line 2\./,
    /^Line 6 http:\/\/ash\/ ./,
  ]);
  const read = page.getByRole('table', { name: 'Machines read from the list' });
  await expect(read.getByRole('row').filter({ hasText: '10.20.0.12' })).toContainText('pi');
  await expect(read.getByRole('row')).toHaveCount(3);
  await button(page, 'Add 2 machines').click();
  await expect(list).toHaveValue('10.20.0.300\n10.20.0.11\nhttp://ash/');
});

test('every field of the settings page has its rule, and a wrong one is not gone past', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await signIn(page, hearth, `/setup/${id}/access`);
  await expect(allIn(page, 4)).toBeVisible();
  await goOn(page, 'preflight');
  await expect(page.getByText('All 4 machines are fit.')).toBeVisible();
  await goOn(page, 'roles');
  await button(page, 'Add labels to elm').click();
  await expectRule(page, { field: 'Labels of elm', wrong: 'disk', message: /has no value; write disk=value\./, right: 'disk=ssd' });
  await goOn(page, 'settings');
  // Known versions are chosen; any other channel is typed.
  await page.getByRole('button', { name: /Version$/ }).click();
  await page.getByRole('option', { name: 'Another channel' }).click();
  for (const rule of settingRules) await expectRule(page, rule);
  await page
    .getByRole('switch', { name: /^Give ingress its own addresses/ })
    .locator('xpath=ancestor::label')
    .click();
  await expectRule(page, { field: 'First address', wrong: '10.20.0', message: /Enter an IPv4 address/, right: '10.20.0.240' });
  await expectRule(page, { field: 'Last address', wrong: '10.20.0.200', message: /must not come before the first/, right: '10.20.0.250' });

  await page.getByRole('textbox', { name: 'Domain' }).fill('Not A Domain');
  await button(page, 'Continue to review').click();
  await expect(heading(page, headings.settings)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Domain' })).toHaveAccessibleDescription(/Enter a domain in lower case/);
  await page.getByRole('textbox', { name: 'Domain' }).fill('fields.lan');
  await goOn(page, 'review');
  await expect(page.getByLabel('What you chose')).toContainText('fields.lan');
});
