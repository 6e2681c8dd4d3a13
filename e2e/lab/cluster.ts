import type { Lab } from './lab.ts';

async function must(lab: Lab, node: string, script: string): Promise<string> {
  const result = await lab.exec(node, script);
  if (result.code !== 0) throw new Error(`${node}: ${script}: ${(result.stdout + result.stderr).trim()}`);
  return result.stdout;
}

/** Does by the nodes' own commands what the product's installer does: MicroK8s everywhere, all joined to node1. */
export async function formCluster(lab: Lab): Promise<void> {
  const [first, ...others] = lab.nodes;
  if (first === undefined) return;
  await Promise.all(lab.nodes.map((node) => must(lab, node.name, 'snap install microk8s --classic --channel=1.36/stable')));
  await must(lab, first.name, 'microk8s status --wait-ready --timeout 120');
  for (const node of others) {
    const token = (await must(lab, first.name, 'microk8s add-node --format short')).trim().split('\n')[0] ?? '';
    await must(lab, node.name, `${token} --worker`);
  }
  await waitForNodes(lab, first.name, lab.nodes.length);
}

/** Quarters of a second: two minutes. */
const looks = 480;

/** Waits until `node` counts so many nodes ready. */
export async function waitForNodes(lab: Lab, node: string, count: number): Promise<void> {
  const script = `for i in $(seq ${looks}); do [ "$(microk8s kubectl get nodes --no-headers 2>/dev/null | grep -c ' Ready ')" = ${count} ] && exit 0; sleep .25; done; microk8s kubectl get nodes; exit 1`;
  await must(lab, node, script);
}
