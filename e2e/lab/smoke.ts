/** Proves the lab by the way of a person with ssh: bare nodes, a cluster of them, a chart on it, a reboot, the end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitForNodes } from './cluster.ts';
import { startLab, type Lab, type LabNode } from './lab.ts';
import { labFolder } from './paths.ts';
import { watchLeftovers } from './leftovers.ts';
import { sleep } from './shell.ts';
import { sshWithPassword, sudoWithPassword } from './ssh.ts';

async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await act();
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${title}`);
  return result;
}

async function asAdmin(node: LabNode, script: string, expect?: string): Promise<string> {
  const { code, stdout, stderr } = await sudoWithPassword(node, script);
  const said = `${stdout}${stderr}`;
  if (code !== 0 || (expect !== undefined && !said.includes(expect)))
    throw new Error(`${node.name}: ${script}\nended with ${code}: ${said}`);
  return stdout;
}

async function install(lab: Lab): Promise<void> {
  await step('ssh with a password; bare nodes', async () => {
    for (const node of lab.nodes) {
      const { stdout } = await sshWithPassword(node, 'id -un; snap list 2>&1; command -v kubectl containerd kubelet');
      if (!stdout.startsWith('ubuntu\nNo snaps')) throw new Error(`${node.name} is not bare: ${stdout}`);
    }
  });
  await step('snap install microk8s on all', async () => {
    await Promise.all(lab.nodes.map((node) => asAdmin(node, 'snap install microk8s --classic --channel=1.36/stable', 'installed')));
  });
  await step('microk8s status --wait-ready', () =>
    asAdmin(lab.node('node1'), 'microk8s status --wait-ready --timeout 120', 'microk8s is running'),
  );
  await step('add-node and join --worker, twice', async () => {
    for (const node of ['node2', 'node3']) {
      const said = await asAdmin(lab.node('node1'), 'microk8s add-node --format json');
      const url = /"(10[^"]+)"/.exec(said)?.[1] ?? '';
      await asAdmin(lab.node(node), `microk8s join ${url} --worker`, 'Successfully joined the cluster.');
    }
  });
  await step('three nodes Ready', () => waitForNodes(lab, 'node1', 3));
  await step('enable dns, hostpath-storage, helm3', async () => {
    await asAdmin(lab.node('node1'), 'microk8s enable dns');
    await asAdmin(lab.node('node1'), 'microk8s enable hostpath-storage', 'Storage will be available soon.');
    await asAdmin(lab.node('node1'), 'microk8s enable helm3', 'already enabled');
  });
}

async function chart(lab: Lab): Promise<void> {
  await step('helm install of a registry with a volume', async () => {
    const files = ['Chart.yaml', 'templates/all.yaml'].map(
      (file) => `cat > /tmp/smoke/${file} <<'EOF'\n${readFileSync(join(labFolder, 'smoke-chart', file), 'utf8')}EOF`,
    );
    await asAdmin(
      lab.node('node1'),
      `mkdir -p /tmp/smoke/templates\n${files.join('\n')}\nmicrok8s helm3 install smoke /tmp/smoke --wait --timeout 90s`,
      'STATUS: deployed',
    );
  });
  await step('HTTP 200 by name from a pod on another node', async () => {
    const pod = `microk8s kubectl run probe --image=busybox:1.36 --image-pull-policy=IfNotPresent --restart=Never --overrides='{"spec":{"nodeName":"node3"}}' --command -- sh -c 'sleep 3600'
microk8s kubectl wait --for=condition=Ready pod/probe --timeout=60s
microk8s kubectl exec probe -- wget -S -O- http://smoke.default.svc.cluster.local:5000/v2/ 2>&1
microk8s kubectl exec probe -- nslookup kubernetes.default.svc.cluster.local 2>&1`;
    const said = await asAdmin(lab.node('node1'), pod, '200 OK');
    if (!said.includes('10.152.183.1')) throw new Error(`DNS: ${said}`);
  });
}

async function reboot(lab: Lab): Promise<void> {
  await step('reboot of node2 until Ready again', async () => {
    const bootId = async (): Promise<string> =>
      asAdmin(lab.node('node1'), "microk8s kubectl get node node2 -o jsonpath='{.status.nodeInfo.bootID}'");
    const before = await bootId();
    await lab.fault('node2', 'reboot');
    while ((await bootId()) === before) await sleep(250);
    await waitForNodes(lab, 'node1', 3);
  });
  await step('the registry serves again', () =>
    asAdmin(
      lab.node('node1'),
      'for i in $(seq 120); do microk8s kubectl exec probe -- wget -q -O- http://smoke.default:5000/v2/ && exit 0; sleep 0.5; done; exit 1',
    ),
  );
}

const started = Date.now();
const lab = await step('up: three bare nodes', () => startLab({ nodes: 3, name: 'smoke', log: (line) => console.log(line) }));
const leftovers = await watchLeftovers(lab);
const wizard = Date.now();
try {
  await install(lab);
  await chart(lab);
  console.log(`${((Date.now() - wizard) / 1000).toFixed(1).padStart(6)} s  (from bare nodes to a served chart)`);
  await reboot(lab);
} finally {
  await step('down', () => lab.stop());
}
const left = await leftovers();
if (left !== '') throw new Error(`Left behind:\n${left}`);
console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  all; nothing left behind`);
