import { expect, test } from 'vitest';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { kubeconfigChoiceName, kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import { Secret } from '#core/secret.ts';
import { chooseContext, describeKubeconfig, importKubeconfig, openCluster, readKubeconfig, type KubeconfigDeps } from './kubeconfig.ts';

const home: Platform = { ...defaultContent, name: 'Home', id: 'home', revision: 1, createdAt: 0, savedAt: 0 };
const never = new AbortController().signal;
const request = { platformId: 'home', yaml: 'the file', context: 'work', allowedCommands: ['sha'] };

interface Asked {
  readonly yaml: string;
  readonly context: string | undefined;
  readonly allowedCommands: readonly string[] | undefined;
}

/** `status`: what the cluster answers to a first look; null when it does not answer at all. */
function fixture(status: number | null = 200, body: unknown = { gitVersion: 'v1.36.3' }) {
  const kept = new Map<string, Secret>();
  const asked: Asked[] = [];
  const closed = { count: 0 };
  const secrets: SecretStore = {
    where: 'memory',
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => void kept.set(name, value),
    remove: async (name) => void kept.delete(name),
  };
  const deps: KubeconfigDeps = {
    secrets,
    platforms: { get: async (id) => (id === 'home' ? home : null) },
    hash: (value) => `hash of ${value}`,
    kube: {
      inspect: () => ({ contexts: [], commands: [], warnings: [] }),
      connect(kubeconfig, { context, allowedCommands } = {}) {
        asked.push({ yaml: kubeconfig.reveal(), context, allowedCommands });
        const server = 'https://10.0.0.1:16443';
        return {
          server,
          async request() {
            if (status === null) throw fault('CLUSTER_UNREACHABLE', { server, reason: 'It is off.' });
            return { status, retryAfter: null, body };
          },
          stream: () => Promise.reject(new Error('not asked for here')),
          close: () => void (closed.count += 1),
        };
      },
    },
  };
  return { deps, kept, asked, closed };
}

test('a kubeconfig to which the cluster answers is kept, with what the person chose for it', async () => {
  const { deps, asked, closed } = fixture();
  expect(await importKubeconfig(deps, request, never)).toEqual({ server: 'https://10.0.0.1:16443' });
  expect(closed.count).toBe(1);
  await openCluster(deps, 'home');
  const chosen = { yaml: 'the file', context: 'work', allowedCommands: ['sha'] };
  expect(asked).toEqual([chosen, chosen]);
});

test.each([
  [401, 'CLUSTER_REFUSED'],
  [403, 'CLUSTER_REFUSED'],
  [404, 'CLUSTER_UNREACHABLE'],
  [502, 'CLUSTER_UNREACHABLE'],
  [null, 'CLUSTER_UNREACHABLE'],
])('when the cluster answers %s, it is told and nothing is kept', async (status, code) => {
  const { deps, kept, closed } = fixture(status);
  await expect(importKubeconfig(deps, request, never)).rejects.toMatchObject({ view: { code } });
  expect(kept.size).toBe(0);
  expect(closed.count).toBe(1);
});

test('what answers and is no Kubernetes API replaces nothing', async () => {
  const { deps, kept } = fixture(200, '<html>Sign in to the network</html>');
  await expect(importKubeconfig(deps, request, never)).rejects.toMatchObject({ view: { code: 'CLUSTER_UNREACHABLE' } });
  expect(kept.size).toBe(0);
});

test('a damaged note of what was chosen allows nothing, and the cluster is reached all the same', async () => {
  const { deps, asked } = fixture();
  await importKubeconfig(deps, request, never);
  await deps.secrets.set(kubeconfigChoiceName('home'), new Secret('{"of":"ha'));
  await openCluster(deps, 'home');
  expect(asked.at(-1)).toEqual({ yaml: 'the file', context: undefined, allowedCommands: undefined });
});

test('what was allowed for one file is not allowed for the next', async () => {
  const { deps, asked } = fixture();
  await importKubeconfig(deps, request, never);
  await deps.secrets.set(kubeconfigName('home'), new Secret('another file'));
  await openCluster(deps, 'home');
  expect(asked.at(-1)).toEqual({ yaml: 'another file', context: undefined, allowedCommands: undefined });
});

test('a platform without a kubeconfig says so', async () => {
  await expect(openCluster(fixture().deps, 'home')).rejects.toMatchObject({ view: { code: 'SECRET_MISSING' } });
});

test('a kubeconfig for a platform that is not there connects to nothing', async () => {
  const { deps, asked } = fixture();
  await expect(importKubeconfig(deps, { ...request, platformId: 'gone' }, never)).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
  expect(asked).toEqual([]);
});

test('another context of the kept file is used once its cluster has answered, with what is allowed for it', async () => {
  const { deps, asked } = fixture();
  await importKubeconfig(deps, request, never);
  const answer = { platformId: 'home', context: 'play', allowedCommands: [] };
  expect(await chooseContext(deps, answer, never)).toEqual({ server: 'https://10.0.0.1:16443' });
  await openCluster(deps, 'home');
  expect(asked.at(-1)).toEqual({ yaml: 'the file', context: 'play', allowedCommands: [] });
  const refused = fixture(403);
  await deps.secrets.set(kubeconfigName('home'), new Secret('the file'));
  await expect(chooseContext({ ...deps, kube: refused.deps.kube }, { ...answer, context: 'work' }, never)).rejects.toMatchObject({
    view: { code: 'CLUSTER_REFUSED' },
  });
  expect((await readKubeconfig(deps, 'home')).choice.context).toBe('play');
});

test('the kept file is described with the context in use and what is allowed, without a connection', async () => {
  const { deps, asked } = fixture();
  await importKubeconfig(deps, request, never);
  const before = asked.length;
  const command = { user: 'me', argv: ['login'], env: [], allowed: false };
  const contexts = [{ name: 'home', server: 's', user: 'me', current: true }];
  const kube = {
    ...deps.kube,
    inspect: () => ({
      contexts,
      commands: [
        { ...command, hash: 'sha' },
        { ...command, hash: 'other' },
      ],
      warnings: [],
    }),
  };
  const described = await describeKubeconfig({ ...deps, kube }, 'home');
  expect(described.context).toBe('work');
  expect(described.commands.map(({ hash, allowed }) => [hash, allowed])).toEqual([
    ['sha', true],
    ['other', false],
  ]);
  expect(asked.length).toBe(before);
});
