// What is no message of the window ends its connection: with one line in our log, none on stderr, and nobody else disturbed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openHouse, type House } from './testing/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function openSocket(): Promise<WebSocket> {
  const host = `127.0.0.1:${house.port}`;
  const cookie = `hearth-${house.port}=${await house.sessions.begin()}`;
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { origin: `http://${host}`, cookie } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const request = JSON.stringify({ i: '1', p: { u: '/system/health', b: {} } });
const unreadable: readonly (readonly [string, string | Buffer])[] = [
  ['no JSON', '{"i":'],
  ['JSON of another kind', '[]'],
  ['a call without an address', '{"i":"1","p":{}}'],
  ['a call of another house', '{"i":"1","p":{"u":"http://evil.example/x"}}'],
  ['an unknown kind', '{"i":"1","t":9,"p":{"u":"/x"}}'],
  ['bytes', Buffer.from([0, 159, 146, 150])],
  ['very much', 'x'.repeat(500_000)],
];

test.each(unreadable)('%s', async (_, message) => {
  const warn = vi.spyOn(house.engine.ports.log, 'warn');
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  const socket = await openSocket();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (let time = 0; time < 100; time += 1) socket.send(message);
  expect(await closed).toBe(1007);
  expect(printed).not.toHaveBeenCalled();
  expect(warn).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(warn.mock.calls).length).toBeLessThan(400);
  printed.mockRestore();
});

test('another window goes on, and calls as text or bytes are answered', async () => {
  const [noisy, good] = [await openSocket(), await openSocket()];
  noisy.send('junk');
  await new Promise((resolve) => noisy.once('close', resolve));
  for (const message of [request, Buffer.from(request)]) {
    const answered = new Promise<string>((resolve) => good.once('message', (data: Buffer) => resolve(data.toString())));
    good.send(message);
    expect(JSON.parse(await answered)).toMatchObject({ i: '1', p: { b: { json: { status: 'ready' } } } });
  }
  good.close();
});
