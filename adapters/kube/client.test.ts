import { createServer } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { kubeClientConformance } from '#adapters/conformance/kube-client.ts';
import { kubeConformance } from '#adapters/conformance/kube.ts';
import { listen } from '#adapters/conformance/listen.ts';
import { ManualClock } from '#adapters/conformance/manual-clock.ts';
import { rawPod } from '#adapters/conformance/kube-objects.ts';
import { ScriptedApi } from '#adapters/conformance/scripted-api.ts';
import { kubeconfigFor, serveScripted } from '#adapters/conformance/scripted-http.ts';
import {
  authority,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
  strangeAuthority,
} from '#adapters/conformance/test-certificates.ts';
import { isFault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';
import { openKube } from './open-kube.ts';

const kube = openKube({ log: { info: () => {}, warn: () => {}, error: () => 'ref' } });
const connect = (yaml: string) => kube.connect(new Secret(yaml));
const base64 = (text: string) => Buffer.from(text).toString('base64');
const patient = () => new AbortController().signal;
const viewOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  return isFault(error) ? error.view : error;
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

kubeConformance('over HTTPS', {
  turns: 40,
  way: async (api) => {
    const http = await serveScripted(api);
    const client = connect(http.kubeconfig);
    return {
      client,
      close: async () => {
        client.close();
        await http.close();
      },
    };
  },
});

kubeClientConformance('over HTTPS', async () => {
  const api = new ScriptedApi(new ManualClock());
  const http = await serveScripted(api);
  const client = connect(http.kubeconfig);
  return {
    client,
    put: (pod) => api.put('/api/v1/pods', pod),
    remove: (pod) => api.remove('/api/v1/pods', pod.metadata.uid),
    close: async () => {
      client.close();
      await http.close();
    },
  };
});

/** A server that answers with what it was asked. */
const echo = async (options: { readonly requestCert?: boolean } = {}) => {
  const server = createTlsServer(
    { cert: serverCertificate, key: serverKey, ca: authority, rejectUnauthorized: false, ...options },
    (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method, url, headers } = request;
        const socket = request.socket;
        const peer = 'getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function' ? socket.getPeerCertificate() : null;
        response.writeHead(url?.includes('/busy') ? 429 : 200, { 'content-type': 'application/json', 'retry-after': '7' });
        response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(parts).toString(), peer: peer?.subject?.CN ?? null }));
      });
    },
  );
  const port = await listen(server);
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return port;
};

describe('a request', () => {
  it('carries path, query, body and credential, and any status is an answer', async () => {
    const port = await echo();
    const client = connect(kubeconfigFor(`https://127.0.0.1:${port}/k8s/clusters/c-1`));
    const answer = await client.request({
      method: 'PATCH',
      path: '/apis/apps/v1/deployments',
      query: { fieldManager: 'hearth & co' },
      body: { kind: 'Deployment', note: 'ü' },
      contentType: 'application/apply-patch+yaml',
      signal: patient(),
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        method: 'PATCH',
        url: '/k8s/clusters/c-1/apis/apps/v1/deployments?fieldManager=hearth+%26+co',
        body: '{"kind":"Deployment","note":"ü"}',
        headers: { authorization: 'Bearer letmein', 'content-type': 'application/apply-patch+yaml' },
      },
    });
    expect(await client.request({ method: 'GET', path: '/busy', signal: patient() })).toMatchObject({ status: 429, retryAfter: 7 });
    client.close();
  });

  it.each([
    [
      'a client certificate',
      `{client-certificate-data: ${base64(clientCertificate)}, client-key-data: ${base64(clientKey)}}`,
      { peer: 'admin' },
    ],
    ['a user and password', '{username: ann, password: "p:w"}', { headers: { authorization: `Basic ${base64('ann:p:w')}` } }],
    ['another name', '{token: t, as: bob, as-groups: [dev]}', { headers: { 'impersonate-user': 'bob', 'impersonate-group': 'dev' } }],
  ])('logs in with %s', async (_how, user, expected) => {
    const port = await echo({ requestCert: true });
    const client = connect(kubeconfigFor(`https://localhost:${port}`, user));
    expect((await client.request({ method: 'GET', path: '/', signal: patient() })).body).toMatchObject(expected);
    client.close();
  });

  it('ends at once when it is aborted, also in the middle of a stream', async () => {
    const api = new ScriptedApi(new ManualClock());
    api.put('/api/v1/pods', rawPod({ uid: 'a' }));
    const http = await serveScripted(api);
    ends.push(() => http.close());
    const client = connect(http.kubeconfig);
    const end = new AbortController();
    const stream = await client.stream({
      path: '/api/v1/pods',
      query: { watch: '1', resourceVersion: String(api.version) },
      signal: end.signal,
    });
    const reading = stream.chunks[Symbol.asyncIterator]().next();
    end.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect(client.stream({ path: '/api/v1/pods', signal: end.signal })).rejects.toThrow('enough');
    client.close();
    expect(await viewOf(client.stream({ path: '/api/v1/pods', signal: patient() }))).toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });
});

describe('a server that cannot be used is named with the reason', () => {
  const told = async (yaml: string) => {
    const client = connect(yaml);
    ends.push(() => client.close());
    return viewOf(client.request({ method: 'GET', path: '/version', signal: patient() }));
  };

  it('when nothing listens', async () => {
    const server = createPlainServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const view = await told(kubeconfigFor(`https://127.0.0.1:${port}`));
    expect(view).toMatchObject({ code: 'CLUSTER_UNREACHABLE', kind: 'transient', why: expect.stringContaining('Nothing listens') });
  });

  it('when its name is unknown', async () => {
    const view = await told(kubeconfigFor('https://no-such-host.invalid:6443'));
    expect(view).toMatchObject({ code: 'CLUSTER_UNREACHABLE', why: expect.stringContaining('no-such-host.invalid') });
  });

  it('when another authority has signed its certificate', async () => {
    const port = await echo();
    const view = await told(kubeconfigFor(`https://127.0.0.1:${port}`, '{token: t}', strangeAuthority));
    expect(view).toMatchObject({ code: 'CLUSTER_UNREACHABLE', why: expect.stringContaining('has not signed') });
  });

  it('when its certificate is for another name', async () => {
    const port = await echo();
    const yaml = kubeconfigFor(`https://127.0.0.1:${port}`).replace(
      'certificate-authority-data',
      'tls-server-name: elsewhere.test, certificate-authority-data',
    );
    expect(await told(yaml)).toMatchObject({ code: 'CLUSTER_UNREACHABLE', why: expect.stringContaining('other names') });
  });

  it('when it does not speak TLS', async () => {
    const server = createServer((_request, response) => response.end());
    const port = await listen(server);
    ends.push(() => server.close());
    expect(await told(kubeconfigFor(`https://127.0.0.1:${port}`))).toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      why: expect.stringContaining('TLS'),
    });
  });

  it('when it wants a client certificate that is not there', async () => {
    const port = await echo({ requestCert: true });
    const server = createTlsServer({ cert: serverCertificate, key: serverKey, ca: authority, requestCert: true, rejectUnauthorized: true });
    const strict = await listen(server);
    ends.push(() => server.close());
    expect(port).not.toBe(strict);
    expect(await told(kubeconfigFor(`https://127.0.0.1:${strict}`))).toMatchObject({ code: 'CLUSTER_REFUSED' });
  });

  it('when it cuts the answer off', async () => {
    const server = createTlsServer({ cert: serverCertificate, key: serverKey }, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"half":', () => response.destroy());
    });
    const port = await listen(server);
    ends.push(() => server.close());
    expect(await told(kubeconfigFor(`https://127.0.0.1:${port}`))).toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      why: expect.stringContaining('cut'),
    });
  });
});
