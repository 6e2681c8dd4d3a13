// The window's WebSocket: host, page and session are proven before the upgrade, not after.
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { toWire } from '#doors/faults.ts';
import { openWebSocket } from '#doors/websocket.ts';
import { fault } from '#core/fault.ts';
import type { Host } from './answer.ts';
import { bodyLimitBytes } from './body.ts';
import { requireSession, windowCaller } from './callers.ts';
import { sessionHolder } from './open-answers.ts';
import { refuseStrangers } from './strangers.ts';

function refuse(socket: Duplex, wire: ReturnType<typeof toWire>): void {
  const body = JSON.stringify(wire.toJSON());
  socket.end(
    [
      `HTTP/1.1 ${wire.status} ${STATUS_CODES[wire.status] ?? 'Refused'}`,
      'connection: close',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** A dead window is noticed within twice this time, and its streams are ended. */
const pingEveryMs = 20_000;

export interface Upgrades {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createUpgrades(host: Host): Upgrades {
  const server = new WebSocketServer({ noServer: true, maxPayload: bodyLimitBytes, perMessageDeflate: false });
  const alive = new WeakSet<object>();
  const sessionOf = new WeakMap<object, string>();
  const ping = setInterval(() => {
    for (const client of server.clients) {
      // A window that is open keeps its session in use, and ends with it.
      if (!alive.delete(client) || !host.sessions.isValid(sessionOf.get(client) ?? '')) client.terminate();
      else client.ping();
    }
  }, pingEveryMs);
  ping.unref();
  return {
    take(request, socket, head) {
      socket.on('error', () => socket.destroy());
      let session: string;
      try {
        refuseStrangers(request, host, 'effect');
        if (request.method !== 'GET' || request.url !== '/rpc') throw fault('NO_SUCH_PATH', { path: request.url ?? '' });
        if (request.headers.upgrade?.toLowerCase() !== 'websocket')
          throw fault('STRANGER_REFUSED', { reason: 'this address takes a WebSocket' });
        session = requireSession(request, host);
      } catch (error) {
        refuse(socket, toWire(error, host.engine.log));
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => {
        alive.add(client);
        sessionOf.set(client, session);
        host.open.hold(sessionHolder, socket);
        client.on('pong', () => alive.add(client));
        client.on('error', () => client.terminate());
        openWebSocket(client, { caller: windowCaller, engine: host.engine });
      });
    },
    close() {
      clearInterval(ping);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
