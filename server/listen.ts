// Takes the port before anything is opened or written, so that a port in use costs nothing.
import { createServer, type Server } from 'node:http';
import { fault } from '#core/fault.ts';
import { answer, type Host } from './answer.ts';
import { boundPort } from './bound-port.ts';
import { createUpgrades, type Upgrades } from './upgrade.ts';

export interface Listening {
  readonly port: number;
  /** Requests that came before are answered now. */
  serve(host: Host): void;
  close(): Promise<void>;
}

/** This machine only. */
const address = '127.0.0.1';

const isInUse = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(isInUse(error) ? fault('PORT_IN_USE', { port }, { cause: error }) : error));
    server.listen({ host: address, port, exclusive: true }, () => {
      resolve(boundPort(server));
    });
  });
}

/** Rejects with PORT_IN_USE. */
export async function listen(port: number): Promise<Listening> {
  const { promise: ready, resolve: serve } = Promise.withResolvers<{ host: Host; upgrades: Upgrades }>();
  let upgrades: Upgrades | null = null;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void ready.then(({ host }) => answer(request, response, host));
  });
  server.on('upgrade', (request, socket, head) => void ready.then((open) => open.upgrades.take(request, socket, head)));
  const bound = await bind(server, port);
  return {
    port: bound,
    serve(host) {
      upgrades = createUpgrades(host);
      serve({ host, upgrades });
    },
    close() {
      upgrades?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
