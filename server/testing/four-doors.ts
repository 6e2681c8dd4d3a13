// The four doors over one context, each behind its real transport, for tests.
import { ORPCError, safe, type ClientContext, type ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { traverseContractProcedures } from '@orpc/server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { MessageChannel } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { scope, type Scope } from '#contract/base.ts';
import { faultView, type FaultView } from '#contract/faults/entry.ts';
import { contract } from '#contract/index.ts';
import type { DoorContext } from '#doors/context.ts';
import { openMcp } from '#doors/mcp.ts';
import { openMessagePort } from '#doors/message-port.ts';
import { answerRest } from '#doors/rest.ts';
import { collected } from '#doors/streams.ts';
import { openWebSocket } from '#doors/websocket.ts';
import { readJson } from '../body.ts';
import { boundPort } from '../bound-port.ts';

export type Answer = { readonly value: unknown } | { readonly fault: FaultView };
export interface Door {
  readonly name: string;
  /** Undefined: this door does not have the procedure. */
  call(procedure: Procedure, input: Record<string, unknown>): Promise<Answer | undefined>;
  close(): Promise<void>;
}
export interface Procedure {
  readonly path: readonly string[];
  readonly scope: Scope;
  readonly isEndless: boolean;
  readonly route: { readonly method: string; readonly path: string };
}

export const procedures: Procedure[] = [];
traverseContractProcedures({ router: contract, path: [] }, ({ contract: { '~orpc': def }, path }) => {
  const route = { method: def.route.method ?? 'POST', path: def.route.path ?? '' };
  procedures.push({ path, scope: scope.parse(def.meta['scope']), isEndless: def.meta['stream'] === 'endless', route });
});

async function throughLink(link: ClientLink<ClientContext>, { path }: Procedure, input: unknown): Promise<Answer> {
  const { error, data } = await safe(link.call(path, input, { context: {} }).then(collected));
  if (error === null) return { value: data };
  if (!(error instanceof ORPCError)) throw error;
  return { fault: faultView.parse(error.data) };
}

function portDoor(context: DoorContext): Door {
  const { port1, port2 } = new MessageChannel();
  openMessagePort(port1, context);
  port1.start();
  const link = new PortLink({ port: port2 });
  port2.start();
  return {
    name: 'message port',
    call: (procedure, input) => throughLink(link, procedure, input),
    close: async () => port1.close(),
  };
}

async function socketDoor(context: DoorContext): Promise<Door> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => openWebSocket(socket, context));
  const socket = new WebSocket(`ws://127.0.0.1:${boundPort(server)}`);
  const link = new SocketLink({ websocket: socket });
  return {
    name: 'websocket',
    call: (procedure, input) => throughLink(link, procedure, input),
    async close() {
      socket.close();
      server.close();
    },
  };
}

const refusal = z.object({ data: faultView });
const toolText = z.object({ content: z.tuple([z.object({ text: z.string() })]) });

const events = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block.includes('event: message'))
    .map((block): unknown => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'));

async function restCall(base: string, { route }: Procedure, input: Record<string, unknown>): Promise<Answer> {
  const rest = { ...input };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(typeof value === 'string' ? value : 'x');
  });
  const query = new URLSearchParams(
    route.method === 'GET' ? Object.entries(rest).map(([key, value]): [string, string] => [key, String(value)]) : [],
  );
  const body = route.method === 'GET' ? {} : { body: JSON.stringify(rest), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${base}${path}?${query.toString()}`, { method: route.method, ...body });
  const text = await answer.text();
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) return { value: events(text) };
  const json: unknown = JSON.parse(text);
  return answer.ok ? { value: json } : { fault: refusal.parse(json).data };
}

async function restDoor(context: DoorContext): Promise<Door> {
  const server: Server = createServer((request, response) => {
    void readJson(request).then((body) => answerRest({ request, response, body }, '/api/v1', context));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${boundPort(server)}/api/v1`;
  return {
    name: 'rest',
    call: (procedure, input) => restCall(base, procedure, input),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function mcpDoor(context: DoorContext): Promise<Door> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await openMcp(context).connect(near);
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(far);
  const { tools } = await client.listTools();
  return {
    name: 'mcp',
    async call({ path }, input) {
      const name = path.join('_');
      if (!tools.some((tool) => tool.name === name)) return undefined;
      const answer = await client.callTool({ name, arguments: input });
      const value: unknown = JSON.parse(toolText.parse(answer).content[0].text);
      return answer.isError === true ? { fault: faultView.parse(value) } : { value };
    },
    close: () => client.close(),
  };
}

export async function openDoors(context: DoorContext): Promise<Door[]> {
  return [portDoor(context), await socketDoor(context), await restDoor(context), await mcpDoor(context)];
}
