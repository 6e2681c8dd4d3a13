// Whatever is sent, the answer is in the product's words: the field, and what was expected there.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DoorContext } from '#doors/context.ts';
import { openMcp } from '#doors/mcp.ts';
import { answerRest } from '#doors/rest.ts';
import { openEngine, type Engine } from '#engine/compose.ts';
import { readJson } from './body.ts';
import { boundPort } from './bound-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-words-'));
let engine: Engine;
let rest: Server;
let mcp: Client;

beforeAll(async () => {
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
  const context: DoorContext = { engine: engine.ports, caller: { who: 'test', door: 'rest', scopes: ['read', 'change', 'admin'] } };
  rest = createServer((request, response) => {
    void readJson(request).then((body) => answerRest({ request, response, body }, '/api/v1', context));
  });
  await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
  const [near, far] = InMemoryTransport.createLinkedPair();
  await openMcp(context).connect(near);
  mcp = new Client({ name: 'test', version: '0' });
  await mcp.connect(far);
});
afterAll(async () => {
  await mcp.close();
  rest.closeAllConnections();
  rest.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('over REST', () => {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${boundPort(rest)}/api/v1${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return answer.json();
  };

  test.each<[string, unknown, string]>([
    ['/platforms', [], 'input: An object is expected; this is a list.'],
    ['/platforms', 'Home', 'input: An object is expected; this is a text.'],
    ['/platforms', 5, 'input: An object is expected; this is a number.'],
    ['/platforms', {}, 'name: It is missing; a text is expected.'],
    ['/platforms', { name: [] }, 'name: A text is expected; this is a list.'],
    ['/platforms/validate', { content: [] }, 'content: An object is expected; this is a list.'],
    ['/platforms/No%20Id/preflight', {}, 'platformId: An id is lower-case letters, digits and hyphens; at most 64.'],
  ])('%s with %j', async (path, body, sentence) => {
    expect(await post(path, body)).toMatchObject({ status: 400, data: { code: 'INPUT_INVALID', what: sentence } });
  });
});

describe('over MCP', () => {
  const call = async (name: string, input: Record<string, unknown>): Promise<unknown> =>
    mcp.callTool({ name, arguments: input }).then((answer) => answer.structuredContent);

  test('an unknown tool is named, with the name it was probably meant to have', async () => {
    expect(await call('platforms.lst', {})).toMatchObject({
      code: 'TOOL_UNKNOWN',
      what: 'There is no tool named platforms.lst.',
      todo: 'Call platforms_list, or ask for the list of tools (tools/list).',
    });
    expect(await call('nodes_parselist', {})).toMatchObject({ why: 'The nearest name is nodes_parseList.' });
    expect(await call('make_coffee', {})).toMatchObject({ why: 'No tool has a name like it.' });
  });

  test('a missing and a wrong argument', async () => {
    expect(await call('platforms_get', {})).toMatchObject({ what: 'platformId: It is missing; a text is expected.' });
    expect(await call('platforms_create', { name: 5 })).toMatchObject({ what: 'name: A text is expected; this is a number.' });
  });

  test.each<[unknown, string]>([
    ['Home', 'An object is expected; this is a text.'],
    [['Home'], 'An object is expected; this is a list.'],
    [5, 'An object is expected; this is a number.'],
  ])('arguments that are no object: %j', async (input, sentence) => {
    expect(await raw({ name: 'platforms_create', arguments: input })).toMatchObject({ code: 'INPUT_INVALID', what: `input: ${sentence}` });
  });

  test('a call without the name of a tool, or with another thing for it', async () => {
    expect(await raw({ arguments: {} })).toMatchObject({ code: 'TOOL_UNKNOWN' });
    expect(await raw({ name: ['platforms_list'], arguments: {} })).toMatchObject({ code: 'TOOL_UNKNOWN' });
  });

  /** As a program sends it that checks nothing itself. */
  async function raw(params: Record<string, unknown>): Promise<unknown> {
    const answer = await mcp.request({ method: 'tools/call', params }, CallToolResultSchema);
    return answer.structuredContent;
  }
});
