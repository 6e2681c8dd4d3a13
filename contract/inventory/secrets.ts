// Secrets of an inventory: it names them (`!secret NAME`), their values rest in the keychain. They leave it only sealed.
import { z } from 'zod';
import { id, instant, procedure } from '#contract/base.ts';

export const secretName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits, hyphens and underscores; at most 63.');
const secretText = z.string().min(1, 'Enter a value.').max(65_536, 'At most 65,536 characters.');
/** Long enough that trying passphrases takes years. */
export const passphrase = z.string().min(12, 'At least 12 characters.').max(1024);

export const inventorySecret = z.object({
  name: secretName,
  /** A value is kept. */
  set: z.boolean(),
  /** Since when it has this value; null: not set, or kept before this was written down. */
  changedAt: instant.nullable(),
  /** Where the saved inventory refers to it. */
  usedBy: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), what: z.string() })),
  /** Components that were installed with an older value, and must be applied again. */
  reapply: z.array(z.string()),
});
export type InventorySecret = z.infer<typeof inventorySecret>;

/** What a sealed file holds. `host` and `user`: where a token of Harbor belongs. */
export const sealedSecrets = z.object({
  hearth: z.literal('secrets'),
  version: z.literal(1),
  platform: z.string(),
  secrets: z
    .array(z.object({ name: secretName, value: secretText, host: z.string().max(300).optional(), user: z.string().max(300).optional() }))
    .max(10_000),
});
export type SealedSecrets = z.infer<typeof sealedSecrets>;

const one = z.object({ platformId: id });
const oneSecret = one.extend({ name: secretName });
const path = '/platforms/{platformId}/inventory/secrets';
export const inventorySecrets = {
  list: procedure
    .route({ method: 'GET', path, summary: 'List the secrets that the inventory names or Hearth keeps for it; never their values' })
    .input(one)
    .output(z.array(inventorySecret)),
  set: procedure
    .route({ method: 'PUT', path: `${path}/{name}`, summary: 'Keep a value for a secret; a new one marks what must be applied again' })
    .meta({ scope: 'change' })
    .input(oneSecret.extend({ value: secretText }))
    .output(inventorySecret),
  remove: procedure
    .route({ method: 'DELETE', path: `${path}/{name}`, summary: 'Forget the value of a secret' })
    .meta({ scope: 'change' })
    .input(oneSecret)
    .output(inventorySecret),
  /** A file of the age format, armoured; only the passphrase opens it. */
  export: procedure
    .route({ method: 'POST', path: `${path}/export`, summary: 'Export all secrets of a platform as one file, sealed with a passphrase' })
    .meta({ scope: 'admin' })
    .input(one.extend({ passphrase }))
    .output(z.object({ fileName: z.string(), sealed: z.string(), count: z.number().int() })),
  /** SEAL_WRONG for a wrong passphrase or a damaged file; nothing is changed then. */
  import: procedure
    .route({
      method: 'POST',
      path: `${path}/import`,
      summary: 'Import secrets from a sealed file; those that are kept already stay unless they are to be replaced',
    })
    .meta({ scope: 'admin' })
    .input(
      one.extend({
        sealed: z.string().max(8_000_000),
        passphrase: z.string().max(1024),
        existing: z.enum(['keep', 'replace']).default('keep'),
      }),
    )
    .output(z.object({ added: z.array(z.string()), replaced: z.array(z.string()), kept: z.array(z.string()) })),
};
