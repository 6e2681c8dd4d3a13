// REST: every procedure under its route, streams as server-sent events, errors in the catalogue's words.
import { OpenAPIHandler } from '@orpc/openapi/node';
import { traverseContractProcedures } from '@orpc/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contract } from '#contract/index.ts';
import type { DoorContext } from './context.ts';
import { explainUnread } from './faults.ts';
import { router } from './router/index.ts';

export interface HttpCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The JSON that was sent, read by the host within its limits; undefined when there was none. */
  readonly body: unknown;
}

const handler = new OpenAPIHandler<DoorContext>(router, { interceptors: [explainUnread] });

/** False: no procedure has this method and path under `prefix`, such as /api/v1. */
export async function answerRest({ request, response, body }: HttpCall, prefix: `/${string}`, context: DoorContext): Promise<boolean> {
  const { matched } = await handler.handle(Object.assign(request, { body }), response, { prefix, context });
  return matched;
}

/** GET, … for which there is a procedure at this path below the prefix; none: no such address. */
export function methodsAt(path: string): readonly string[] {
  return routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}

const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
traverseContractProcedures(
  { router: contract, path: [] },
  ({
    contract: {
      '~orpc': { route },
    },
  }) => {
    const pattern = new RegExp(`^${(route.path ?? '').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    routes.push({ method: route.method ?? 'POST', pattern });
  },
);
