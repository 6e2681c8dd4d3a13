// REST: every procedure under its route, streams as server-sent events, errors in the catalogue's words.
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultView } from '#contract/faults/entry.ts';
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

const wireError = z.object({ defined: z.boolean(), code: z.string(), status: z.number(), message: z.string(), data: faultView });

/** The OpenAPI document of the whole contract. */
export async function describeRest(info: { readonly version: string; readonly server: string }): Promise<object> {
  const converter = new ZodToJsonSchemaConverter();
  const generator = new OpenAPIGenerator({ schemaConverters: [converter] });
  const [, errorBody] = converter.convert(wireError, { strategy: 'output' });
  return generator.generate(contract, {
    info: { title: 'Hearth', version: info.version },
    servers: [{ url: info.server }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    customErrorResponseBodySchema: () => errorBody,
  });
}
