// The tool list, made once from the contract: name, words and JSON schema of every procedure whose answer ends.
import { ToolSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { isProcedure, traverseContractProcedures, type AnyProcedure } from '@orpc/server';
import { z } from 'zod';
import { likelyName } from '#core/catalog/likely-name.ts';
import { fault } from '#core/fault.ts';
import { router } from './router/index.ts';

interface Entry {
  readonly tool: Tool;
  readonly procedure: AnyProcedure;
  readonly path: readonly string[];
}

const nothing = { type: 'object' as const, properties: {} };

function inputSchema(schema: unknown): Tool['inputSchema'] {
  if (!(schema instanceof z.ZodType)) return nothing;
  // A choice between objects is an object too, but only says so of its branches.
  return ToolSchema.shape.inputSchema.parse({ type: 'object', ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) });
}

/** What only looks is told as that; of what changes anything the worst is assumed, as runs remove nodes too. */
function hints(method: string | undefined, scope: unknown): NonNullable<Tool['annotations']> {
  const looks = scope === 'read' || method === 'GET';
  return { readOnlyHint: looks, destructiveHint: !looks };
}

function entryOf(procedure: AnyProcedure, path: readonly string[]): Entry {
  const { route, meta, inputSchema: input } = procedure['~orpc'];
  const tool: Tool = {
    name: path.join('_'),
    description: route.summary ?? path.join(' '),
    inputSchema: inputSchema(input),
    annotations: hints(route.method, meta['scope']),
  };
  return { tool, procedure, path };
}

const entries = new Map<string, Entry>();
traverseContractProcedures({ router, path: [] }, ({ contract: procedure, path }) => {
  if (!isProcedure(procedure) || procedure['~orpc'].meta['stream'] === 'endless') return;
  const entry = entryOf(procedure, path);
  entries.set(entry.tool.name, entry);
});

export const tools: readonly Tool[] = [...entries.values()].map(({ tool }) => tool);

/** Longer than any name of a tool; comparing takes time for every letter. */
const longestName = 80;
function unknownTool(name: string): Error {
  const tool = name.slice(0, longestName);
  const names = new Map([...entries.keys()].map((known) => [known.toLowerCase(), known]));
  return fault('TOOL_UNKNOWN', { tool, likely: names.get(likelyName(tool, [...names.keys()])) ?? '' });
}

export function toolNamed(name: string): Entry {
  const entry = entries.get(name);
  if (entry === undefined) throw unknownTool(name);
  return entry;
}
