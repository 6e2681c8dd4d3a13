import { createServer } from 'node:https';
import { openKube } from '#adapters/kube/open-kube.ts';
import type { KubeRequest } from '#core/ports/kube.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { Secret } from '#core/secret.ts';
import { createPracticeClient } from '#practice/cluster/client.ts';
import { createObjectStore } from '#practice/cluster/objects.ts';
import { kubeLeaseConformance } from './kube-lease.ts';
import { listen } from './listen.ts';
import { kubeconfigFor } from './scripted-http.ts';
import { serverCertificate, serverKey } from './test-certificates.ts';

const practice = () =>
  createPracticeClient(
    createObjectStore(() => 0),
    { server: 'https://10.20.0.11:16443', reach: () => new AbortController().signal, broken: () => new Error('broken') },
  );

kubeLeaseConformance('the practice lab', async () => ({ client: practice(), close: () => undefined }));

const methods: Readonly<Record<string, KubeRequest['method']>> = { GET: 'GET', POST: 'POST', PUT: 'PUT' };

kubeLeaseConformance('over HTTPS', async () => {
  const cluster = practice();
  const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const asked = { method: methods[request.method ?? ''] ?? 'GET', path: request.url ?? '/', signal: new AbortController().signal };
      void cluster.request({ ...asked, body }).then((answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
  });
  const port = await listen(server);
  const client = openKube({ log: sketchLog() }).connect(new Secret(kubeconfigFor(`https://127.0.0.1:${port}`)));
  return {
    client,
    close() {
      client.close();
      server.closeAllConnections();
      server.close();
    },
  };
});
