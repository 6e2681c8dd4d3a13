import { once } from 'node:events';
import type { Server } from 'node:net';

/** Listens on a free loopback port and resolves with it. */
export const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};
