// The wizard, by mouse.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Machine } from '../fixtures/machines.ts';
import { main } from './window.ts';

export const button = (page: Page, name: string | RegExp): Locator =>
  typeof name === 'string' ? page.getByRole('button', { name, exact: true }) : page.getByRole('button', { name });
export const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name });

export type Step = 'machines' | 'cluster' | 'rights' | 'access' | 'preflight' | 'roles' | 'settings' | 'review' | 'finish';
export const headings: Readonly<Record<Step | 'distribution' | 'nodes' | 'run', string>> = {
  distribution: 'Which Kubernetes shall it be?',
  machines: 'Which machines shall become the platform?',
  cluster: 'Which cluster is it?',
  rights: 'What may Hearth do there?',
  nodes: 'Which machines shall become the platform?',
  access: 'Let Hearth in',
  preflight: 'Are the machines fit for it?',
  roles: 'Who does what?',
  settings: 'Name it and choose what runs on it',
  review: 'Exactly this will be done',
  run: 'Set up',
  finish: 'The platform is ready',
};

export async function begin(page: Page, name: string): Promise<void> {
  await main(page).getByRole('button', { name: 'Set up a platform' }).click();
  await page.getByLabel('What shall it be called?').fill(name);
  await button(page, 'Begin').click();
  await expect(heading(page, headings.distribution)).toBeVisible();
  await goOn(page, 'machines');
}

export async function goOn(page: Page, step: Step): Promise<void> {
  await button(page, `Continue to ${step}`).click();
  await expect(heading(page, headings[step])).toBeVisible();
}

export const listOf = (machines: readonly Machine[]): string =>
  machines.map((machine) => `${machine.user}@${machine.ip}  ${machine.name}`).join('\n');

export async function pasteMachines(page: Page, machines: readonly Machine[]): Promise<void> {
  await page.getByRole('tab', { name: 'Paste a list' }).click();
  await page.getByLabel('List of machines').fill(listOf(machines));
  await button(page, machines.length === 1 ? 'Add 1 machine' : `Add ${machines.length} machines`).click();
  const table = page.getByRole('table', { name: 'Machines in the platform' });
  for (const machine of machines) await expect(table.getByRole('row').filter({ hasText: machine.ip })).toContainText(machine.name);
}

const keyTable = (page: Page): Locator => page.getByRole('table', { name: 'Compare the host keys' });

/** Compares what is shown with what the machines themselves say, then trusts all of them. */
export async function compareKeys(page: Page, machines: readonly Machine[]): Promise<void> {
  for (const machine of machines) {
    const row = keyTable(page).getByRole('row').filter({ hasText: machine.ip });
    await expect(row.locator('code')).toHaveText(/^SHA256:/);
    expect(Object.values(machine.hostKeyFingerprints)).toContain(await row.locator('code').textContent());
  }
}

export async function trustKeys(page: Page, machines: readonly Machine[]): Promise<void> {
  await compareKeys(page, machines);
  await button(page, machines.length === 1 ? 'Trust this host key' : `Trust all ${machines.length} host keys`).click();
}

const machinesWords = (count: number): string => (count === 1 ? '1 machine' : `${count} machines`);

export interface KeyInstallation {
  readonly password: string;
  readonly count: number;
  readonly passwordlessSudo: boolean;
}

export async function installKey(page: Page, { password, count, passwordlessSudo }: KeyInstallation): Promise<void> {
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password);
  if (passwordlessSudo) await answerSudo(page, 'Allow sudo without a password');
  await button(page, `Install key on ${machinesWords(count)}`).click();
}

/** What becomes of the password once the key is installed. */
export async function answerSudo(page: Page, answer: string): Promise<void> {
  const choice = page.getByRole('radio', { name: answer });
  await choice.locator('xpath=ancestor::label').click();
  await expect(choice).toBeChecked();
}

export const allIn = (page: Page, count: number): Locator =>
  page.getByText(count === 1 ? 'The machine lets Hearth in.' : `All ${machinesWords(count)} let Hearth in.`);

/** The boxes of the window lie over the real ones: a click goes to what is seen. */
async function setCheckbox(box: Locator, on: boolean): Promise<void> {
  if ((await box.isChecked()) !== on) await box.locator('xpath=ancestor::label').click();
  await expect(box).toBeChecked({ checked: on });
}

/** The row of a machine on the access page, and what opens below it. */
export const accessRow = (page: Page, name: string): Locator =>
  page
    .getByRole('table', { name: 'Access to each machine' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });

/** Opens what is known of the connection of a machine. */
export async function openConnection(page: Page, name: string): Promise<Locator> {
  await button(page, `Show the connection of ${name}`).click();
  return page.getByRole('row').filter({ has: page.getByRole('list', { name: `Connection of ${name}, step by step` }) });
}

export async function chooseControl(page: Page, name: string): Promise<void> {
  const choice = page.getByRole('radio', { name: `Make ${name} the control node` });
  await choice.check();
  await expect(choice).toBeChecked();
}

export const componentBox = (page: Page, title: RegExp): Locator =>
  page.getByRole('region', { name: 'Components' }).getByRole('checkbox', { name: title });
export const chooseComponent = (page: Page, title: RegExp, on = true): Promise<void> => setCheckbox(componentBox(page, title), on);

export async function build(page: Page, count: number): Promise<void> {
  await button(page, `Build the platform on ${machinesWords(count)}`).click();
  await expect(page.getByRole('table', { name: 'Tasks by node' })).toBeVisible();
}

/** A cell of the preflight matrix. */
export const cell = (page: Page, node: string, check: string): Locator =>
  page.getByRole('grid', { name: 'Checks of every machine' }).getByRole('button', { name: new RegExp(`^${check} on ${node}: `, 'i') });
