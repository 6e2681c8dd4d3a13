// As somebody who runs Keycloak, I let my people log in to the cluster with their accounts; the members of one group may do everything.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { expect, test } from '@playwright/test';
import { channelOf, distributions, type Installable } from '#contract/distributions.ts';
import { z } from 'zod';
import { kubectlOn } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, readRun, startRun } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import { startServices, type ServiceInfo } from '../../lab/services.ts';

needs('bare');

/** A platform of one machine, on each distribution. */
interface Side {
  readonly distribution: Installable;
  readonly node: string;
  readonly args: string;
  readonly platformId: string;
}

let lab: Lab;
let hearth: Hearth;
let rest: Rest;
let microk8s: Side;
let k8s: Side;
let keycloak: ServiceInfo;
let ca: string;

const realm = 'home';
const clientId = 'kubernetes';
const adminGroup = 'thinkube-admins';

test.beforeAll(async () => {
  // Keycloak is a large program for two cores.
  test.setTimeout(900_000);
  lab = await startLab({ nodes: 2, name: 'login' });
  hearth = await startHearth();
  rest = restOf(hearth);
  microk8s = await setUp({ distribution: 'microk8s', node: 'node1', args: '/var/snap/microk8s/current/args/kube-apiserver' });
  k8s = await setUp({ distribution: 'k8s', node: 'node2', args: '/var/snap/k8s/common/args/kube-apiserver' });
  const found = (await startServices(lab, ['keycloak'])).get('keycloak');
  if (found === undefined) throw new Error('Keycloak did not start.');
  keycloak = found;
  ca = readFileSync(keycloak['ca'] ?? '', 'utf8');
  await furnishRealm();
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await lab.stop();
});

async function setUp(side: Omit<Side, 'platformId'>): Promise<Side> {
  const { distribution, node } = side;
  const machines = lab.nodes.filter(({ name }) => name === node);
  const { id: platformId, settings: usual } = await createPlatform(rest, machines);
  const settings = { ...usual, storageClass: distributions[distribution].storageClass };
  await amendPlatform(rest, platformId, { distribution, channel: channelOf(distribution), settings });
  await prepareAccess(rest, { nodes: machines }, platformId);
  await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  return { ...side, platformId };
}

const tokens = z.object({ access_token: z.string(), id_token: z.string().optional() });

interface Asked {
  readonly method?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bearer?: string;
}

/** Keycloak over HTTPS, as the API server sees it. */
function ask(path: string, { method = 'POST', form, json, bearer }: Asked): Promise<{ status: number; text: string }> {
  const body = form === undefined ? JSON.stringify(json ?? {}) : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers = { 'content-type': type, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) };
  return new Promise((resolve, reject) => {
    const sent = request(`${keycloak['https'] ?? ''}${path}`, { method, headers, ca }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.once('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

async function logIn(where: string, form: Readonly<Record<string, string>>): Promise<z.infer<typeof tokens>> {
  const { status, text } = await ask(`/realms/${where}/protocol/openid-connect/token`, { form: { grant_type: 'password', ...form } });
  if (status !== 200) throw new Error(`${where}: ${status} ${text}`);
  return tokens.parse(JSON.parse(text));
}

/** A realm with a public client that tells groups, and two people: one of them in the group. */
async function furnishRealm(): Promise<void> {
  const admin = await logIn('master', { client_id: 'admin-cli', username: keycloak['user'] ?? '', password: keycloak['password'] ?? '' });
  const config = { 'claim.name': 'groups', 'full.path': 'false', 'id.token.claim': 'true', 'access.token.claim': 'true' };
  const groups = { name: 'groups', protocol: 'openid-connect', protocolMapper: 'oidc-group-membership-mapper', config };
  const person = (username: string, member: boolean) => ({
    username,
    enabled: true,
    firstName: username,
    lastName: 'Lab',
    email: `${username}@lab.test`,
    emailVerified: true,
    credentials: [{ type: 'password', value: `${username}-pw`, temporary: false }],
    groups: member ? [adminGroup] : [],
  });
  const json = {
    realm,
    enabled: true,
    groups: [{ name: adminGroup }],
    clients: [
      { clientId, publicClient: true, directAccessGrantsEnabled: true, redirectUris: ['http://localhost:8000'], protocolMappers: [groups] },
    ],
    users: [person('ada', true), person('bob', false)],
  };
  const { status, text } = await ask('/admin/realms', { json, bearer: admin.access_token });
  if (status !== 201) throw new Error(`The realm was not made: ${status} ${text}`);
}

const idToken = async (username: string): Promise<string> => {
  const { id_token: token } = await logIn(realm, { client_id: clientId, username, password: `${username}-pw`, scope: 'openid' });
  if (token === undefined) throw new Error('Keycloak gave no ID token.');
  return token;
};
const asToken = ({ node, distribution }: Side, token: string, ...words: readonly string[]) =>
  lab.exec(
    node,
    `/snap/bin/${distribution} kubectl --kubeconfig /dev/null --server https://127.0.0.1:${distributions[distribution].apiPort} --insecure-skip-tls-verify --token '${token}' ${words.join(' ')} 2>&1`,
  );
const answers = async ({ node, distribution }: Side) =>
  (await lab.exec(node, `/snap/bin/${distribution} kubectl get --raw /readyz`)).stdout;

const settings = () => ({ issuer: `${keycloak['https'] ?? ''}/realms/${realm}`, clientId, adminGroup, caPem: ca });
const wish = ({ platformId }: Side, more: object = {}) => ({ platformId, kind: 'cluster-login', ...settings(), ...more });
const oidcLines = async ({ node, args }: Side) => (await lab.exec(node, `grep -c '^--oidc-' ${args}`)).stdout.trim();

/** Ada is in the group and may do everything, Bob may do nothing, and doing it again changes nothing. */
async function letsIn(side: Side): Promise<string> {
  const runId = await startRun(rest, wish(side));
  await finished(rest, runId);
  expect(await oidcLines(side)).toBe('7');
  await expect
    .poll(async () => (await asToken(side, await idToken('ada'), 'auth', 'whoami')).stdout, { timeout: 60_000 })
    .toContain('oidc:ada');
  expect((await asToken(side, await idToken('ada'), 'auth', 'whoami')).stdout).toContain(`oidc:${adminGroup}`);
  expect((await asToken(side, await idToken('ada'), 'auth', 'can-i', "'*'", "'*'")).stdout).toContain('yes');
  expect((await asToken(side, await idToken('bob'), 'get', 'nodes')).stdout).toContain('Forbidden');
  const again = await finished(rest, await startRun(rest, wish(side)));
  expect(again.tasks.map(({ state }) => state)).toEqual(again.tasks.map(() => 'unchanged'));
  return runId;
}

async function letsNobodyInAfter(side: Side, runId: string): Promise<void> {
  const undo = z.object({ runId: z.string() }).parse(await rest.call('POST', `/runs/${runId}/undo`, {}));
  await finished(rest, undo.runId);
  expect(await oidcLines(side)).toBe('0');
  expect((await asToken(side, await idToken('ada'), 'get', 'nodes')).stdout).toContain('Unauthorized');
  const kubectl = kubectlOn(lab, side.node, side.distribution);
  await expect(kubectl('get', 'clusterrolebinding', 'hearth-admins')).rejects.toThrow('NotFound');
}

test('the issuer is checked, accounts are let in, the group may do everything, and the undo lets nobody in', async () => {
  const { platformId } = microk8s;
  const report = z.object({ usable: z.boolean(), found: z.string() });
  const look = async (issuer: string) =>
    report.parse(await rest.call('POST', `/platforms/${platformId}/login/issuer`, { issuer, caPem: ca }));
  expect(await look(settings().issuer)).toMatchObject({ usable: true });
  expect(await look(`${keycloak['https'] ?? ''}/realms/nowhere`)).toMatchObject({ usable: false });
  expect((await asToken(microk8s, await idToken('ada'), 'get', 'nodes')).stdout).toContain('Unauthorized');

  // MicroK8s as it is installed lets everybody do everything: a login would make an administrator of every account.
  const open = await startRun(rest, wish(microk8s));
  await expect.poll(async () => (await readRun(rest, open)).state, { timeout: 120_000 }).toBe('failed');
  expect((await readRun(rest, open)).tasks.find(({ state }) => state === 'failed')?.fault?.code).toBe('CLUSTER_OPEN');
  expect(await oidcLines(microk8s)).toBe('0');
  expect((await lab.exec('node1', 'microk8s enable rbac')).code).toBe(0);
  await expect.poll(() => answers(microk8s), { timeout: 60_000 }).toBe('ok');

  const runId = await letsIn(microk8s);
  const { yaml } = z.object({ yaml: z.string() }).parse(await rest.call('POST', `/platforms/${platformId}/login/kubeconfig`, settings()));
  expect(yaml).toContain('oidc-login');
  const read = await lab.exec(
    'node1',
    `cat >/tmp/oidc.yaml <<'EOF'\n${yaml}\nEOF\nmicrok8s kubectl --kubeconfig /tmp/oidc.yaml config view --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}'`,
  );
  expect(Buffer.from(read.stdout, 'base64').toString()).toContain('BEGIN CERTIFICATE');
  await letsNobodyInAfter(microk8s, runId);
});

test('the same on Canonical Kubernetes, where rights matter from the beginning', async () => {
  expect((await asToken(k8s, await idToken('ada'), 'get', 'nodes')).stdout).toContain('Unauthorized');
  await letsNobodyInAfter(k8s, await letsIn(k8s));
});

test('an API server that does not start with the new flags gets its old ones back, and says why', async () => {
  // A machine without curl cannot look at the issuer first; certificates that are none then end the API server at once.
  await lab.exec('node1', 'microk8s enable rbac; if [ -e /usr/bin/curl ]; then mv /usr/bin/curl /usr/bin/curl.away; fi');
  const fake = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----';
  const runId = await startRun(rest, wish(microk8s, { caPem: fake }));
  await expect.poll(async () => (await readRun(rest, runId)).state, { timeout: 300_000 }).toBe('failed');
  const failed = (await readRun(rest, runId)).tasks.find(({ state }) => state === 'failed');
  expect(failed?.fault).toMatchObject({
    code: 'API_SERVER_REVERTED',
    why: expect.stringMatching(/oidc|jwt\[|certificateAuthority|malformed certificate/),
  });
  expect(await oidcLines(microk8s)).toBe('0');
  await expect.poll(() => answers(microk8s), { timeout: 60_000 }).toBe('ok');
});
