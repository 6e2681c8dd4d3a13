import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listen } from '#adapters/conformance/listen.ts';
import { createAgents, type Agents } from './agents.ts';

let server: Server;
let agents: Agents;
let port: number;
let counted: { open: number };
beforeEach(async () => {
  const connections = { open: 0 };
  counted = connections;
  server = createServer((request, response) => {
    response.write('begun ');
    if (request.url !== '/watch') response.end('ended');
  });
  server.on('connection', (socket) => {
    connections.open += 1;
    socket.on('close', () => (connections.open -= 1));
  });
  port = await listen(server);
  agents = createAgents({ server: new URL(`http://127.0.0.1:${port}`), tls: {} });
});
afterEach(() => {
  agents.destroy();
  server.closeAllConnections();
  server.close();
});

const ask = async (path: string): Promise<IncomingMessage> => {
  const [response] = await once(get({ port, path, agent: agents.current }), 'response');
  return response;
};
const whole = async (response: IncomingMessage) => {
  for await (const _ of response) void _;
};
const turns = async (until: () => boolean) => {
  while (!until()) await new Promise((resolve) => setImmediate(resolve));
};
const certificate = (cert: string) => ({ cert, key: 'key' });

it('a new certificate closes idle connections at once, and busy ones when they are done', async () => {
  await whole(await ask('/idle'));
  const watch = await ask('/watch');
  const answering = ask('/watch');
  await answering;
  expect(counted.open).toBeGreaterThan(1);
  agents.show(certificate('second'));
  expect(Object.values(agents.current.sockets)).toEqual([]);
  watch.destroy();
  (await answering).destroy();
  await turns(() => counted.open === 0);
  await whole(await ask('/idle'));
  agents.show(certificate('second'));
  expect(Object.values(agents.current.freeSockets).flat()).toHaveLength(1);
});

it('however often the certificate changes, no connection is left behind', async () => {
  for (let change = 0; change < 30; change += 1) {
    await whole(await ask('/idle'));
    agents.show(certificate(`number ${change}`));
  }
  await turns(() => counted.open === 0);
});

it('ends what is still under way on older connections with the client', async () => {
  const watch = await ask('/watch');
  agents.show(certificate('second'));
  expect(counted.open).toBe(1);
  agents.destroy();
  await expect(whole(watch)).rejects.toThrow('aborted');
  await turns(() => counted.open === 0);
});
