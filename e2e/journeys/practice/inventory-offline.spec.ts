// As somebody on a train I go on working at the inventory: nothing of it needs a network, and nothing of it is lost.
import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import type { Hearth } from '../../fixtures/hearth.ts';
import { startHearth } from '../../fixtures/hearth.ts';
import type { Machine } from '../../fixtures/machines.ts';
import { test } from '../../fixtures/offline.ts';
import { createPlatform } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';
import { wireOf } from '../../fixtures/wire.ts';
import { editor, expectKept, nodeGrid, nodeRow, openView, tree } from '../../screens/inventory.ts';
import { goTo, main, signIn, statusBar, visit } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

/** They stay at home: addresses that nobody has. */
const machines: readonly Machine[] = [1, 2, 3, 4, 5].map((number) => ({
  name: `node${number}`,
  ip: `192.0.2.${number}`,
  user: 'ubuntu',
  password: '',
  hostKeyFingerprints: {},
}));

async function openInventory(page: Page, hearth: Hearth, rest: Rest): Promise<string> {
  const { id } = await createPlatform(rest, machines);
  await signIn(page, hearth, `/p/${id}/inventory`);
  await expect(nodeRow(page, 'node5')).toBeVisible();
  return id;
}

/** As they stand beside each other; the first is that of the marks. */
const columns = ['', 'Name', 'Address', 'Role', 'User'] as const;
const cellOf = (page: Page, node: string, column: (typeof columns)[number]): Locator =>
  nodeRow(page, node).locator(`[aria-colindex="${columns.indexOf(column) + 1}"]`);

async function fillCell(page: Page, [node, column]: readonly [string, (typeof columns)[number]], text: string): Promise<void> {
  await cellOf(page, node, column).click();
  await page.keyboard.press('F2');
  await page.getByLabel(`${column} of ${node}`).fill(text);
  await page.keyboard.press('Enter');
  await expect(cellOf(page, node, column)).toContainText(text);
}

/** The editor shows only the lines that are seen. */
async function goToTheEnd(page: Page): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
}

async function typeAtTheEnd(page: Page, text: string): Promise<void> {
  await goToTheEnd(page);
  await page.keyboard.type(text);
}

async function save(page: Page, why: string): Promise<void> {
  await button(page, 'Save inventory…').click();
  await page.getByRole('textbox', { name: /^Why/ }).fill(why);
  await page.getByRole('dialog').getByRole('button', { name: 'Save inventory', exact: true }).click();
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
}

const versions = (page: Page): Locator => page.getByRole('list', { name: 'Versions, newest first' });
const differences = (page: Page): Locator => page.getByRole('group', { name: /^What (differs|changes)/ });

test('edited in the text and in cells, mended, saved, compared and restored', async ({ page, hearth, rest, train }) => {
  await openInventory(page, hearth, rest);

  // What is undone does not ask in which view it was done.
  await openView(page, 'YAML');
  await typeAtTheEnd(page, '# the fifth stands in the attic');
  await openView(page, 'Table');
  await fillCell(page, ['node3', 'User'], 'anna');
  await openView(page, 'YAML');
  await goToTheEnd(page);
  await expect(editor(page)).toContainText('user: anna');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor(page)).not.toContainText('user: anna');
  await expect(editor(page)).toContainText('# the fifth stands in the attic');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor(page)).not.toContainText('attic');
  await openView(page, 'Table');
  await nodeGrid(page).focus();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(nodeRow(page, 'node3')).toContainText('anna');

  // Two mistakes: one is mended by its button, one by hand.
  await fillCell(page, ['node4', 'Role'], 'workr');
  await fillCell(page, ['node5', 'Address'], '192.0.2.1');
  await page.getByRole('button', { name: /^\d+ issues$/ }).click();
  const issues = page.getByRole('complementary', { name: 'Issues' });
  await expect(issues).toContainText('192.0.2.1');
  await issues.getByRole('button', { name: 'Set to worker' }).click();
  await expect(cellOf(page, 'node4', 'Role')).toHaveText('worker');
  await fillCell(page, ['node5', 'Address'], '192.0.2.5');
  await expect(issues).toContainText('No issues');

  await save(page, 'Anna looks after node3');
  await page.getByRole('tab', { name: 'Versions' }).click();
  const newest = versions(page).getByRole('button').first();
  await expect(newest).toContainText('Anna looks after node3');
  await newest.click();
  await expect(differences(page)).toContainText('node3: the user is anna, it was ubuntu');
  await versions(page).getByRole('button').nth(1).click();
  await button(page, 'Restore…').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('node3: the user is ubuntu, it was anna');
  await dialog.getByRole('button', { name: /^Restore version/ }).click();
  await expect(versions(page).getByRole('button').first()).toContainText('Saved now');
  await expect(versions(page).getByRole('button')).toHaveCount(4);
  await openView(page, 'Table');
  await expect(nodeRow(page, 'node3')).not.toContainText('anna');
  expect(train.attempts()).toEqual([]);
});

/** As another program's users keep it. */
const ansible = `[gpu]
dgx ansible_host=192.0.2.20 ansible_user=nvidia nvidia_driver=570

[gpu:vars]
rack=cellar
`;

async function exchange(page: Page, part: 'From Ansible' | 'For Ansible'): Promise<void> {
  await page.getByRole('tab', { name: 'Import and export' }).click();
  await page.getByRole('radio', { name: part }).click();
}

test('brought in from Ansible, taken out again, compared with machines that are away, and queued', async ({
  page,
  hearth,
  rest,
  train,
}) => {
  const id = await openInventory(page, hearth, rest);
  await exchange(page, 'From Ansible');
  await page.getByRole('textbox', { name: 'Inventory', exact: true }).fill(ansible);
  await expect(page.getByText('1 host, 1 group, 2 variables.')).toBeVisible();
  await button(page, 'Import into the draft').click();
  await expect(page.getByText('1 host imported into the draft')).toBeVisible();
  await openView(page, 'Table');
  await expect(nodeRow(page, 'dgx')).toContainText('192.0.2.20');
  await exchange(page, 'For Ansible');
  const exported = page.getByRole('region', { name: 'The inventory for Ansible' });
  await expect(exported).toContainText('ansible_host: 192.0.2.20');
  await openView(page, 'Table');
  await fillCell(page, ['dgx', 'Role'], 'worker');
  expect(train.attempts()).toEqual([]);

  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(page.getByText('Nothing has been applied yet.')).toBeVisible();
  await expect(page.getByText(/^The cluster has not been seen yet/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'What differs' })).toContainText('dgx is not in the cluster yet.');
  await button(page, 'Queue for later…').click();
  await button(page, 'Save and queue run').click();
  const queued = page.getByRole('list', { name: 'Queued' });
  await expect(queued).toContainText('Waiting');
  await expect(queued).toContainText(/do not answer/);
  await expect(queued.getByRole('button', { name: /^Start/ })).toBeDisabled();

  // It is asked for, it has not begun; and only the machines themselves were looked for.
  expect(await rest.call('GET', `/runs?platformId=${id}`)).toEqual([]);
  const known = [...machines.map(({ ip }) => ip), '192.0.2.20'].map((ip) => `connect ${ip}`);
  expect(known).toEqual(expect.arrayContaining([...train.attempts()]));
  expect(train.attempts().length).toBeGreaterThan(0);
});

const opened = z.object({ text: z.string() });
const drafts = z.array(z.object({ id: z.string(), name: z.string(), baseRevision: z.number() }));
const begun = z.object({ summary: z.object({ id: z.string() }) });
const listed = z.object({ versions: z.array(z.unknown()) });
const versionCount = async (rest: Rest, id: string): Promise<number> =>
  listed.parse(await rest.call('GET', `/platforms/${id}/versions`)).versions.length;
/** Of the draft with that name. */
async function draftText(rest: Rest, id: string, name = 'draft'): Promise<string> {
  const all = drafts.parse(await rest.call('GET', `/platforms/${id}/drafts`));
  const draft = all.find((one) => one.name === name);
  return opened.parse(await rest.call('GET', `/platforms/${id}/drafts/${draft?.id ?? ''}`)).text;
}

test('a save that nobody hears is given up with a word, and nothing is saved by itself later', async ({ page, hearth, rest, train }) => {
  const id = await openInventory(page, hearth, rest);
  await fillCell(page, ['node3', 'User'], 'anna');
  await expectKept(page);
  await openView(page, 'YAML');
  const before = await versionCount(rest, id);
  await hearth.kill();
  await typeAtTheEnd(page, '# typed in the tunnel');
  await expect(page.getByText('Not sent yet')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undo works again as soon as it does.')).toBeVisible();
  await button(page, 'Save inventory…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save inventory', exact: true }).click();
  await expect(dialog.getByText('nothing is saved or started by itself', { exact: false })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port, environment: train.environment });
  try {
    await expectKept(page);
    expect(await draftText(restOf(again), id)).toContain('# typed in the tunnel');
    expect(await versionCount(restOf(again), id)).toBe(before);
    await save(page, 'Out of the tunnel');
    expect(await versionCount(restOf(again), id)).toBe(before + 1);
  } finally {
    await again.stop();
  }
});

const press = (page: Page, keys: string): Promise<void> => page.keyboard.press(`ControlOrMeta+${keys}`);

test('edited in cells and in the text while Hearth is away, it is sent in that order, and no undo is done later', async ({
  page,
  hearth,
  rest,
  train,
}) => {
  const id = await openInventory(page, hearth, rest);
  await expectKept(page);
  await expect.poll(() => hasStyles(page)).toBe(true);
  await page.waitForLoadState('networkidle');
  await hearth.kill();
  await expect(statusBar(page)).toContainText('Hearth does not answer');
  await fillCell(page, ['node3', 'User'], 'anna');
  await expect(page.getByText('Not sent yet')).toBeVisible();
  // Nobody has opened this tab yet.
  await openView(page, 'YAML');
  await expect(editor(page)).toHaveCSS('font-variant-ligatures', 'none');
  await typeAtTheEnd(page, '# typed in the tunnel');
  await press(page, 'z');
  await press(page, 'z');
  await expect(page.getByText('Undo works again as soon as it does.').first()).toBeVisible();
  await expect(page.getByText('Not sent yet')).toBeVisible();

  const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port, environment: train.environment });
  try {
    await expectKept(page);
    const text = await draftText(restOf(again), id);
    expect(text).toContain('user: anna');
    expect(text).toContain('# typed in the tunnel');
    await press(page, 'z');
    await expect(editor(page)).not.toContainText('# typed in the tunnel');
    await expect(page.getByText('Undone: typing')).toBeVisible();
    await press(page, 'Shift+z');
    await expect(editor(page)).toContainText('# typed in the tunnel');
    expect(await draftText(restOf(again), id)).toContain('user: anna');
  } finally {
    await again.stop();
  }
});

/** None of the style sheets that the window has asked for is missing. */
const hasStyles = (page: Page): Promise<boolean> =>
  page.evaluate(() => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null));

test('a tab that could not be fetched says so in its place, and comes by itself', async ({ page, hearth, rest, train }) => {
  const parts = /\/assets\/TreeView/;
  await page.route(parts, (route) => route.abort());
  await openInventory(page, hearth, rest);
  await hearth.kill();
  await page.getByRole('tab', { name: 'Tree', exact: true }).click();
  await expect(main(page).getByText('Hearth does not answer.', { exact: true })).toBeVisible();
  // What is here already stays within reach.
  await openView(page, 'Table');
  await page.getByRole('tab', { name: 'Tree', exact: true }).click();
  await page.unroute(parts);
  const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port, environment: train.environment });
  try {
    await expect(tree(page)).toBeVisible({ timeout: 20_000 });
    expect(await hasStyles(page)).toBe(true);
  } finally {
    await again.stop();
  }
});

test('each page of it fits a narrow window', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await fillCell(page, ['node3', 'User'], 'anna');
  await save(page, 'Anna looks after node3');
  await page.setViewportSize({ width: 390, height: 844 });
  const tabs = page.getByRole('tablist', { name: 'Views of the inventory' }).getByRole('tab');
  for (const tab of await tabs.all()) {
    const name = await tab.textContent();
    await tab.click();
    await page.waitForLoadState('networkidle');
    const widest = await main(page).evaluate((shown) => Math.max(shown.scrollWidth, document.documentElement.scrollWidth));
    expect(widest, name ?? '').toBeLessThanOrEqual(390);
  }
  await page.getByRole('tab', { name: 'Versions' }).click();
  const newest = versions(page).getByRole('button').first();
  expect((await newest.boundingBox())?.width).toBeGreaterThan(300);
  await newest.click();
  expect((await differences(page).boundingBox())?.width).toBeGreaterThan(300);
});

test('opened while Hearth is away, it says so, and opens by itself once Hearth is back', async ({ page, hearth, rest, train }) => {
  await rest.call('POST', '/platforms', { name: 'Attic' });
  // What the page is made of is in the window already; what it shows is not.
  await openInventory(page, hearth, rest);
  await page.getByRole('button', { name: 'Platform: Lab' }).click();
  await page.getByRole('menuitem', { name: 'Attic' }).click();
  await expect(main(page)).toContainText('Attic has not been built yet.');
  await hearth.kill();
  await expect(statusBar(page)).toContainText('Hearth does not answer');
  await goTo(page, 'Inventory');
  await expect(page.getByRole('heading', { name: 'Inventory', exact: true })).toBeVisible();
  await expect(main(page).getByText('Hearth does not answer.', { exact: true })).toBeVisible({ timeout: 15_000 });
  const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port, environment: train.environment });
  try {
    await expect(nodeGrid(page)).toBeVisible({ timeout: 30_000 });
    await expectKept(page);
  } finally {
    await again.stop();
  }
});

test('a draft that was thrown away elsewhere is copied, and brought back with what was in it', async ({ page, hearth, rest }) => {
  const id = await openInventory(page, hearth, rest);
  await fillCell(page, ['node3', 'User'], 'anna');
  await expectKept(page);
  const [draft] = drafts.parse(await rest.call('GET', `/platforms/${id}/drafts`));
  await rest.call('DELETE', `/platforms/${id}/drafts/${draft?.id ?? ''}`);
  await expect(page.getByText('This draft is gone.')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy its text').click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('user: anna');
  await button(page, 'Bring it back').click();
  await expect(cellOf(page, 'node3', 'User')).toContainText('anna');
  await expectKept(page);
  expect(await draftText(rest, id)).toContain('user: anna');

  // Somebody has begun another one of that name meanwhile, and it stays as it is.
  const [restored] = drafts.parse(await rest.call('GET', `/platforms/${id}/drafts`));
  await rest.call('DELETE', `/platforms/${id}/drafts/${restored?.id ?? ''}`);
  const theirs = begun.parse(await rest.call('POST', `/platforms/${id}/drafts`, {})).summary.id;
  const changes = [{ kind: 'set', path: ['nodes', 'node1', 'user'], value: 'otto' }];
  await rest.call('POST', `/platforms/${id}/drafts/${theirs}/changes`, { changes });
  await button(page, 'Bring it back').click();
  await expect(page.getByText('This is the draft “draft 2”')).toBeVisible();
  await expect(cellOf(page, 'node3', 'User')).toContainText('anna');
  await expectKept(page);
  expect(await draftText(rest, id, 'draft 2')).not.toContain('otto');
  expect(await draftText(rest, id)).not.toContain('anna');
});

test('a discarded draft comes back with its version: what was saved since is not taken for removed', async ({ page, hearth, rest }) => {
  const id = await openInventory(page, hearth, rest);
  await fillCell(page, ['node3', 'User'], 'anna');
  await expectKept(page);
  const { text, version } = z
    .object({ text: z.string(), version: z.object({ revision: z.number() }) })
    .parse(await rest.call('GET', `/platforms/${id}/inventory`));
  await rest.call('PUT', `/platforms/${id}/inventory`, {
    text: `${text}# saved elsewhere\n`,
    expectedRevision: version.revision,
    message: '',
  });
  await expect(button(page, 'Merge')).toBeVisible();
  await button(page, 'More actions').click();
  await page.getByRole('menuitem', { name: 'Discard draft' }).click();
  await expect(page.getByText('Draft discarded')).toBeVisible();
  await expect(button(page, 'Merge')).toHaveCount(0);
  await button(page, 'Undo').last().click();
  await expect(cellOf(page, 'node3', 'User')).toContainText('anna');
  await expect(button(page, 'Merge')).toBeVisible();
});

test('what is refused is said, kept, and sent again when it is tried again', async ({ page, hearth, rest }) => {
  const wire = await wireOf(page);
  const id = await openInventory(page, hearth, rest);
  const refusal = page.getByRole('alert');
  wire.refuse('/drafts/change');
  await cellOf(page, 'node3', 'User').click();
  await page.keyboard.press('F2');
  await page.getByLabel('User of node3').fill('anna');
  await page.keyboard.press('Enter');
  await expect(refusal).toBeVisible();
  await expect(cellOf(page, 'node3', 'User')).toContainText('ubuntu');
  await expect(page.getByText('Not kept')).toBeVisible();
  wire.mend();
  await button(page, 'Try again').click();
  await expect(cellOf(page, 'node3', 'User')).toContainText('anna');
  await expectKept(page);
  await expect(refusal).toHaveCount(0);
  expect(await draftText(rest, id)).toContain('user: anna');

  // An undo is not done twice by accident: who wants it asks again.
  wire.refuse('/drafts/undo');
  await button(page, 'Undo User of node3').click();
  await expect(refusal).toBeVisible();
  await expect(button(page, 'Try again')).toHaveCount(0);
  await refusal.getByRole('button', { name: 'Dismiss' }).click();

  // What was typed stays, and can be sent when the word about it is long gone.
  await openView(page, 'YAML');
  wire.refuse('/drafts/edit');
  await typeAtTheEnd(page, '# no room for this');
  await expect(refusal).toBeVisible();
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('Not kept')).toBeVisible();
  wire.mend();
  await button(page, 'Try again').click();
  await expectKept(page);
  expect(await draftText(rest, id)).toContain('# no room for this');

  wire.refuse('/variables/missing');
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(refusal).toBeVisible();
  wire.mend();
  await refusal.getByRole('button', { name: 'Load again' }).click();
  await expect(refusal).toHaveCount(0);
});

test('all fixes at once are one step to take back', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await fillCell(page, ['node3', 'Role'], 'workr');
  await fillCell(page, ['node4', 'Role'], 'workr');
  await page.getByRole('button', { name: /^\d+ issues$/ }).click();
  await button(page, 'Apply all 2 fixes').click();
  await expect(page.getByText('2 fixes applied')).toBeVisible();
  await expect(cellOf(page, 'node4', 'Role')).toHaveText('worker');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(cellOf(page, 'node3', 'Role')).toContainText('workr');
  await expect(cellOf(page, 'node4', 'Role')).toContainText('workr');
});

test('every page of the inventory is reached by its name', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  for (const [command, tab] of [
    ['Show changes of the inventory', 'Changes'],
    ['Show secrets of the inventory', 'Secrets'],
    ['Import or export the inventory', 'Import and export'],
  ] as const) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('searchbox', { name: 'Search or run a command' }).fill(command);
    await expect(page.getByRole('menuitem').first()).toContainText(command);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: tab, exact: true })).toHaveAttribute('aria-selected', 'true');
  }
});

const sentence = 'what is typed while the train is in the tunnel stays where it was typed';

/** How much of the comment the window says is kept. */
async function watchKept(page: Page): Promise<() => Promise<number>> {
  await editor(page).evaluate((content) => {
    const mark = document.querySelector('[data-sync]');
    if (mark === null) throw new Error('Nothing says whether it is kept.');
    const note = (): void => {
      const comment = content.textContent.split('# ').at(-1) ?? '';
      if (mark.getAttribute('data-sync') === 'kept') document.body.dataset['kept'] = String(comment.length);
    };
    new MutationObserver(note).observe(mark, { attributes: true });
  });
  return () => page.evaluate(() => Number(document.body.dataset['kept'] ?? 0));
}

test('killed in the middle of typing, nothing is missing but the key that was on its way', async ({
  page,
  hearth,
  rest,
  train,
  context,
}) => {
  const id = await openInventory(page, hearth, rest);
  await openView(page, 'YAML');
  await typeAtTheEnd(page, '# ');
  await expectKept(page);
  const kept = await watchKept(page);
  const typing = page.keyboard.type(sentence, { delay: 60 });
  await expect.poll(kept, { intervals: [20] }).toBeGreaterThan(20);
  await hearth.kill();
  await typing;
  const before = await kept();
  await page.close({ runBeforeUnload: false });

  const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port, environment: train.environment });
  try {
    const next = await context.newPage();
    await visit(next, again, `/p/${id}/inventory?tab=yaml`);
    await expect(editor(next)).toBeVisible();
    await goToTheEnd(next);
    await expect(editor(next)).toContainText(`# ${sentence.slice(0, before)}`);
    const { text } = opened.parse(await restOf(again).call('POST', `/platforms/${id}/drafts`, {}));
    const stayed = text.split('# ').at(-1) ?? '';
    expect(sentence.startsWith(stayed), stayed).toBe(true);
    expect(stayed.length).toBeGreaterThanOrEqual(before);
  } finally {
    await again.stop();
  }
});
