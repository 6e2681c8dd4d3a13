// MCP: every procedure that ends is a tool. Stateless: each message is answered by itself.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ErrorCode, ListToolsRequestSchema, McpError, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { call } from '@orpc/server';
import type { DoorContext } from './context.ts';
import { toWire } from './faults.ts';
import { toolNamed, tools } from './mcp-tools.ts';
import type { HttpCall } from './rest.ts';
import { collected } from './streams.ts';

const text = (value: unknown) => [{ type: 'text' as const, text: JSON.stringify(value ?? null) }];

async function callTool(request: { name: string; input: unknown; signal: AbortSignal }, context: DoorContext): Promise<CallToolResult> {
  try {
    const { procedure, path } = toolNamed(request.name);
    const output = await call(procedure, request.input, { context, path: [...path], signal: request.signal });
    return { content: text(await collected(output)) };
  } catch (error) {
    const { data } = toWire(error, context.engine.log);
    return { isError: true, content: text(data), structuredContent: { ...data } };
  }
}

/** One server for one message; `answerMcp` and tests in memory connect it. */
export function openMcp(context: DoorContext): Server {
  const server = new Server({ name: 'hearth', version: context.engine.about.version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools] }));
  // Not by the schema of the library: it answers a wrong argument with its own dump, where the contract has a fault for it.
  server.fallbackRequestHandler = ({ method, params = {} }, { signal }) => {
    if (method !== 'tools/call') throw new McpError(ErrorCode.MethodNotFound, 'Method not found');
    const { name, arguments: input } = params;
    return callTool({ name: typeof name === 'string' ? name : '', input, signal }, context);
  };
  return server;
}

/** Streamable HTTP. */
export async function answerMcp({ request, response, body }: HttpCall, context: DoorContext): Promise<void> {
  const server = openMcp(context);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}
