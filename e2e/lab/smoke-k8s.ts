/** Proves the k8s snap of the lab: bootstrap, joins of both roles, half joins, removal, renewal, and what each refuses. */
import { startLab, type Lab } from './lab.ts';
import { watchLeftovers } from './leftovers.ts';
import { sleep } from './shell.ts';

const channel = '1.34-classic/stable';
const newer = '1.35-classic/stable';

const started = Date.now();

function report(title: string, since: number, result: true | string): void {
  const seconds = ((Date.now() - since) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${result === true ? 'ok  ' : 'FAIL'} ${title}${result === true ? '' : `: ${result}`}`);
  if (result !== true) process.exitCode = 1;
}

async function check(title: string, act: () => Promise<true | string>): Promise<void> {
  const since = Date.now();
  report(title, since, await act().catch((error: unknown) => String(error)));
}

type Said = { readonly code: number; readonly text: string };

const said =
  (lab: Lab, node: string) =>
  async (script: string, input = ''): Promise<Said> => {
    const { code, stdout, stderr } = await lab.exec(node, script, { timeoutMs: 240_000, input });
    return { code, text: stdout + stderr };
  };

/** True when the command ended with `code` and said every part; otherwise what it said. */
const says =
  (lab: Lab, node: string) =>
  async (script: string, code: number, ...parts: readonly string[]): Promise<true | string> => {
    const result = await said(lab, node)(script);
    const missing = parts.filter((part) => !result.text.includes(part));
    return (
      (result.code === code && missing.length === 0) || `code ${result.code}, without ${JSON.stringify(missing)}: ${result.text.trim()}`
    );
  };

async function token(lab: Lab, from: string, options: string): Promise<string> {
  const { code, text } = await said(lab, from)(`k8s get-join-token ${options}`);
  if (code !== 0) throw new Error(text);
  return text.trim();
}

/** Waits until so many nodes are ready. */
async function ready(lab: Lab, node: string, count: number): Promise<true | string> {
  const script = `for i in $(seq 240); do [ "$(k8s kubectl get nodes --no-headers 2>/dev/null | grep -c ' Ready ')" = ${count} ] && exit 0; sleep .5; done; k8s kubectl get nodes; exit 1`;
  return says(lab, node)(script, 0);
}

const install = (lab: Lab, node: string): Promise<true | string> =>
  says(lab, node)(`snap install k8s --classic --channel=${channel}`, 0, `k8s (${channel}) v1.34.8 from Canonical✓ installed`);

const bootstrapFile = `cluster-config:
  network:
    enabled: true
  dns:
    enabled: true
  local-storage:
    enabled: true
pod-cidr: 10.42.0.0/16
service-cidr: 10.43.0.0/16
extra-sans: [k8s.example.org]
extra-node-kube-apiserver-args:
  --event-ttl: 2h
`;

async function bootstrapping(lab: Lab): Promise<void> {
  await check('a channel that the store does not have is refused', () =>
    says(lab, 'node1')('snap install k8s --classic --channel=1.30-classic/stable', 1, 'is not available on 1.30-classic/stable'),
  );
  await check('snap install k8s on all nodes', async () => {
    const results = await Promise.all(lab.nodes.map((node) => install(lab, node.name)));
    return results.find((result) => result !== true) ?? true;
  });
  await check('without a cluster', () =>
    says(lab, 'node1')('k8s status', 1, 'Error: The node is not part of a Kubernetes cluster. You can bootstrap a new cluster with:'),
  );
  await check('without root', () =>
    says(lab, 'node1')('setpriv --reuid=ubuntu --clear-groups k8s status', 1, 'You do not have enough permissions.'),
  );
  await check('an unknown field in the file is refused', async () => {
    const result = await said(lab, 'node1')('k8s bootstrap --file -', 'pod-cidrs: 10.42.0.0/16\n');
    return (result.code === 1 && result.text.includes('field pod-cidrs not found in type api.BootstrapConfig')) || result.text;
  });
  await check('bootstrap with a file', async () => {
    const result = await said(lab, 'node1')('k8s bootstrap --file -', bootstrapFile);
    return (result.code === 0 && result.text.includes('Bootstrapped a new Kubernetes cluster with node address')) || result.text;
  });
  await check('status --wait-ready', () =>
    says(lab, 'node1')(
      'k8s status --wait-ready',
      0,
      'cluster status:           ready',
      'network:                  enabled',
      'dns:                      enabled at 10.43.',
      'gateway                   disabled',
    ),
  );
  await check('a second bootstrap is refused', () =>
    says(lab, 'node1')('k8s bootstrap', 1, 'Error: The node is already part of a cluster'),
  );
  await check('ranges, extra names and extra flags are in force', () =>
    says(lab, 'node1')(
      `k8s kubectl get node node1 -o jsonpath='{.spec.podCIDR}'; k8s kubectl get service kubernetes -o jsonpath='{.spec.clusterIP}'
openssl x509 -noout -ext subjectAltName -in /etc/kubernetes/pki/apiserver.crt; tr '\\0' ' ' < /proc/$(pgrep -f '^[^ ]*labcluster apiserver' | head -1)/cmdline`,
      0,
      '10.42.',
      '10.43.0.1',
      'k8s.example.org',
      '--event-ttl=2h',
    ),
  );
}

async function joining(lab: Lab): Promise<void> {
  await check('a control plane needs a name', () =>
    says(lab, 'node1')('k8s get-join-token', 1, 'Error: A node name is required for control-plane nodes.'),
  );
  await check('a token for another name, an old one and one that is none are refused', async () => {
    const other = await said(lab, 'node2')(`k8s join-cluster ${await token(lab, 'node1', 'node9 --worker')}`);
    const old = await token(lab, 'node1', 'node2 --worker --expires-in 1s');
    await sleep(1500);
    const late = await said(lab, 'node2')(`k8s join-cluster ${old}`);
    const none = await said(lab, 'node2')('k8s join-cluster nonsense!');
    const refused = [other, late].every(
      ({ code, text }) => code === 1 && text.includes('HTTP request for worker node info failed: invalid token'),
    );
    return (refused && none.text.includes('illegal base64 data')) || other.text + late.text + none.text;
  });
  await check('a worker joins', async () => {
    const joined = await says(lab, 'node2')(
      `k8s join-cluster ${await token(lab, 'node1', 'node2 --worker')}`,
      0,
      'Cluster services have started on "node2".',
    );
    return joined === true ? ready(lab, 'node1', 2) : joined;
  });
  await check('what a worker refuses', () =>
    says(lab, 'node2')('k8s local-node-status; k8s status', 1, 'cluster-role: worker', 'this action is restricted on workers'),
  );
  await check('two more control planes make it highly available', async () => {
    for (const node of ['node3', 'node4']) {
      const joined = await says(lab, node)(`k8s join-cluster ${await token(lab, 'node1', node)}`, 0, 'Cluster services have started');
      if (joined !== true) return joined;
    }
    const four = await ready(lab, 'node1', 4);
    return four === true ? says(lab, 'node4')('k8s status', 0, 'high availability:        yes') : four;
  });
  await check('which lives on without the first, for the worker too', async () => {
    await lab.fault('node1', 'power-off');
    const script = 'for i in $(seq 60); do k8s kubectl create configmap without-first --from-literal=a=b && exit 0; sleep 1; done; exit 1';
    const written = await says(lab, 'node4')(script, 0);
    const worker = await says(lab, 'node2')(
      'for i in $(seq 60); do k8s kubectl get node node2 && exit 0; sleep 1; done; exit 1',
      0,
      'node2',
    );
    await lab.fault('node1', 'power-on');
    if (written !== true || worker !== true) return String(written) + String(worker);
    return ready(lab, 'node1', 4);
  });
}

const claimAndPod = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: smoke }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: smoke }
spec:
  nodeName: node2
  containers:
    - { name: smoke, image: 'busybox:1.36', imagePullPolicy: IfNotPresent, command: [sleep, '3600'], volumeMounts: [{ name: data, mountPath: /data }] }
  volumes: [{ name: data, persistentVolumeClaim: { claimName: smoke } }]
`;

async function using(lab: Lab): Promise<void> {
  await check('a pod on the worker with a volume of csi-rawfile-default, and DNS', async () => {
    const scheduled = claimAndPod.replace('  nodeName: node2\n', "  nodeSelector: { 'kubernetes.io/hostname': node2 }\n");
    const applied = await said(lab, 'node1')(
      'k8s kubectl apply -f - && k8s kubectl wait --for=condition=Ready pod/smoke --timeout=90s',
      scheduled,
    );
    if (applied.code !== 0) return applied.text;
    return says(lab, 'node1')(
      "k8s kubectl exec smoke -- sh -c 'echo kept > /data/a; cat /data/a; nslookup kubernetes.default.svc.cluster.local'; k8s kubectl get pvc smoke -o jsonpath='{.spec.storageClassName}'",
      0,
      'kept',
      '10.43.0.1',
      'csi-rawfile-default',
    );
  });
  await check('features: disable, enable, get, set', () =>
    says(lab, 'node3')(
      'k8s disable local-storage && k8s enable local-storage metrics-server && k8s get dns.cluster-domain && k8s set dns.upstream-nameservers=1.1.1.1,8.8.8.8 && k8s get dns; k8s enable nonsense',
      1,
      'local-storage disabled.',
      'local-storage, metrics-server enabled.',
      'cluster.local',
      '- 8.8.8.8',
      'Error: Cannot enable "nonsense", must be one of: network, dns, gateway, ingress, local-storage, load-balancer',
    ),
  );
  await check('a flag in args/kube-apiserver takes effect after a restart', () =>
    says(lab, 'node3')(
      `echo '--oidc-issuer-url="https://id.example.org"' >> /var/snap/k8s/common/args/kube-apiserver; echo '--oidc-client-id=hearth' >> /var/snap/k8s/common/args/kube-apiserver
snap restart k8s.kube-apiserver && for i in $(seq 120); do k8s kubectl get --raw /readyz && break; sleep .5; done; tr '\\0' ' ' < /proc/$(pgrep -f '^[^ ]*labcluster apiserver' | head -1)/cmdline`,
      0,
      'Restarted.',
      'ok',
      '--oidc-issuer-url=https://id.example.org',
    ),
  );
  await check('certificates are renewed', () =>
    says(lab, 'node3')(
      'k8s refresh-certs --expires-in 100d && k8s certs-status && k8s kubectl get nodes',
      0,
      'Certificates have been successfully refreshed, and will expire at',
      'kubernetes-ca-client',
      ' 99d ',
      'node1',
    ),
  );
  await check('snap refresh brings the newer release', async () => {
    const refreshed = await says(lab, 'node2')(
      `snap refresh k8s --channel=${newer} && snap list k8s`,
      0,
      `k8s (${newer}) v1.35.7 from Canonical✓ refreshed`,
      newer,
    );
    if (refreshed !== true) return refreshed;
    return says(lab, 'node1')(
      "for i in $(seq 120); do k8s kubectl get node node2 --no-headers | grep ' Ready .*v1.35.7' && exit 0; sleep .5; done; exit 1",
      0,
    );
  });
}

async function removing(lab: Lab): Promise<void> {
  await check('a control plane that leaves knows of no cluster afterwards, and comes back once all have the same version', async () => {
    const removed = await says(lab, 'node1')('k8s remove-node node4', 0, 'Removed node4 from cluster.');
    if (removed !== true) return removed;
    await sleep(3000);
    const alone = await says(lab, 'node4')(
      'k8s status; systemctl is-active snap.k8s.kubelet',
      3,
      'The node is not part of a Kubernetes cluster',
      'inactive',
    );
    if (alone !== true) return alone;
    const other = await says(lab, 'node4')(
      `k8s join-cluster ${await token(lab, 'node3', 'node4')}`,
      1,
      'the cluster has nodes with different Kubernetes versions',
    );
    if (other !== true) return other;
    for (const node of ['node1', 'node3', 'node4']) await said(lab, node)(`snap refresh k8s --channel=${newer}`);
    const level = await says(lab, 'node1')(
      'for i in $(seq 240); do [ "$(k8s kubectl get nodes --no-headers | grep -c \' Ready .*v1.35.7\')" = 3 ] && exit 0; sleep .5; done; exit 1',
      0,
    );
    if (level !== true) return level;
    const back = await says(lab, 'node4')(`k8s join-cluster ${await token(lab, 'node3', 'node4')}`, 0, 'Cluster services have started');
    return back === true ? ready(lab, 'node1', 4) : back;
  });
  await check('a control plane that is lost is removed by force only; the other two keep the quorum', async () => {
    await lab.fault('node4', 'power-off');
    const refused = await says(lab, 'node1')('k8s remove-node node4', 1, 'Unable to connect to', ':6400');
    if (refused !== true) return refused;
    const forced = await says(lab, 'node1')('k8s remove-node node4 --force', 0, 'Removed node4 from cluster.');
    if (forced !== true) return forced;
    return says(lab, 'node3')('k8s kubectl create configmap alive --from-literal=a=b && k8s status', 0, 'created', '(voter)');
  });
  await check('of a removed worker only the Node object is gone', async () => {
    const removed = await says(lab, 'node1')('k8s remove-node node2', 0, 'Removed node2 from cluster.');
    if (removed !== true) return removed;
    return says(lab, 'node2')(
      'k8s local-node-status; k8s join-cluster x',
      1,
      'cluster-role: worker',
      'Error: The node is already part of a cluster',
    );
  });
  await check('and after snap remove --purge nothing is left but the keys in /etc/kubernetes', () =>
    says(lab, 'node2')(
      'snap remove k8s --purge; ls /etc/kubernetes; ls -d /var/snap/k8s /run/containerd /var/lib/kubelet; ls /etc/cni/net.d | wc -l; ip link show cni0',
      1,
      'k8s removed',
      'kubelet.conf',
      'cannot access',
    ),
  );
}

async function halfJoins(lab: Lab): Promise<void> {
  const join = async (): Promise<Said> => said(lab, 'node2')(`k8s join-cluster ${await token(lab, 'node1', 'node2 --worker')}`);
  const afresh = async (fault: 'join-cut' | 'join-lost' | 'join-silent', value: 'on' | 'off'): Promise<void> => {
    await lab.fault('node2', fault, value);
    if (value === 'on') await install(lab, 'node2');
    else await said(lab, 'node2')('snap remove k8s --purge');
    await said(lab, 'node1')('k8s remove-node node2');
  };
  await check('join-cut: ended midway, and neither in nor out', async () => {
    await afresh('join-cut', 'on');
    const { code, text } = await join();
    const state = await says(lab, 'node2')(
      'systemctl is-active snap.k8s.kubelet; k8s join-cluster x',
      1,
      'inactive',
      'already part of a cluster',
    );
    await afresh('join-cut', 'off');
    return code === 137 ? state : `code ${code}: ${text}`;
  });
  await check('join-lost: ends well, and no member appears', async () => {
    await afresh('join-lost', 'on');
    const { code, text } = await join();
    await sleep(5000);
    const nodes = await said(lab, 'node1')('k8s kubectl get nodes');
    await afresh('join-lost', 'off');
    return (code === 0 && !nodes.text.includes('node2')) || `code ${code}: ${text}${nodes.text}`;
  });
  await check('join-silent: a member appears and is not ready', async () => {
    await afresh('join-silent', 'on');
    const { code, text } = await join();
    const nodes = await said(
      lab,
      'node1',
    )('for i in $(seq 120); do k8s kubectl get nodes | grep "node2 *NotReady" && exit 0; sleep 1; done; k8s kubectl get nodes; exit 1');
    await afresh('join-silent', 'off');
    return (code === 0 && nodes.code === 0) || `code ${code}: ${text}${nodes.text}`;
  });
  await check('and a whole join after all that', async () => {
    await install(lab, 'node2');
    const { code, text } = await join();
    return code === 0 ? ready(lab, 'node1', 3) : text;
  });
  await check('a worker of a cluster that nobody reaches', async () => {
    await said(lab, 'node2')('snap remove k8s --purge');
    await lab.fault('node2', 'foreign-cluster', 'k8s');
    const state = await says(lab, 'node2')(
      'k8s local-node-status; k8s join-cluster x',
      1,
      'cluster-role: worker',
      'already part of a cluster',
    );
    await lab.fault('node2', 'foreign-cluster', 'off');
    return state === true ? says(lab, 'node2')('snap list', 0, 'No snaps are installed yet') : state;
  });
}

const lab = await startLab({ nodes: 4, name: 'smoke-k8s', log: (line) => console.log(line) });
const leftovers = await watchLeftovers(lab);
try {
  for (const part of [bootstrapping, joining, using, removing, halfJoins]) await part(lab);
} finally {
  await lab.stop();
}
const left = await leftovers();
report('stop leaves nothing', started, left === '' ? true : left);
