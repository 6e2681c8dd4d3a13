// REST described for programs, from the same declaration that serves it.
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';
import { faultView } from '#contract/faults/entry.ts';
import { contract } from '#contract/index.ts';

const wireError = z.object({ defined: z.boolean(), code: z.string(), status: z.number(), message: z.string(), data: faultView });
const methods = ['get', 'post', 'put', 'delete'] as const;

/** The OpenAPI document of the whole contract. */
export async function describeRest(info: { readonly version: string; readonly server: string }): Promise<object> {
  const converter = new ZodToJsonSchemaConverter();
  const generator = new OpenAPIGenerator({ schemaConverters: [converter] });
  const document = await generator.generate(contract, {
    info: { title: 'Hearth', version: info.version },
    servers: [{ url: info.server }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  });
  const [, schema] = converter.convert(wireError, { strategy: 'output' });
  // Any procedure may answer with any fault, so every one has the same answer for whatever is not its own.
  const fault = { description: 'A fault of the catalogue', content: { 'application/json': { schema } } };
  for (const item of Object.values(document.paths ?? {})) {
    for (const method of methods) Object.assign(item?.[method]?.responses ?? {}, { default: fault });
  }
  return document;
}
