import { describe, expect, test } from 'vitest';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { CertificateRung } from '#contract/authority.ts';
import type { Certificates } from '#contract/platforms.ts';
import { applyObject } from '#core/cluster/api-objects.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { CaaRecord } from '#core/ports/resolver.ts';
import { platformSecretName, stagingIssuedName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openPractice } from '#practice/open.ts';
import { authorityObjects } from './authority.ts';
import { examineCertificates } from './doctor.ts';
import { caaVerdict } from './name-rungs.ts';
import { authorityPem, authorityState } from './state.ts';
import type { CertificatePorts } from './rung.ts';

const signal = new AbortController().signal;
const acme = { email: 'ada@rivers.dev', environment: 'staging' } as const;

interface Shape {
  readonly certificates?: Certificates;
  readonly domain?: string;
  readonly ports?: Partial<CertificatePorts>;
  readonly ingressPool?: { readonly from: string; readonly to: string } | null;
}

/** The practice cluster with its authority applied. */
async function room({
  certificates = { mode: 'self-signed' },
  domain = 'home.rivers.dev',
  ports: more = {},
  ingressPool = null,
}: Shape = {}) {
  const clock = virtualClock();
  const lab = openPractice({ clock, kubeconfigs: kubeconfigReader });
  const secrets = memorySecrets();
  const asked: string[] = [];
  const connect = (): KubeClient => {
    const client = lab.kube.connect(new Secret(lab.kubeconfig()), {});
    return {
      ...client,
      request: (request) => {
        if (request.method !== 'GET') asked.push(`${request.method} ${request.path.replace(/hearth-check-[a-z0-9]+/g, 'hearth-check')}`);
        return client.request(request);
      },
    };
  };
  const platform = sketchPlatform({ settings: { ...sketchPlatform().settings, domain, certificates, ingressPool } });
  for (const one of authorityObjects(platform.settings, null)) await applyObject(connect(), one, signal);
  asked.length = 0;
  const ports: CertificatePorts = {
    resolver: lab.resolver,
    network: lab.network,
    http: lab.http,
    secrets,
    clock,
    ids: { id: () => 'abc' },
    open: async () => connect(),
    addressesOnNode: async () => ({ node: 'oak', addresses: ['10.20.0.11'] }),
    ...more,
  };
  const examine = async (reach: 'before' | 'all' = 'all') => {
    const seen: CertificateRung[] = [];
    for await (const rung of examineCertificates({ ports, platform, settings: platform.settings, signal }, reach)) seen.push(rung);
    return seen.filter(({ state }) => state !== 'running');
  };
  return { ports, platform, secrets, examine, asked };
}
const states = (rungs: readonly CertificateRung[]) => Object.fromEntries(rungs.map(({ rung, state }) => [rung, state]));

describe('the rehearsal', () => {
  test('issues and renews one certificate, and leaves nothing of it', async () => {
    const { examine, asked } = await room();
    const rungs = await examine();
    expect(states(rungs)).toEqual({
      token: 'skipped',
      zone: 'skipped',
      edit: 'skipped',
      caa: 'skipped',
      name: 'pass',
      wildcard: 'pass',
      'node-name': 'pass',
      ports: 'skipped',
      issuer: 'pass',
      issue: 'pass',
      renew: 'pass',
    });
    const certificate = '/apis/cert-manager.io/v1/namespaces/cert-manager/certificates/hearth-check';
    expect(asked).toEqual([
      `PATCH ${certificate}`,
      `PATCH ${certificate}/status`,
      `DELETE ${certificate}`,
      'DELETE /api/v1/namespaces/cert-manager/secrets/hearth-check',
    ]);
  });

  test('without a cluster looks at names and tokens only', async () => {
    const { examine, asked } = await room();
    expect((await examine('before')).map(({ rung }) => rung)).toEqual(['token', 'zone', 'edit', 'caa', 'name', 'wildcard']);
    expect(asked).toEqual([]);
  });

  test('with the staging servers opens the way to production, for that domain only', async () => {
    const { examine, ports, platform } = await room({ certificates: { mode: 'lets-encrypt-http', ...acme } });
    expect((await authorityState(ports, platform, signal)).stagingIssuedAt).toBeNull();
    expect((await examine()).every(({ state }) => state === 'pass' || state === 'skipped')).toBe(true);
    expect((await authorityState(ports, platform, signal)).stagingIssuedAt).toEqual(expect.any(Number));
    const moved = { ...platform, settings: { ...platform.settings, domain: 'other.rivers.dev' } };
    expect((await authorityState(ports, moved, signal)).stagingIssuedAt).toBeNull();
    await ports.secrets.set(stagingIssuedName(platform.id), new Secret('{"domain":'));
    expect((await authorityState(ports, platform, signal)).stagingIssuedAt).toBeNull();
  });

  test('for production asks the staging servers, through an issuer of its own that it takes away again', async () => {
    const { examine, asked } = await room({ certificates: { mode: 'lets-encrypt-http', ...acme, environment: 'production' } });
    await examine();
    expect(asked[0]).toBe('PATCH /apis/cert-manager.io/v1/clusterissuers/hearth-check');
    expect(asked).toContain('DELETE /apis/cert-manager.io/v1/clusterissuers/hearth-check');
    expect(asked.filter((one) => one.includes('hearth-acme'))).toEqual([]);
  });
});

describe('the first rung that fails', () => {
  test('ends it with a remedy, and nothing in the cluster was touched', async () => {
    const { examine, asked } = await room({ ports: { resolver: { addresses: async () => [], caa: async () => [] } } });
    const rungs = await examine();
    expect(rungs.find(({ state }) => state === 'fail')).toMatchObject({
      rung: 'name',
      found: 'home.rivers.dev does not resolve.',
      remedy: expect.stringContaining('A record for home.rivers.dev'),
    });
    expect(rungs.filter(({ state }) => state === 'not-reached').length).toBe(6);
    expect(asked).toEqual([]);
  });

  test('is a token that is missing, refused, or sees the zone of a domain above', async () => {
    const dns = { mode: 'lets-encrypt-dns', ...acme, provider: 'cloudflare' } as const;
    const { examine, secrets, platform } = await room({ certificates: dns });
    expect((await examine('before'))[0]).toMatchObject({ rung: 'token', state: 'fail', found: 'There is no API token of Cloudflare.' });
    await secrets.set(platformSecretName(platform.id, 'cloudflare'), new Secret('wrong-token'));
    expect((await examine('before'))[0]).toMatchObject({ rung: 'token', state: 'fail' });
    await secrets.set(platformSecretName(platform.id, 'cloudflare'), new Secret('good-token'));
    const rungs = await examine('before');
    expect(rungs.find(({ rung }) => rung === 'zone')).toMatchObject({
      state: 'pass',
      found: 'home.rivers.dev lies in the zone rivers.dev, which the token sees.',
    });
    expect(states(rungs)['edit']).toBe('pass');
  });

  test('is a name that leads past the addresses of ingress', async () => {
    const { examine } = await room({ ingressPool: { from: '10.20.0.200', to: '10.20.0.201' } });
    expect((await examine('before')).find(({ state }) => state === 'fail')).toMatchObject({
      rung: 'name',
      remedy: expect.stringContaining('leading to 10.20.0.200'),
    });
  });

  test('is a cluster that cannot be reached, in its own words', async () => {
    const { examine } = await room({ ports: { open: () => Promise.reject(new Error('boom')) } });
    await expect(examine()).rejects.toThrow('boom');
  });
});

describe('CAA records', () => {
  const at = (records: Readonly<Record<string, readonly CaaRecord[] | null>>) => (name: string) =>
    Promise.resolve(records[name] ?? (name in records ? null : []));
  const issue = (value: string): CaaRecord => ({ tag: 'issue', value });
  test.each([
    ['none anywhere', {}, 'pass'],
    [
      'the nearest lets Let’s Encrypt',
      { 'home.rivers.dev': [issue('letsencrypt.org; validationmethods=dns-01')], 'rivers.dev': [issue('other.org')] },
      'pass',
    ],
    ['one above lets only another', { 'rivers.dev': [issue('other.org')] }, 'fail'],
    ['nobody may', { 'rivers.dev': [issue(';')] }, 'fail'],
    ['only a report address', { 'rivers.dev': [{ tag: 'iodef', value: 'mailto:a@b.c' }] }, 'pass'],
    ['no name server answers', { 'home.rivers.dev': null }, 'fail'],
  ] as const)('%s', async (_, records, state) => {
    expect((await caaVerdict('home.rivers.dev', at(records))).state).toBe(state);
  });
});

test('the authority’s certificate is given out, its key is not', async () => {
  const { ports, platform } = await room();
  const { ca, issuer } = await authorityState(ports, platform, signal);
  expect(issuer).toMatchObject({ name: 'hearth-ca', ready: true });
  expect(ca?.pem).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(ca?.pem).not.toContain('PRIVATE');
  expect(await authorityPem(ports, platform.id, signal)).toBe(ca?.pem);
});
