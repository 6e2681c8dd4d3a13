// The rehearsal in the cluster: one certificate that nobody uses is issued, renewed and deleted again.
import type { CertificateRungName } from '#contract/authority.ts';
import type { Settings } from '#contract/platforms.ts';
import { applyObject, deleteObject, managedBy, readObject, type WantedObject } from '#core/cluster/api-objects.ts';
import { object, objects, text, type Raw } from '#core/cluster/trim/raw.ts';
import { isFault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { stagingIssuedName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { authorityObjects } from './authority.ts';
import { issuerState, revisionOf } from './issuer-state.ts';
import { issuerName, issuerNamespace, paths } from './names.ts';
import { fail, pass, throwAwayName, type Examination, type Rung, type RungResult } from './rung.ts';

/** Proving a name through DNS waits for name servers all over the world. */
const issueMs = 300_000;
const everyMs = 2000;

/** What was made, so that it can be taken away whatever happened. */
interface Made {
  readonly client: KubeClient;
  readonly certificate: string;
  readonly others: readonly string[];
}

export interface Rehearsal {
  readonly rungs: readonly (readonly [CertificateRungName, Rung])[];
  cleanUp(examination: Pick<Examination, 'ports'>): Promise<void>;
}

export function clusterRungs(): Rehearsal {
  let client: KubeClient | null = null;
  let made: Made | null = null;
  return {
    rungs: [
      [
        'issuer',
        async (examination) => {
          client ??= await examination.ports.open(examination.platform.id);
          return issuerRung(client, examination);
        },
      ],
      [
        'issue',
        async (examination) => {
          client ??= await examination.ports.open(examination.platform.id);
          const name = `hearth-check-${examination.ports.ids.id()}`.slice(0, 40);
          const rehearsed = rehearsalObjects(name, examination.settings);
          made = { client, certificate: name, others: rehearsed.others };
          return issueRung(client, examination, { name, wanted: rehearsed.wanted });
        },
      ],
      ['renew', async (examination) => (made === null ? fail('Nothing was issued.', 'Try again.') : renewRung(made, examination))],
    ],
    async cleanUp() {
      if (made !== null) await removeAll(made);
      client?.close();
    },
  };
}

async function issuerRung(client: KubeClient, { settings, signal }: Examination): Promise<RungResult> {
  const name = issuerName(settings.certificates);
  const { ready, reason } = issuerState(await readObject(client, paths.issuer(name), signal));
  if (ready) return pass(`The issuer ${name} is ready.`);
  return fail(`The issuer ${name} is not ready: ${reason}`, 'Run the set-up again; it makes what is missing and changes nothing else.');
}

/** Against the staging servers in any case: what they issue counts against no limit. */
function rehearsalObjects(name: string, { domain, certificates }: Examination['settings']) {
  const isProduction = certificates.mode !== 'self-signed' && certificates.environment === 'production';
  const issuer = isProduction ? stagingTwin(name, { domain, certificates: { ...certificates, environment: 'staging' } }) : null;
  const certificate: WantedObject = {
    path: paths.certificate(name),
    body: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name, namespace: issuerNamespace, labels: managedBy },
      spec: {
        secretName: name,
        dnsNames: [throwAwayName(domain)],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer === null ? issuerName(certificates) : name },
      },
    },
  };
  const others = [paths.secret(name), ...(issuer === null ? [] : [issuer.path, paths.secret(`${name}-account`)])];
  return { wanted: issuer === null ? [certificate] : [issuer, certificate], others };
}

function stagingTwin(name: string, settings: Pick<Settings, 'domain' | 'certificates'>): WantedObject | null {
  const [found] = authorityObjects(settings, null).slice(-1);
  if (found === undefined) return null;
  const acme = object(object(found.body['spec'])['acme']);
  const spec = { acme: { ...acme, privateKeySecretRef: { name: `${name}-account` } } };
  return { path: paths.issuer(name), body: { ...found.body, metadata: { name, labels: managedBy }, spec } };
}

interface Rehearsed {
  readonly name: string;
  readonly wanted: readonly WantedObject[];
}

async function issueRung(client: KubeClient, examination: Examination, { name, wanted }: Rehearsed): Promise<RungResult> {
  const { signal, settings } = examination;
  for (const one of wanted) await applyObject(client, one, signal);
  const issued = await waitFor(client, examination, { name, revision: 1 });
  if (issued !== '') return fail(issued, remedyFor(settings));
  await rememberStaging(examination);
  return pass(`A certificate for ${throwAwayName(settings.domain)} was issued. It is thrown away; nothing else in the cluster is changed.`);
}

/** Production certificates are offered once staging has worked for this domain. */
async function rememberStaging({ ports, platform, settings }: Examination): Promise<void> {
  if (settings.certificates.mode === 'self-signed') return;
  const seen = { domain: settings.domain, at: ports.clock.now() };
  await ports.secrets.set(stagingIssuedName(platform.id), new Secret(JSON.stringify(seen)));
}

const remedyFor = ({ certificates, domain }: Examination['settings']): string => {
  if (certificates.mode === 'self-signed') return 'Look at the events of cert-manager; it says there what it misses.';
  if (certificates.mode === 'lets-encrypt-http')
    return `Let port 80 of ${domain} be reached from the internet, and lead to the ingress of the platform.`;
  return 'Give the API token the right DNS: Edit for this zone, and wait some minutes before the next try.';
};

async function renewRung({ client, certificate }: Made, examination: Examination): Promise<RungResult> {
  const path = paths.certificate(certificate);
  const before = await readObject(client, path, examination.signal);
  const revision = revisionOf(before);
  const conditions = objects(object(before?.['status'])['conditions']).filter((one) => one['type'] !== 'Issuing');
  const issuing = { type: 'Issuing', status: 'True', reason: 'ManuallyTriggered', message: 'Hearth rehearses a renewal' };
  const body = {
    status: { conditions: [...conditions, { ...issuing, lastTransitionTime: new Date(examination.ports.clock.now()).toISOString() }] },
  };
  const contentType = 'application/merge-patch+json';
  const { status } = await client.request({ method: 'PATCH', path: `${path}/status`, body, contentType, signal: examination.signal });
  if (status >= 300)
    return fail(`The cluster does not let Hearth ask for a renewal (status ${status}).`, 'Give Hearth the kubeconfig of an administrator.');
  const renewed = await waitFor(client, examination, { name: certificate, revision: revision + 1 });
  return renewed === ''
    ? pass('It was renewed, as cert-manager does it by itself before a certificate ends.')
    : fail(renewed, remedyFor(examination.settings));
}

interface Awaited {
  readonly name: string;
  readonly revision: number;
}

/** "" once it is there, else why it is not. */
async function waitFor(client: KubeClient, { ports, signal }: Examination, { name, revision }: Awaited): Promise<string> {
  const end = ports.clock.now() + issueMs;
  for (;;) {
    const found = await readObject(client, paths.certificate(name), signal);
    const { ready, reason } = issuerState(found);
    if (ready && revisionOf(found) >= revision) return '';
    if (ports.clock.now() + everyMs > end)
      return `No certificate within ${issueMs / 60_000} minutes: ${await reasonOf(client, reason, signal)}`;
    await ports.clock.sleep(everyMs, signal);
  }
}

const challengesPath = `/apis/acme.cert-manager.io/v1/namespaces/${issuerNamespace}/challenges`;

/** What Let's Encrypt found says more than that a certificate is waited for. */
async function reasonOf(client: KubeClient, reason: string, signal: AbortSignal): Promise<string> {
  const list: Raw | null = await readObject(client, challengesPath, signal).catch(() => null);
  const said = objects(list?.['items'])
    .map((one) => text(object(one['status'])['reason']))
    .find((words) => words !== '');
  return said ?? reason;
}

/** Also when nobody waits for it any more; what does not go now is left with its label. */
async function removeAll({ client, certificate, others }: Made): Promise<void> {
  const limit = new AbortController();
  for (const path of [paths.certificate(certificate), ...others]) {
    try {
      await deleteObject(client, path, limit.signal);
    } catch (error) {
      if (!isFault(error)) throw error;
    }
  }
}
