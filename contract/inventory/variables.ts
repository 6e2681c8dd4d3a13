// Variables: what is known about them beyond one inventory. One file each under catalog/variables/.
import { z } from 'zod';
import { id, procedure } from '#contract/base.ts';
import { documentValue } from './document.ts';

export const variableName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/, 'Letters, digits and underscores, not beginning with a digit.');

export const variableType = z.enum([
  'text',
  'number',
  'boolean',
  'address',
  'range',
  'host',
  'domain',
  'url',
  'email',
  'path',
  'port',
  'duration',
  'quantity',
  'name',
  'list',
  'map',
  /** One of `choices`. */
  'choice',
]);
export type VariableType = z.infer<typeof variableType>;

export const variable = z.strictObject({
  name: variableName,
  title: z.string().min(1).max(80),
  /** One or two sentences. */
  description: z.string().min(1).max(400),
  type: variableType,
  /** For lists: of each item. */
  items: variableType.optional(),
  choices: z.array(z.string()).optional(),
  /** May refer to other variables as `{{ domain_name }}`. */
  default: documentValue.optional(),
  example: documentValue.optional(),
  /** Belongs into the keychain: the inventory names a secret. */
  sensitive: z.boolean().default(false),
  /** Where it may be set: platform means globally only, since the platform has it once. */
  scope: z.enum(['platform', 'group', 'node']).default('platform'),
  /** A setting of the document that holds its value, such as settings.domain, or a field of the node, such as node.address. */
  setting: z.string().optional(),
  /** Components, by the ids of the catalogue to be, that cannot do without it. */
  neededBy: z.array(id).default([]),
  /** Components that read it when it is there. */
  usedBy: z.array(id).default([]),
  /** Which of the source documents names it: thinkube, luban, llmctl, ansible, hearth. */
  origin: z.enum(['thinkube', 'luban', 'llmctl', 'ansible', 'hearth']),
  /** Earlier or other names of the same thing. */
  aliases: z.array(variableName).default([]),
});
export type Variable = z.infer<typeof variable>;

export const missingVariables = z.object({
  component: id,
  title: z.string(),
  chosen: z.boolean(),
  missing: z.array(z.object({ variable: variableName, description: z.string(), sensitive: z.boolean() })),
});
export type MissingVariables = z.infer<typeof missingVariables>;

export const inventoryVariables = {
  dictionary: procedure
    .route({ method: 'GET', path: '/variables', summary: 'List every variable that is known, with type, default, scope and who needs it' })
    .output(z.array(variable)),
  missing: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/variables/missing',
      summary: 'Say which variables the components of a platform still need',
    })
    .input(z.object({ platformId: id, draftId: id.optional() }))
    .output(z.array(missingVariables)),
};
