// The scripted API server behind real sockets and TLS.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { listen } from './listen.ts';
import { Cut, type ScriptedApi } from './scripted-api.ts';
import { authority, serverCertificate, serverKey } from './test-certificates.ts';

interface ScriptedHttp {
  readonly port: number;
  readonly kubeconfig: string;
  close(): Promise<void>;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A kubeconfig for the test authority; `user` in YAML flow style. */
export const kubeconfigFor = (server: string, user = '{token: letmein}', ca = authority): string => `apiVersion: v1
kind: Config
current-context: test
clusters: [{name: test, cluster: {server: "${server}", certificate-authority-data: ${base64(ca)}}}]
users: [{name: test, user: ${user}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
`;

const pass = async (api: ScriptedApi, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'https://scripted.test');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const answer = api.answer(url.pathname, url.searchParams, gone.signal);
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...(answer.retryAfter === null ? {} : { 'retry-after': String(answer.retryAfter) }),
  });
  response.flushHeaders();
  for await (const chunk of answer.chunks) {
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += api.chunkSize) response.write(bytes.subarray(at, at + api.chunkSize));
  }
  response.end();
};

export const serveScripted = async (api: ScriptedApi): Promise<ScriptedHttp> => {
  api.cutsBytes = true;
  const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
    pass(api, request, response).catch((error: unknown) => {
      if (!(error instanceof Cut)) throw error;
      const { socket } = request;
      socket.destroy();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server);
  return {
    port,
    kubeconfig: kubeconfigFor(`https://127.0.0.1:${port}`),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
