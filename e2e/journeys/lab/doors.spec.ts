// As somebody who automates, I build a platform through MCP and look after it through REST: one Hearth behind both.
// Its components are what they are elsewhere: cert-manager comes from its real chart and issues a certificate.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { plan, run } from '#contract/runs.ts';
import { z } from 'zod';
import { certificates } from '../../fixtures/certificates.ts';
import { applyOn, kubectlOn, type Kubectl } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { connectMcp } from '../../fixtures/mcp.ts';
import { createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { refusalOf, restOf, type Rest } from '../../fixtures/rest.ts';
import { chartsOf } from '../../lab/charts.ts';
import { row } from '../../screens/dashboard.ts';
import { expectDone, grid } from '../../screens/run.ts';
import { goTo, signIn } from '../../screens/window.ts';

needs('bare');
// One platform, looked at step by step.
test.describe.configure({ mode: 'serial' });

const started = z.object({ runId: z.string() });

let machines: Machines;
let hearth: Hearth;
let rest: Rest;
let kubectl: Kubectl;
let platformId: string;

test.beforeAll(async () => {
  machines = await startMachines({ count: 2, layers: ['cert-manager'] });
  hearth = await startHearth({ environment: { HEARTH_CHARTS: await chartsOf('cert-manager') } });
  rest = restOf(hearth);
  kubectl = kubectlOn(machines, 'node1');
  platformId = (await createPlatform(rest, machines.nodes, ['registry', 'cert-manager'])).id;
  await prepareAccess(rest, machines, platformId);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await machines.stop();
});

test('a platform is built by an MCP tool, followed by REST, and seen in the window', async ({ page }) => {
  const mcp = await connectMcp(hearth);
  const what = { platformId, kind: 'provision' };
  const byMcp = plan.parse(await mcp.call('runs_plan', what));
  expect(byMcp).toEqual(plan.parse(await rest.call('POST', '/runs/plan', what)));

  const { runId } = started.parse(await mcp.call('runs_start', what));
  // While it runs, nobody else may change the platform, whichever door they come through.
  const busy = await mcp.refused('runs_start', what);
  expect(busy.code).toBe('PLATFORM_BUSY');
  expect(refusalOf(await rest.ask('POST', '/runs', what))).toEqual(busy);
  await signIn(page, hearth, `/runs/${runId}`);
  await expect(grid(page).locator('[data-cell]')).toHaveCount(byMcp.tasks.length);

  const done = await finished(rest, runId);
  expect(done.tasks.map(({ id, title, needs }) => ({ id, title, needs }))).toEqual(
    byMcp.tasks.map(({ id, title, needs }) => ({ id, title, needs })),
  );
  expect(run.parse(await mcp.call('runs_get', { runId }))).toEqual(done);
  await expectDone(page);
  expect(await mcp.call('cluster_list', { platformId, kind: 'nodes' })).toMatchObject({ total: 2 });
  await mcp.close();
});

test('cert-manager runs, refuses what is wrong, and issues a certificate', async ({ page }) => {
  const readiness = 'jsonpath={range .items[*]}{.metadata.labels.app} ready={.status.containerStatuses[0].ready}{"\\n"}{end}';
  const running = ['--namespace', 'cert-manager', '--field-selector', 'status.phase=Running'];
  const pods = await kubectl('get', 'pods', ...running, '--output', readiness);
  expect(pods.split('\n').toSorted()).toEqual(['cainjector ready=true', 'cert-manager ready=true', 'webhook ready=true']);
  await signIn(page, hearth, `/p/${platformId}`);
  await goTo(page, 'Workloads');
  for (const name of ['cert-manager', 'cert-manager-cainjector', 'cert-manager-webhook'])
    await expect(row(page, 'Deployments', name)).toContainText('Ready');

  expect(await applyOn(machines, { node: 'node1', distribution: 'microk8s' }, certificates.home)).toContain(
    'certificate.cert-manager.io/home created',
  );
  expect(await applyOn(machines, { node: 'node1', distribution: 'microk8s' }, certificates.nameless)).toMatch(
    /admission webhook "webhook\.cert-manager\.io" denied the request: spec: Invalid value: "": at least one of commonName, dnsNames/,
  );
  const inside = ['--namespace', certificates.namespace];
  await kubectl('wait', ...inside, '--for=condition=Ready', 'certificate/home', '--timeout=60s');
  const secret = z
    .object({ data: z.object({ 'tls.crt': z.string(), 'tls.key': z.string() }) })
    .parse(JSON.parse(await kubectl('get', 'secret', ...inside, 'home-tls', '--output', 'json'))).data;
  const issued = new X509Certificate(Buffer.from(secret['tls.crt'], 'base64'));
  expect(issued.checkHost('shelf.home.lan')).toBe('*.home.lan');
  expect(issued.verify(issued.publicKey)).toBe(true);
  expect(issued.checkPrivateKey(createPrivateKey(Buffer.from(secret['tls.key'], 'base64')))).toBe(true);
});

test('a second run finds everything as wanted and changes nothing', async ({ page }) => {
  const again = await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  expect(again.tasks.filter(({ state }) => state !== 'unchanged').map(({ id, state }) => `${id} ${state}`)).toEqual([]);
  await signIn(page, hearth, `/runs/${again.id}`);
  await expect(page.getByText(`Nothing had to be changed: ${again.tasks.length} tasks found it as wanted.`)).toBeVisible();
});
