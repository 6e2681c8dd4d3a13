// What is open for long must end when its reader, its token or the engine goes.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { contract } from '#contract/index.ts';
import { revokeToken } from '#core/access/tokens.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import { openHouse, type House } from './testing/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Counts the live watches under way, by standing between the door and the live cache. */
function countWatches() {
  const { live } = house.engine.ports;
  const counted = { begun: 0, ended: 0, allEnded: () => Promise.resolve() };
  const end = Promise.withResolvers<void>();
  const watch = live.watch.bind(live);
  counted.allEnded = () => end.promise;
  live.watch = async function* (...args: Parameters<typeof watch>) {
    counted.begun += 1;
    try {
      yield* watch(...args);
    } finally {
      counted.ended += 1;
      end.resolve();
    }
  };
  return counted;
}

async function openWindow() {
  const host = `127.0.0.1:${house.port}`;
  const headers = { origin: `http://${host}`, cookie: `hearth-${house.port}=${await house.sessions.begin()}` };
  // Node's WebSocket takes headers, which the types of a browser's do not know.
  const socket: WebSocket = Reflect.construct(WebSocket, [`ws://${host}/rpc`, { headers }]);
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ websocket: socket }));
  return { socket, client };
}

const platform = () => createPlatform(house.engine.ports.inventory, { name: 'Home', core: [] });

test('a server-sent stream ends at once when its token is revoked, and so does what it read from', async () => {
  const watches = countWatches();
  const { id } = await platform();
  const token = await house.token(['read']);
  const stream = await fetch(`http://127.0.0.1:${house.port}/api/v1/platforms/${id}/cluster/watch?kinds=pods`, {
    headers: { authorization: `Bearer ${token.value}` },
  });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body?.getReader();
  await reader?.read();
  await revokeToken(house.engine.ports.access, token.id);
  const rest = async () => {
    while ((await reader?.read())?.done === false);
  };
  await expect(rest()).rejects.toThrow();
  await watches.allEnded();
  expect(watches).toMatchObject({ begun: 1, ended: 1 });
});

test('signing out ends every window and every stream of a session at once', async () => {
  const { socket, client } = await openWindow();
  await client.system.health();
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  const origin = `http://127.0.0.1:${house.port}`;
  const cookie = `hearth-${house.port}=${await house.sessions.begin()}`;
  const events = await fetch(`${origin}/api/v1/runs/events`, { headers: { cookie } });
  expect(events.status).toBe(200);
  const answer = await fetch(`${origin}/session`, { method: 'DELETE', headers: { cookie, origin } });
  expect(await answer.json()).toEqual({ signedIn: false });
  await closed;
  await expect(events.text()).rejects.toThrow();
});

test('a window that goes leaves no watch behind', async () => {
  const watches = countWatches();
  const { id } = await platform();
  const { socket, client } = await openWindow();
  const stream = await client.cluster.watch({ platformId: id, kinds: ['pods'] });
  expect((await stream.next()).done).toBe(false);
  socket.close();
  await watches.allEnded();
  expect(watches).toMatchObject({ begun: 1, ended: 1 });
});

test('a reader that has seen enough ends its watch, and the connection goes on', async () => {
  const watches = countWatches();
  const { id } = await platform();
  const { socket, client } = await openWindow();
  const stream = await client.cluster.watch({ platformId: id, kinds: ['pods'] });
  await stream.next();
  await stream.return();
  await watches.allEnded();
  expect((await client.system.health()).status).toBe('ready');
  socket.close();
});
