import { expect, test } from 'vitest';
import type { KubeAnswer, KubeClient, KubeRequest } from '#core/ports/kube.ts';
import { object, text } from '#core/cluster/trim/raw.ts';
import { checkAccess, judgeVersion } from './cluster-access.ts';

const never = new AbortController().signal;
const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const ok = (body: unknown, status = 200): KubeAnswer => ({ status, retryAfter: null, body });

const node = {
  metadata: { uid: 'u1', name: 'node1', labels: {}, creationTimestamp: '2026-01-01T00:00:00Z' },
  status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.3' } },
};
const storageClass = (name: string, isDefault: boolean) => ({
  metadata: { name, annotations: isDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {} },
  provisioner: `${name}.test`,
});

/** A cluster that allows what `may` says of "verb resource[/sub]". */
function clusterThat(may: (words: string) => boolean, more: Readonly<Record<string, KubeAnswer>> = {}) {
  const asked: string[] = [];
  const answers: Readonly<Record<string, KubeAnswer>> = {
    '/version': ok({ gitVersion: 'v1.36.3' }),
    '/api/v1/nodes': ok({ items: [node] }),
    '/apis/storage.k8s.io/v1/storageclasses': ok({ items: [storageClass('slow', false), storageClass('fast', true)] }),
    '/apis/authentication.k8s.io/v1/selfsubjectreviews': ok({ status: { userInfo: { username: 'ada' } } }, 201),
    ...more,
  };
  const client: KubeClient = {
    server: 'https://10.0.0.1:6443',
    stream: () => Promise.reject(new Error('nothing is watched here')),
    close: () => {},
    async request({ path, body }: KubeRequest) {
      const known = answers[path];
      if (known !== undefined) return known;
      if (path !== reviews) return ok({}, 404);
      const { verb, resource, subresource } = object(object(object(body)['spec'])['resourceAttributes']);
      const words = `${text(verb)} ${text(resource)}${subresource === undefined ? '' : `/${text(subresource)}`}`;
      asked.push(words);
      return ok({ status: { allowed: may(words) } }, 201);
    },
  };
  return { client, asked };
}

test('an administrator is asked for once and may do everything', async () => {
  const { client, asked } = clusterThat(() => true);
  const access = await checkAccess(client, never);
  expect(asked).toEqual(['* *']);
  expect(access.rights.filter(({ state }) => state !== 'pass')).toEqual([]);
  expect(access).toMatchObject({ user: 'ada', version: { verdict: 'supported' }, unread: null });
  expect(access.storageClasses).toContainEqual({ name: 'fast', provisioner: 'fast.test', isDefault: true });
  expect(access.nodes.map(({ name, status }) => [name, status])).toEqual([['node1', 'ready']]);
});

test('somebody who may only look is told what is refused and what is lost', async () => {
  const { client } = clusterThat((words) => /^(get|list|watch) /.test(words));
  const { rights } = await checkAccess(client, never);
  const states = Object.fromEntries(rights.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({ look: 'pass', logs: 'pass', namespaces: 'limited', releases: 'limited', drain: 'limited' });
  expect(rights.find(({ id }) => id === 'namespaces')).toMatchObject({
    missing: ['create namespaces'],
    lost: expect.stringContaining('namespace'),
  });
  expect(rights.find(({ id }) => id === 'releases')?.missing).toEqual([
    expect.stringMatching(/^create, patch, delete secrets, .*deployments\.apps, /),
  ]);
  expect(rights.find(({ id }) => id === 'look')?.lost).toBe('');
});

test('a cluster that says nothing about rights leaves them unknown', async () => {
  const { client } = clusterThat(() => true, { [reviews]: ok({}, 404) });
  const { rights } = await checkAccess(client, never);
  expect(new Set(rights.map(({ state }) => state))).toEqual(new Set(['unknown']));
});

test('nodes and storage classes that may not be listed are named', async () => {
  const refused = ok({ message: 'forbidden' }, 403);
  const { client } = clusterThat(() => false, { '/api/v1/nodes': refused, '/apis/storage.k8s.io/v1/storageclasses': refused });
  const access = await checkAccess(client, never);
  expect(access.nodes).toEqual([]);
  expect(access.unread).toBe('The cluster does not let Hearth list its nodes and its storage classes.');
});

test('credentials that count for nothing are a refusal', async () => {
  const { client } = clusterThat(() => true, { '/version': ok({ message: 'Unauthorized' }, 401) });
  await expect(checkAccess(client, never)).rejects.toMatchObject({ view: { code: 'CLUSTER_REFUSED', why: 'Unauthorized' } });
});

test.each([
  ['v1.36.3', 'supported'],
  ['v1.32.9+k3s1', 'supported'],
  ['v1.31.0', 'older'],
  ['v1.99.0', 'newer'],
  ['v2.0.0', 'newer'],
  ['', 'unknown'],
])('version %s is %s', (found, verdict) => {
  expect(judgeVersion(found).verdict).toBe(verdict);
});
