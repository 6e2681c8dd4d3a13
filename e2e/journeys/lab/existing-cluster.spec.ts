// As somebody with a cluster already I paste its kubeconfig, see what I may do there, and have a component installed by the Helm of this computer.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { kubectlOn, type Kubectl } from '../../fixtures/cluster.ts';
import { environment } from '../../fixtures/environment.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { finished, newestRun, readLog, startRun } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';
import { labHelm } from '../../lab/helm.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import { beginOnCluster, connect, kubeconfigField, right } from '../../screens/cluster.ts';
import { row, sentence } from '../../screens/dashboard.ts';
import { expectDone } from '../../screens/run.ts';
import { goTo, openWindow } from '../../screens/window.ts';
import { button, chooseComponent, goOn, heading, headings } from '../../screens/wizard.ts';

needs('bare');
test.skip(environment !== 'lab', 'nothing is installed in a cluster that is not the lab’s');

let lab: Lab;
let hearth: Hearth;
let rest: Rest;
let kubectl: Kubectl;

test.beforeAll(async () => {
  // Made beforehand by the node's own commands, as a stranger would.
  lab = await startLab({ nodes: 1, name: 'e2e-existing', cluster: 'joined' });
  const { code, stdout, stderr } = await lab.exec('node1', 'microk8s enable dns && microk8s enable hostpath-storage');
  if (code !== 0) throw new Error(stdout + stderr);
  kubectl = kubectlOn(lab, 'node1');
  hearth = await startHearth({ environment: { HEARTH_HELM: await labHelm() } });
  rest = restOf(hearth);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await lab.stop();
});

test('a cluster that was there before becomes a platform, with a registry installed from this computer', async ({ page }) => {
  await openWindow(page, hearth);
  await beginOnCluster(page, 'Borrowed');
  await kubeconfigField(page).fill(await lab.kubeconfig());
  await connect(page);
  await expect(right(page, 'Install components')).toContainText('Allowed');
  await expect(page.getByRole('table', { name: 'Nodes' })).toContainText('node1');
  await goOn(page, 'settings');
  await expect(page.getByRole('textbox', { name: 'Storage class' })).toHaveValue('microk8s-hostpath');
  await chooseComponent(page, /^cert-manager/, false);
  await chooseComponent(page, /^Container registry/);
  await goOn(page, 'review');
  await button(page, 'Install 1 component on the cluster').click();
  await expectDone(page);

  expect(await kubectl('get', 'deployment', 'registry', '--namespace', 'registry', '--output', 'jsonpath={.status.readyReplicas}')).toBe(
    '1',
  );
  expect(await kubectl('get', 'secret', '--namespace', 'registry', '--output', 'name')).toContain('sh.helm.release.v1.registry.v1');
  // The kubeconfig was nobody else's to read, and is nowhere now.
  expect(readdirSync(hearth.dataDir).filter((name) => name.startsWith('helm-'))).toEqual([]);
  const token = /token: (\S+)/.exec(await lab.kubeconfig())?.[1] ?? 'client-key-data';
  const runId = await newestRun(rest, await platformOf(rest));
  expect((await readLog(rest, runId)).filter(({ text }) => text.includes(token))).toEqual([]);

  await button(page, 'Continue to finish').click();
  await expect(heading(page, headings.finish)).toBeVisible();
  await button(page, 'Open the dashboard').click();
  await expect(sentence(page)).toContainText('1 node');
  await goTo(page, 'Workloads');
  await expect(row(page, 'Deployments', 'registry')).toContainText('Ready');
});

test('a second run changes nothing, and what was cut off in between is taken up', async () => {
  const platformId = await platformOf(rest);
  const again = await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  expect(again.tasks.map(({ id, state }) => [id, state])).toEqual([
    ['check-cluster', 'unchanged'],
    ['install-component:registry', 'unchanged'],
    ['verify-component:registry', 'unchanged'],
  ]);
  // As a helm that was killed leaves it: the newest record says "pending".
  const record = join('/tmp', 'hearth-journey-record.json');
  const script = [
    `microk8s kubectl get secret sh.helm.release.v1.registry.v1 -n registry -o jsonpath='{.data.release}' | base64 -d | base64 -d | gunzip > ${record}`,
    `sed -i 's/"status":"deployed"/"status":"pending-upgrade"/; s/"version":1,/"version":2,/' ${record}`,
    `microk8s kubectl create secret generic sh.helm.release.v1.registry.v2 -n registry --type=helm.sh/release.v1 --from-literal=release="$(gzip < ${record} | base64 -w0)"`,
    `microk8s kubectl label secret sh.helm.release.v1.registry.v2 -n registry owner=helm name=registry status=pending-upgrade version=2`,
  ].join(' && ');
  const { code, stdout, stderr } = await lab.exec('node1', script);
  expect(code, stdout + stderr).toBe(0);
  const mended = await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  expect(mended.tasks.find(({ id }) => id === 'install-component:registry')?.state).toBe('done');
  expect((await readLog(rest, mended.id)).map(({ text }) => text).join('\n')).toContain(
    'was cut off (pending-upgrade); its record is removed.',
  );
});

const ids = z.array(z.object({ id: z.string() }));

async function platformOf(from: Rest): Promise<string> {
  const [first] = ids.parse(await from.call('GET', '/platforms'));
  if (first === undefined) throw new Error('There is no platform.');
  return first.id;
}
