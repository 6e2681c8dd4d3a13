// As somebody with a cluster already I give Hearth its kubeconfig and see it live: what comes, what changes, what goes.
import { expect, test } from '@playwright/test';
import { kubeconfigReport } from '#contract/cluster.ts';
import { platform } from '#contract/platforms.ts';
import { runPod, startCluster, type Cluster } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { restOf } from '../../fixtures/rest.ts';
import { openPods, podRow, row, sentence, table } from '../../screens/dashboard.ts';
import { goTo, signIn } from '../../screens/window.ts';

needs('cluster');

let cluster: Cluster;
let hearth: Hearth;
let platformId: string;
/** Of its own, in a cluster that may be somebody's. */
const name = `hearth-journey-${process.pid}`;

test.beforeAll(async () => {
  cluster = await startCluster();
  hearth = await startHearth();
  const rest = restOf(hearth);
  platformId = platform.parse(await rest.call('POST', '/platforms', { name: 'Given' })).id;
  const yaml = cluster.kubeconfig;
  const { contexts, commands } = kubeconfigReport.parse(await rest.call('POST', '/kubeconfig/inspect', { yaml }));
  const context = contexts.find(({ current }) => current)?.name ?? contexts[0]?.name;
  await rest.call('PUT', `/platforms/${platformId}/kubeconfig`, { yaml, context, allowedCommands: commands.map(({ hash }) => hash) });
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await cluster.kubectl('delete', 'pod', name, '--ignore-not-found', '--now');
  await hearth.stop();
  await cluster.stop();
});

test('a pod made by kubectl is on the screen within a second, and gone within a second', async ({ page }) => {
  await signIn(page, hearth, `/p/${platformId}`);
  await expect(sentence(page)).toContainText(`${cluster.nodes} node`);
  await openPods(page);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  // Among how many others it may be.
  await page
    .getByRole('searchbox', { name: 'Filter: Pods' })

    .fill(name);
  await expect(podRow(page, name)).toHaveCount(0);
  await runPod(cluster.kubectl, name);
  await expect(podRow(page, name)).toBeVisible({ timeout: 1000 });
  await expect(podRow(page, name)).toContainText('default');
  await cluster.kubectl('delete', 'pod', name, '--grace-period=0', '--force');
  await expect(podRow(page, name)).toHaveCount(0, { timeout: 1000 });
  await goTo(page, 'Events');
  await page
    .getByRole('searchbox', { name: 'Filter: Events' })

    .fill(name);
  await expect(table(page, 'Events').getByRole('row').filter({ hasText: name }).filter({ hasText: 'Scheduled' })).toBeVisible();
});

test('a node is closed for new pods, and the list says so while it is open', async ({ page }) => {
  test.skip(process.env['HEARTH_E2E_CLUSTER'] === 'given', 'nodes of a given cluster are left alone');
  const nodes = await cluster.kubectl('get', 'nodes', '--output', 'jsonpath={.items[*].metadata.name}');
  const node = nodes.split(' ').at(-1) ?? '';
  await signIn(page, hearth, `/p/${platformId}`);
  await goTo(page, 'Nodes');
  await expect(row(page, 'Nodes', node)).toContainText('Ready');
  await cluster.kubectl('cordon', node);
  await expect(row(page, 'Nodes', node)).toContainText('no new pods', { timeout: 1000 });
  await cluster.kubectl('uncordon', node);
  await expect(row(page, 'Nodes', node)).not.toContainText('no new pods', { timeout: 1000 });
});
