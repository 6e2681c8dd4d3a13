import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { clusterLoginSettings } from '#contract/cluster-login.ts';
import { importKubeconfig } from '#core/access/kubeconfig.ts';
import { fault } from '#core/fault.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import type { Http } from '#core/ports/http.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openPractice } from '#practice/open.ts';
import { loginFlags } from './flags.ts';
import { mayDoAll } from './admin-binding.ts';
import { checkIssuer, judgeDiscovery } from './issuer.ts';
import { oidcKubeconfig } from './oidc-kubeconfig.ts';

const signal = new AbortController().signal;
const issuer = 'https://auth.home.lan/realms/home';
const told = (more: object = {}) => ({ status: 200, body: JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, ...more }) });
const pem = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----';

describe('an issuer', () => {
  test('is usable when it calls itself as it is asked, over HTTPS', () => {
    expect(judgeDiscovery(issuer, told())).toMatchObject({ usable: true, remedy: '' });
  });
  test.each([
    ['another name', told({ issuer: `${issuer}/` }), 'calls itself'],
    ['keys over HTTP', told({ jwks_uri: 'http://auth.home.lan/keys' }), 'HTTPS'],
    ['no issuer at all', { status: 200, body: '<html>' }, 'no OpenID Connect issuer'],
    ['nothing there', { status: 404, body: '' }, 'status 404'],
  ])('with %s is not', (_, answer, words) => {
    const report = judgeDiscovery(issuer, answer);
    expect(report.usable).toBe(false);
    expect(report.found).toContain(words);
    expect(report.remedy).not.toBe('');
  });
  test('whose authority is not known asks for its certificate', async () => {
    const http: Http = {
      get: async () => {
        throw fault('SERVICE_UNREACHABLE', {
          service: 'auth.home.lan',
          reason: 'Its certificate comes from an authority that this computer does not trust.',
        });
      },
    };
    expect(await checkIssuer(http, { issuer }, signal)).toMatchObject({
      usable: false,
      remedy: 'Paste the certificate of its authority below.',
    });
  });
});

describe('the settings', () => {
  const settings = { issuer, clientId: 'kubernetes' };
  test('become flags; what nobody said has its usual value', () => {
    expect(loginFlags(clusterLoginSettings.parse(settings), '/ca.crt')).toEqual([
      `--oidc-issuer-url=${issuer}`,
      '--oidc-client-id=kubernetes',
      '--oidc-username-claim=preferred_username',
      '--oidc-username-prefix=oidc:',
      '--oidc-groups-claim=groups',
      '--oidc-groups-prefix=oidc:',
      '--oidc-ca-file=/ca.crt',
    ]);
  });
  test.each([
    ['issuer', 'http://auth.home.lan'],
    ['issuer', 'https://auth.home.lan/realms/home?x=1'],
    ['issuer', 'https://auth.home.lan/$(reboot)'],
    ['issuer', 'https://auth.home.lan:65536/realms/home'],
    ['issuer', 'https://auth.home.lan/a\n--anonymous-auth=true'],
    ['clientId', 'a b'],
    ['clientId', 'x"\n--authorization-mode=AlwaysAllow'],
    ['groupPrefix', 'system:'],
    ['groupPrefix', ''],
    ['adminGroup', "'; true"],
    ['caPem', '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----'],
  ])('%s: %j is refused', (field, value) => {
    expect(clusterLoginSettings.safeParse({ ...settings, [field]: value }).success).toBe(false);
  });
});

describe('whether a group may do everything', () => {
  const answering = (status: number, body: unknown): KubeClient => ({
    server: 'https://10.0.0.1:6443',
    request: async () => ({ status, retryAfter: null, body }),
    stream: () => Promise.reject(new Error('nothing is watched')),
    close: () => {},
  });
  const ask = (status: number, body: unknown) => mayDoAll(answering(status, body), ['system:authenticated'], signal);
  test('is as the cluster says', async () => {
    expect(await ask(201, { status: { allowed: true } })).toBe(true);
    expect(await ask(201, { status: { allowed: false } })).toBe(false);
  });
  test.each([
    [503, { message: 'the server is starting' }, 'CLUSTER_UNREACHABLE'],
    [429, {}, 'CLUSTER_UNREACHABLE'],
    [403, { message: 'cannot create subjectaccessreviews' }, 'CLUSTER_REFUSED'],
    [201, { status: {} }, 'CLUSTER_UNREACHABLE'],
    [200, '<html>', 'CLUSTER_UNREACHABLE'],
  ])('is not known from %s %j', async (status, body, code) => {
    await expect(ask(status, body)).rejects.toMatchObject({ view: { code } });
  });
});

test('the kubeconfig leads to the cluster, logs in through the plug-in, and holds no credential', async () => {
  const lab = openPractice({ clock: virtualClock(), kubeconfigs: kubeconfigReader });
  const platform = sketchPlatform({ name: 'Ada’s "Home"' });
  const deps = { kube: lab.kube, secrets: memorySecrets(), platforms: { get: async () => platform }, hash: (value: string) => value };
  await importKubeconfig(deps, { platformId: platform.id, yaml: lab.kubeconfig(), context: 'cabin', allowedCommands: [] }, signal);
  const { yaml, fileName } = await oidcKubeconfig(
    deps,
    { platformId: platform.id, name: platform.name, issuer, clientId: 'kubernetes', caPem: pem },
    signal,
  );
  expect(fileName).toBe('ada-s-home-oidc.kubeconfig.yaml');
  expect(yaml).not.toContain('practice-admin');
  expect(parse(yaml)).toMatchObject({
    'current-context': 'ada-s-home',
    clusters: [{ cluster: { server: 'https://10.20.0.31:6443' } }],
    users: [
      {
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'kubectl',
            args: expect.arrayContaining([
              'oidc-login',
              'get-token',
              `--oidc-issuer-url=${issuer}`,
              `--certificate-authority-data=${btoa(pem)}`,
            ]),
          },
        },
      },
    ],
  });
  // It is one that Hearth itself would read, and ask about before it runs anything.
  expect(kubeconfigReader.inspect(yaml).commands[0]?.argv[0]).toBe('kubectl');
});
