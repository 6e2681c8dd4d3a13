import { expect, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import type { KubeAnswer, KubeClient, KubeRequest } from '#core/ports/kube.ts';
import { kubeconfigName, platformSecretName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { room as stepRoom, tryStep } from '#steps/fixtures.ts';
import { authorityObjects } from '#core/certificates/authority.ts';
import { readObject } from '#core/cluster/api-objects.ts';
import { authorityInput, certificateAuthority } from './certificate-authority.ts';

const signal = new AbortController().signal;

test('an authority of the platform’s own is made once cert-manager is ready, is found unchanged, and its undo leaves its key', async () => {
  const room = await openPracticeRoom({ components: ['cert-manager'] });
  await room.perform('access');
  const first = await room.perform('provision');
  const task = first.tasks.find(({ step }) => step === 'certificate-authority');
  expect(task).toMatchObject({ state: 'done', needs: ['verify-component:cert-manager'], phase: 'components' });
  expect(task?.input).toEqual({ domain: room.platform.settings.domain, certificates: { mode: 'self-signed' } });
  expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
  const cluster = await room.cluster();
  const issuer = '/apis/cert-manager.io/v1/clusterissuers/hearth-ca';
  expect(await readObject(cluster, issuer, signal)).toMatchObject({ spec: { ca: { secretName: 'hearth-ca' } } });
});

test('without cert-manager there is nothing to tell', async () => {
  const room = await openPracticeRoom({ components: [] });
  await room.perform('access');
  const run = await room.perform('provision');
  expect(run.tasks.map(({ step }) => step)).not.toContain('certificate-authority');
});

/** An API server that keeps what is applied; an issuer is ready when `ready`. */
function recording(ready: boolean) {
  const kept = new Map<string, object>();
  const asked: KubeRequest[] = [];
  const ok = (body: unknown, status = 200): KubeAnswer => ({ status, retryAfter: null, body });
  const client: KubeClient = {
    server: 'https://10.0.0.1:16443',
    stream: () => Promise.reject(new Error('nothing is watched')),
    close: () => {},
    async request(request) {
      asked.push(request);
      const { method, path, body } = request;
      if (method === 'DELETE') return ok({}, kept.delete(path) ? 200 : 404);
      if (method === 'PATCH' && typeof body === 'object' && body !== null) kept.set(path, body);
      const found = kept.get(path);
      const status = { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', message: 'the account is not registered' }] };
      return found === undefined ? ok({}, 404) : ok({ ...found, status });
    },
  };
  return { client, asked, kept };
}

function acmeRoom(mode: 'lets-encrypt-http' | 'lets-encrypt-dns', ready = true) {
  const api = recording(ready);
  const certificates =
    mode === 'lets-encrypt-http'
      ? ({ mode, email: 'ada@rivers.dev', environment: 'staging' } as const)
      : ({ mode, email: 'ada@rivers.dev', environment: 'production', provider: 'cloudflare' } as const);
  const settings = { ...sketchPlatform().settings, domain: 'home.rivers.dev', certificates };
  const made = stepRoom({
    scripts: {},
    node: null,
    platform: { settings },
    ports: { kube: { inspect: () => ({ contexts: [], commands: [], warnings: [] }), connect: () => api.client } },
  });
  made.secrets.set(kubeconfigName('p1'), new Secret('kubeconfig'));
  return { ...made, api };
}

test('Let’s Encrypt over port 80: an account with the staging servers, applied on the server’s side', async () => {
  const { context, api } = acmeRoom('lets-encrypt-http');
  expect(await tryStep(certificateAuthority, context)).toMatchObject({ holds: true, applied: true });
  const patch = api.asked.find(({ method }) => method === 'PATCH');
  expect(patch).toMatchObject({
    path: '/apis/cert-manager.io/v1/clusterissuers/hearth-acme',
    contentType: 'application/apply-patch+yaml',
    query: { fieldManager: 'hearth', force: 'true' },
    body: {
      spec: {
        acme: {
          email: 'ada@rivers.dev',
          server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
          solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
        },
      },
    },
  });
  expect(await tryStep(certificateAuthority, context)).toMatchObject({ applied: false });
});

test('through Cloudflare: the token becomes a secret of cert-manager, and the undo takes both away', async () => {
  const { context, api, secrets, said } = acmeRoom('lets-encrypt-dns');
  await expect(tryStep(certificateAuthority, context)).rejects.toMatchObject({ view: { code: 'SECRET_MISSING' } });
  secrets.set(platformSecretName('p1', 'cloudflare'), new Secret('cf-token-123'));
  await tryStep(certificateAuthority, context);
  const secret = '/api/v1/namespaces/cert-manager/secrets/hearth-cloudflare';
  expect(api.kept.get(secret)).toMatchObject({ data: { 'api-token': btoa('cf-token-123') } });
  expect(api.kept.get('/apis/cert-manager.io/v1/clusterissuers/hearth-acme')).toMatchObject({
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: 'hearth-cloudflare', key: 'api-token' } } } }],
      },
    },
  });
  expect(said.join('\n')).not.toContain('cf-token-123');
  secrets.delete(platformSecretName('p1', 'cloudflare'));
  await certificateAuthority.undo?.(context);
  expect([...api.kept.keys()]).toEqual([]);
  expect(await certificateAuthority.checkUndone?.(context)).toMatchObject({ holds: true });
});

test('the undo takes back what its run made, whatever the settings are by then, and nothing that another run or a person made', async () => {
  const { context, api, secrets } = acmeRoom('lets-encrypt-dns');
  secrets.set(platformSecretName('p1', 'cloudflare'), new Secret('cf-token-123'));
  await tryStep(certificateAuthority, context);
  const input = authorityInput(context.platform.settings);
  expect(JSON.stringify(input)).not.toContain('cf-token-123');
  const settings = { ...context.platform.settings, certificates: { mode: 'self-signed' } as const };
  const others = authorityObjects(settings, null);
  for (const { path, body } of others) api.kept.set(path, body);
  const later = { ...context, input, platform: { ...context.platform, settings } };
  expect(await certificateAuthority.checkUndone?.(later)).toMatchObject({ holds: false });
  await certificateAuthority.undo?.(later);
  expect([...api.kept.keys()]).toEqual(others.map(({ path }) => path));
  expect(await certificateAuthority.checkUndone?.(later)).toMatchObject({ holds: true });
  const theirs = '/apis/cert-manager.io/v1/clusterissuers/hearth-acme';
  api.kept.set(theirs, { metadata: { name: 'hearth-acme' } });
  await certificateAuthority.undo?.(later);
  expect(api.kept.has(theirs)).toBe(true);
  expect(await certificateAuthority.checkUndone?.(later)).toMatchObject({ holds: true });
});

test('an issuer that does not become ready says why', async () => {
  const { context } = acmeRoom('lets-encrypt-http', false);
  expect(await tryStep(certificateAuthority, context)).toMatchObject({
    holds: false,
    seen: expect.stringContaining('the account is not registered'),
  });
});
