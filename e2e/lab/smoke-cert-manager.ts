/** Proves the cert-manager piece by the product's own way: bare nodes, Hearth's run through REST, a certificate issued. */
import { X509Certificate } from 'node:crypto';
import { startHearth, type Hearth } from '../fixtures/hearth.ts';
import { createPlatform, finished, prepareAccess, startRun } from '../fixtures/platform.ts';
import { restOf } from '../fixtures/rest.ts';
import { chartsOf } from './charts.ts';
import { startLab, type Lab } from './lab.ts';
import { watchLeftovers } from './leftovers.ts';

const wanted = `apiVersion: v1
kind: Namespace
metadata: {name: hearth-certificates}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: self, namespace: hearth-certificates}
spec: {selfSigned: {}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: home, namespace: hearth-certificates}
spec: {secretName: home-tls, commonName: home.lan, dnsNames: [home.lan, '*.home.lan'], issuerRef: {name: self}}
`;

async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await act();
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${title}`);
  return result;
}

async function onNode1(lab: Lab, script: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await lab.exec('node1', script, { input, timeoutMs: 90_000 });
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

async function install(lab: Lab, hearth: Hearth): Promise<void> {
  const rest = restOf(hearth);
  const { id } = await createPlatform(rest, lab.nodes, ['cert-manager']);
  await step('keys compared, access given', () => prepareAccess(rest, lab, id));
  const run = await step('provision with cert-manager', async () =>
    finished(rest, await startRun(rest, { platformId: id, kind: 'provision' })),
  );
  for (const task of run.tasks) console.log(`          ${task.state.padEnd(9)} ${task.title}`);
}

async function issue(lab: Lab): Promise<void> {
  console.log(await onNode1(lab, 'microk8s kubectl get pods -n cert-manager -o wide; microk8s helm3 list -A'));
  await step('a self-signed Issuer and a Certificate that becomes Ready', async () => {
    await onNode1(lab, 'microk8s kubectl apply -f -', wanted);
    await onNode1(lab, 'microk8s kubectl wait -n hearth-certificates --for=condition=Ready certificate/home --timeout=60s');
  });
  const pem = await onNode1(lab, "microk8s kubectl get secret -n hearth-certificates home-tls -o jsonpath='{.data.tls\\.crt}' | base64 -d");
  const certificate = new X509Certificate(pem);
  if (certificate.checkHost('shelf.home.lan') === undefined)
    throw new Error(`The secret's certificate is for ${certificate.subjectAltName}.`);
  console.log(`          home-tls: ${certificate.subject}, ${certificate.subjectAltName}, until ${certificate.validTo}`);
}

const charts = await step('the piece', () => chartsOf('cert-manager', (line) => console.log(line)));
const lab = await step('up: two bare nodes', () => startLab({ nodes: 2, name: 'smoke-cert', layers: ['cert-manager'] }));
const leftovers = await watchLeftovers(lab);
try {
  const hearth = await startHearth({ environment: { HEARTH_CHARTS: charts } });
  try {
    await install(lab, hearth);
    await issue(lab);
  } finally {
    await hearth.stop();
  }
} finally {
  await step('down', () => lab.stop());
}
const left = await leftovers();
if (left !== '') throw new Error(`Left behind:\n${left}`);
