import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';
import { command, sleep } from './shell.ts';

export type KwokOptions = {
  readonly nodes: number;
  readonly pods: number;
  /** The text of an admin's kubeconfig, or the path of a file with it. */
  readonly kubeconfig: string;
  /** An address of this machine that the API server can reach, for logs; the lab's bridge when left out. */
  readonly address?: string;
  /** How long the pods may take to become ready; 180 when left out. */
  readonly withinSeconds?: number;
  readonly log?: (line: string) => void;
};

export type Kwok = { readonly process: ChildProcess; readonly stop: () => void };

const port = 10247;

function fakeNode(index: number, withGpus: boolean): string {
  const resources = `{cpu: "32", memory: 256Gi, pods: "110"${withGpus ? ', nvidia.com/gpu: "8"' : ''}}`;
  return `---
apiVersion: v1
kind: Node
metadata:
  name: fake-${index}
  annotations: {kwok.x-k8s.io/node: fake, metrics.k8s.io/resource-metrics-path: "/metrics/nodes/fake-${index}/metrics/resource"}
  labels: {type: kwok, kubernetes.io/hostname: fake-${index}, kubernetes.io/os: linux${withGpus ? ', nvidia.com/gpu.product: NVIDIA-H200' : ''}}
spec: {taints: [{key: kwok.x-k8s.io/node, value: fake, effect: NoSchedule}]}
status: {allocatable: ${resources}, capacity: ${resources}}
`;
}

function fakePods(count: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: fakes, namespace: default}
spec:
  replicas: ${count}
  selector: {matchLabels: {app: fakes}}
  template:
    metadata: {labels: {app: fakes}, annotations: {kwok.x-k8s.io/usage-cpu: 250m, kwok.x-k8s.io/usage-memory: 64Mi}}
    spec:
      nodeSelector: {type: kwok}
      tolerations: [{operator: Exists}]
      containers: [{name: c, image: fake, resources: {requests: {cpu: 100m, memory: 64Mi}}}]
`;
}

type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

/** A serving certificate that the API server trusts, by way of the cluster's own signer. */
async function servingCertificate(kubectl: Kubectl, folder: string, address: string): Promise<void> {
  const at = (name: string): string => join(folder, name);
  await command('openssl', [
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    at('kwok.key'),
    '-out',
    at('kwok.csr'),
    '-subj',
    '/O=system:nodes/CN=system:node:kwok',
    '-addext',
    `subjectAltName=IP:${address}`,
  ]);
  const request = Buffer.from(await command('cat', [at('kwok.csr')])).toString('base64');
  const name = `kwok-${process.pid}-${Date.now()}`;
  await kubectl(
    ['apply', '-f', '-'],
    `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec: {signerName: kubernetes.io/kubelet-serving, usages: [digital signature, key encipherment, server auth], request: ${request}}
`,
  );
  await kubectl(['certificate', 'approve', name]);
  for (let tries = 0; tries < 100; tries++) {
    const certificate = await kubectl(['get', 'csr', name, '-o', 'jsonpath={.status.certificate}']);
    if (certificate !== '') return writeFileSync(at('kwok.crt'), Buffer.from(certificate, 'base64'));
    await sleep(100);
  }
  throw new Error('The cluster signed no certificate for kwok.');
}

/** kubectl's wait fails at once on a definition that has no conditions yet, so it is asked again. */
async function established(kubectl: Kubectl, definitions: readonly string[]): Promise<void> {
  for (let tries = 20; ; tries--) {
    try {
      await kubectl(['wait', '--for=condition=Established', ...definitions, '--timeout=30s']);
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(250);
    }
  }
}

async function applyDefinitions(kubectl: Kubectl, kustomize: string, folder: string): Promise<void> {
  await kubectl(['apply', '--server-side', '-k', join(kustomize, 'crd')]);
  await established(kubectl, [
    'crd/stages.kwok.x-k8s.io',
    'crd/clusterlogs.kwok.x-k8s.io',
    'crd/metrics.kwok.x-k8s.io',
    'crd/clusterresourceusages.kwok.x-k8s.io',
  ]);
  await kubectl(['apply', '-k', join(kustomize, 'stage', 'fast')]);
  await kubectl(['apply', '-k', join(kustomize, 'metrics', 'usage')]);
  const log = join(folder, 'pod.log');
  writeFileSync(log, '2026-01-01T00:00:00.000000000Z stdout F hello from a simulated pod\n');
  await kubectl(
    ['apply', '-f', '-'],
    `apiVersion: kwok.x-k8s.io/v1alpha1\nkind: ClusterLogs\nmetadata: {name: all}\nspec: {logs: [{logsFile: ${log}, follow: true}]}\n`,
  );
}

/** Adds simulated nodes and pods to a cluster; they live as long as the process that this starts. */
export async function startKwok(options: KwokOptions): Promise<Kwok> {
  const built = await build();
  const piece = built.get('kwok') ?? '';
  const address = options.address ?? '10.77.0.1';
  const folder = mkdtempSync(join(tmpdir(), 'hearth-lab-kwok-'));
  const config = options.kubeconfig.includes('\n') ? join(folder, 'kubeconfig') : options.kubeconfig;
  if (config !== options.kubeconfig) writeFileSync(config, options.kubeconfig, { mode: 0o600 });
  const kubectl: Kubectl = (args, input) =>
    command(join(built.get('kube') ?? '', 'kubectl'), ['--kubeconfig', config, ...args], input === undefined ? {} : { input });
  await applyDefinitions(kubectl, join(piece, 'kustomize'), folder);
  await servingCertificate(kubectl, folder, address);
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      'nice',
      '-n',
      '2',
      join(piece, 'kwok'),
      '--kubeconfig',
      config,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--cidr=10.200.0.0/16',
      `--node-ip=${address}`,
      `--node-port=${port}`,
      `--server-address=${address}:${port}`,
      `--tls-cert-file=${join(folder, 'kwok.crt')}`,
      `--tls-private-key-file=${join(folder, 'kwok.key')}`,
      '--node-lease-duration-seconds=40',
      '--enable-crds=Stage,Metric,Logs,ClusterLogs,ResourceUsage,ClusterResourceUsage',
    ],
    { stdio: 'ignore' },
  );
  child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await kubectl(['apply', '-f', '-'], Array.from({ length: options.nodes }, (_, index) => fakeNode(index + 1, index % 2 === 0)).join(''));
  await kubectl(['apply', '-f', '-'], fakePods(options.pods));
  const started = Date.now();
  while ((await kubectl(['get', 'deployment', 'fakes', '-o', 'jsonpath={.status.readyReplicas}'])) !== String(options.pods)) {
    if (child.exitCode !== null) throw new Error(`kwok ended with ${child.exitCode}.`);
    if (Date.now() - started > (options.withinSeconds ?? 180) * 1000) throw new Error('The simulated pods did not become ready.');
    await sleep(500);
  }
  options.log?.(`${options.nodes} nodes and ${options.pods} pods ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return { process: child, stop: () => void child.kill() };
}
