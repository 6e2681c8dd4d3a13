// A real cluster of the lab, and a Hearth that watches it by its kubeconfig.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { startHearth, type Hearth } from '../e2e/fixtures/hearth.ts';
import { restOf } from '../e2e/fixtures/rest.ts';
import { build } from '../e2e/lab/build.ts';
import { waitForNodes } from '../e2e/lab/cluster.ts';
import { startLab, type Lab } from '../e2e/lab/lab.ts';

export interface BenchCluster {
  readonly lab: Lab;
  readonly kubeconfig: string;
  /** The same in a file, for other programs. */
  readonly kubeconfigFile: string;
  readonly kubectl: string;
  readonly api: CoreV1Api;
  close(): Promise<void>;
}

/** The usual 20 requests a second would take ten minutes for 10,000 pods. */
const quick = `for part in kube-controller-manager kube-scheduler; do
  printf -- '--kube-api-qps=500\\n--kube-api-burst=1000\\n' >> /var/snap/microk8s/current/args/$part
done
microk8s stop && microk8s start && microk8s status --wait-ready --timeout 60`;

/** One node that is everything, joined; its name keeps it apart from labs of tests. */
export async function openCluster(name: string): Promise<BenchCluster> {
  const lab = await startLab({ nodes: 1, name, cluster: 'joined' });
  const raised = await lab.exec('node1', quick);
  if (raised.code !== 0) throw new Error(`The control plane did not start again: ${raised.stdout}${raised.stderr}`);
  await waitForNodes(lab, 'node1', 1);
  const kubeconfig = await lab.kubeconfig();
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const kubeconfigFile = join(folder, 'kubeconfig');
  writeFileSync(kubeconfigFile, kubeconfig, { mode: 0o600 });
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return {
    lab,
    kubeconfig,
    kubeconfigFile,
    kubectl: join((await build()).get('kube') ?? '', 'kubectl'),
    api: config.makeApiClient(CoreV1Api),
    async close() {
      await lab.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Watching {
  readonly hearth: Hearth;
  readonly platformId: string;
}

const report = z.object({ contexts: z.array(z.object({ name: z.string(), current: z.boolean() })) });
const created = z.object({ id: z.string() });

/** Starts a Hearth that knows the cluster; it reads nothing of it before somebody looks. */
export async function startWatching(cluster: BenchCluster, environment: Readonly<Record<string, string>> = {}): Promise<Watching> {
  const hearth = await startHearth({ environment });
  try {
    const rest = restOf(hearth);
    const { id } = created.parse(await rest.call('POST', '/platforms', { name: 'Bench' }));
    const yaml = cluster.kubeconfig;
    const { contexts } = report.parse(await rest.call('POST', '/kubeconfig/inspect', { yaml }));
    const context = contexts.find((one) => one.current)?.name ?? '';
    await rest.call('PUT', `/platforms/${id}/kubeconfig`, { yaml, context });
    return { hearth, platformId: id };
  } catch (error) {
    await hearth.stop();
    throw error;
  }
}
