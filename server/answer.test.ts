// What the server says to requests that no door takes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, type House } from './testing/house.ts';

let house: House;
let headers: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  headers = { authorization: `Bearer ${(await house.token()).value}`, 'content-type': 'application/json' };
});
afterAll(() => house.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${house.port}${path}`, { headers, ...init });

test.each([
  ['DELETE', '/api/v1/runs', 'POST, GET'],
  ['GET', '/api/v1/nodes/parse', 'POST'],
  ['PATCH', '/api/v1/runs', 'GET, POST, PUT, DELETE'],
])('%s %s is refused with the methods that there are', async (method, path, allowed) => {
  const answer = await ask(path, { method });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allowed);
  expect(await answer.json()).toMatchObject({ code: 'WRONG_METHOD' });
});

test('an address without any procedure is none', async () => {
  const answer = await ask('/api/v1/nowhere');
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'NO_SUCH_PATH' }]);
});

test.each([
  ['bytes that are no UTF-8', Uint8Array.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]), 'body'],
  ['control characters in a name', '{"name":"a\\u001b[2Jb"}', 'name'],
  ['half a character in a name', String.raw`{"name":"\ud800"}`, 'name'],
])('%s are refused, and nothing is stored', async (_what, body, field) => {
  const answer = await ask('/api/v1/platforms', { method: 'POST', body });
  expect([answer.status, await answer.json()]).toMatchObject([400, { data: { code: 'INPUT_INVALID', details: { field } } }]);
  expect(await (await ask('/api/v1/platforms')).json()).toEqual([]);
});

test('an inventory of the greatest length that there may be is taken, and read again as it was', async () => {
  const begun = await ask('/api/v1/platforms', { method: 'POST', body: '{"name":"Large"}' });
  const { id, revision } = z.object({ id: z.string(), revision: z.number() }).parse(await begun.json());
  const path = `/api/v1/platforms/${id}/inventory`;
  const text = `name: Large\n# ${'ü'.repeat(7_999_900)}\n`;
  const answer = await ask(path, { method: 'PUT', body: JSON.stringify({ text, expectedRevision: revision }) });
  expect([answer.status, await answer.json()]).toMatchObject([200, { name: 'Large', revision: 2 }]);
  const stored = z.object({ text: z.string() }).parse(await (await ask(path)).json());
  expect(stored.text === text).toBe(true);
});

test('the rows of a platform that is not there are not found, instead of a feed that waits for it', async () => {
  const answer = await ask('/api/v1/platforms/nobody/cluster/pods');
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
});
