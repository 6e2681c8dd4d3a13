// A simulated cluster that somebody else has set up: two nodes, a storage class of its own, an administrator and a viewer.
import type { Clock } from '#core/ports/clock.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { createPracticeClient } from './cluster/client.ts';
import { createObjectStore } from './cluster/objects.ts';
import { administrator, viewer } from './cluster/own-reviews.ts';
import { World } from './cluster/world.ts';
import { strangers } from './machines.ts';

const address = '10.20.0.31';
const server = `https://${address}:6443`;

export interface ExistingCluster {
  readonly world: World;
  readonly kubeconfig: string;
  isAt(server: string): boolean;
  /** `context` as the person chose it. */
  connect(context: string | undefined): KubeClient;
  close(): void;
}

const adminContext = 'cabin';
const viewerContext = 'cabin-viewer';

/** Its tokens open nothing real. */
const kubeconfig = `apiVersion: v1
kind: Config
current-context: ${adminContext}
clusters:
  - name: cabin
    cluster:
      server: ${server}
users:
  - name: admin
    user:
      token: practice-admin
  - name: viewer
    user:
      token: practice-viewer
contexts:
  - name: ${adminContext}
    context: { cluster: cabin, user: admin }
  - name: ${viewerContext}
    context: { cluster: cabin, user: viewer }
`;

export function createExistingCluster(clock: Clock): ExistingCluster {
  const objects = createObjectStore(() => clock.now());
  const world = new World(objects, clock);
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) world.addNamespace(name);
  strangers().forEach((machine, index) => world.addNode(machine, index === 0 ? 'control' : 'worker'));
  world.run({
    plural: 'deployments',
    namespace: 'kube-system',
    name: 'coredns',
    image: 'coredns/coredns:1.14.0',
    replicas: 2,
    cpuMilli: 100,
    memoryMi: 70,
  });
  objects.put('storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
  });
  const never = new AbortController().signal;
  return {
    world,
    kubeconfig,
    isAt: (other) => other === server,
    connect: (context = adminContext) =>
      createPracticeClient(objects, {
        server,
        user: context === viewerContext ? viewer : administrator,
        reach: () => never,
        broken: () => new Error('The connection broke.'),
      }),
    close: () => world.close(),
  };
}
