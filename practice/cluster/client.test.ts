import { describe, expect, it } from 'vitest';
import { kubeClientConformance } from '#adapters/conformance/kube-client.ts';
import type { KubeRequest } from '#core/ports/kube.ts';
import { createPracticeClient } from './client.ts';
import { createObjectStore } from './objects.ts';

function server() {
  const power = new AbortController();
  const objects = createObjectStore(() => 1_700_000_000_000);
  const client = createPracticeClient(objects, {
    server: 'https://10.20.0.11:16443',
    reach: () => power.signal,
    broken: () => new Error('the connection broke'),
  });
  return { objects, client, power };
}

kubeClientConformance('the practice lab', async () => {
  const { objects, client } = server();
  return {
    client,
    put: (pod) => void objects.put('pods', pod),
    remove: (pod) => objects.remove('pods', pod.metadata.name, pod.metadata.namespace),
    close: () => undefined,
  };
});

const signal = new AbortController().signal;
const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });
const maps = '/api/v1/namespaces/default/configmaps';
const watching = (version: string, stop = signal) => ({ path: maps, query: { watch: '1', resourceVersion: version }, signal: stop });

describe('a watch of the practice lab', () => {
  it('from a version that is too long ago, or was never given, is 410', async () => {
    const { objects, client } = server();
    const old = objects.version();
    for (let index = 0; index < 3000; index += 1) objects.put('configmaps', map('busy'));
    expect((await client.stream(watching(old))).status).toBe(410);
    expect((await client.stream(watching('9999999'))).status).toBe(410);
  });

  it('tells what changed between the pages of a list', async () => {
    const { objects, client } = server();
    for (const name of ['a', 'b', 'c', 'd']) objects.put('configmaps', map(name));
    const page = async (query: Record<string, string>) => (await client.request({ method: 'GET', path: maps, query, signal })).body;
    const first = await page({ limit: '2' });
    objects.remove('configmaps', 'a', 'default');
    expect(first).toMatchObject({ metadata: { continue: expect.any(String) } });
    const metadata = typeof first === 'object' && first !== null && 'metadata' in first ? first.metadata : null;
    const token = typeof metadata === 'object' && metadata !== null && 'continue' in metadata ? String(metadata.continue) : '';
    const version =
      typeof metadata === 'object' && metadata !== null && 'resourceVersion' in metadata ? String(metadata.resourceVersion) : '';
    expect(await page({ limit: '2', continue: token })).toMatchObject({
      metadata: { resourceVersion: version },
      items: [{ metadata: { name: 'c' } }, { metadata: { name: 'd' } }],
    });
    const { chunks } = await client.stream(watching(version));
    const { value } = await chunks[Symbol.asyncIterator]().next();
    expect(JSON.parse(String(value))).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'a' } } });
  });

  it('breaks at once when the server is lost, and ends at once when nobody wants it any more', async () => {
    const { objects, client, power } = server();
    const enough = new AbortController();
    const open = async (stop: AbortSignal) =>
      (await client.stream(watching(objects.version(), stop))).chunks[Symbol.asyncIterator]().next();
    const left = open(enough.signal);
    const lost = open(signal);
    enough.abort();
    expect(await left).toMatchObject({ done: true });
    power.abort();
    await expect(lost).rejects.toThrow('the connection broke');
  });
});

describe('a write to the practice lab', () => {
  const ask = (request: Omit<KubeRequest, 'signal'>, { client } = server()) => client.request({ ...request, signal });
  it('is refused as the real server refuses it', async () => {
    const one = server();
    expect((await ask({ method: 'POST', path: maps, body: map('a') }, one)).status).toBe(201);
    expect((await ask({ method: 'POST', path: maps, body: map('a') }, one)).status).toBe(409);
    const stale = { ...map('a'), metadata: { ...map('a').metadata, resourceVersion: '1' } };
    expect(await ask({ method: 'PUT', path: `${maps}/a`, body: stale }, one)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect((await ask({ method: 'PUT', path: `${maps}/b`, body: map('b') }, one)).status).toBe(404);
    expect((await ask({ method: 'POST', path: maps, body: { kind: 'ConfigMap' } }, one)).status).toBe(422);
    expect((await ask({ method: 'DELETE', path: `${maps}/b` }, one)).status).toBe(404);
    expect((await ask({ method: 'DELETE', path: `${maps}/a` }, one)).status).toBe(200);
  });

  it('merges, and applies what is not there yet', async () => {
    const one = server();
    const apply = { method: 'PATCH', path: `${maps}/a`, contentType: 'application/apply-patch+yaml' } as const;
    expect((await ask({ ...apply, body: { ...map('a'), data: { x: '1', y: '2' } } }, one)).status).toBe(201);
    const patch = {
      method: 'PATCH',
      path: `${maps}/a`,
      contentType: 'application/merge-patch+json',
      body: { data: { y: null, z: '3' } },
    } as const;
    expect((await ask(patch, one)).body).toMatchObject({ data: { x: '1', z: '3' } });
    expect((await ask({ method: 'GET', path: `${maps}/a` }, one)).body).not.toMatchObject({ data: { y: '2' } });
  });

  it.each(['/apis/example.com/v1/things', '/api/v2/pods', '/api/v1/namespaces/default/nodes', '/nowhere', '/api/v1/pods/a'])(
    'to %s finds nothing',
    async (path) => {
      expect((await ask({ method: 'GET', path })).status).toBe(404);
      expect((await ask({ method: 'PUT', path, body: map('a') })).status).toBe(404);
    },
  );
});
