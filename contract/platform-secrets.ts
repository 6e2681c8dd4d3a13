// What the platform needs to know and nobody else: tokens of services it uses, the password of its first user. Values go in and never out again.
import { z } from 'zod';
import { id, instant, isUrl, procedure } from './base.ts';

export const platformSecretKind = z.enum(['github', 'hugging-face', 'harbor-robot', 'cloudflare', 'admin-password']);
export type PlatformSecretKind = z.infer<typeof platformSecretKind>;

/** Tokens are printable ASCII in one piece; they become a header. */
const token = z
  .string()
  .trim()
  .min(1, 'Enter the token.')
  .max(1024, 'At most 1,024 characters.')
  .regex(/^[\x21-\x7e]*$/, 'A token has no spaces and no letters outside ASCII; copy it again.');

/** Long enough that guessing it takes years, and nothing that a shell, a YAML file or a keyboard of another country would change. */
export const adminPassword = z
  .string()
  .min(12, 'At least 12 characters.')
  .max(128, 'At most 128 characters.')
  .regex(/^[\x21-\x7e]*$/, 'Letters, digits and signs of ASCII, without spaces.')
  .refine((text) => new Set(text).size >= 6, 'Use at least six different characters.');

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
export const harborHost = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    new RegExp(`^(?=.{1,253}(:|$))(${label}\\.)+(?=[a-z0-9-]*[a-z])${label}(:[1-9]\\d{0,4})?$`),
    'Enter the host alone, such as harbor.home.lan.',
  )
  .refine((text) => isUrl(`https://${text}`), 'This is no host; a port is at most 65535.');
export const harborRobot = z
  .string()
  .trim()
  .regex(/^[\x21-\x39\x3b-\x7e]{1,255}$/, 'Enter the name as Harbor shows it, such as robot$hearth.');

export const platformSecretValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('github'), value: token }),
  z.object({ kind: z.literal('hugging-face'), value: token }),
  z.object({ kind: z.literal('cloudflare'), value: token }),
  z.object({ kind: z.literal('harbor-robot'), host: harborHost, name: harborRobot, value: token }),
  z.object({ kind: z.literal('admin-password'), value: adminPassword }),
]);
export type PlatformSecretValue = z.infer<typeof platformSecretValue>;

export const platformSecret = z.object({
  kind: platformSecretKind,
  set: z.boolean(),
  /** unreachable: its service did not answer, so nothing is known. An admin password has no service to ask. */
  state: z.enum(['unchecked', 'valid', 'refused', 'unreachable']),
  /** One sentence: the account and rights that were found, or why it was refused or could not be checked. */
  detail: z.string(),
  checkedAt: instant.nullable(),
  /** Of Harbor; "" for the others. */
  host: z.string(),
  name: z.string(),
});
export type PlatformSecret = z.infer<typeof platformSecret>;

const one = z.object({ platformId: id });
const oneKind = one.extend({ kind: platformSecretKind });
export const platformSecrets = {
  list: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/secrets',
      summary: 'Say which tokens and passwords a platform has; never their values',
    })
    .input(one)
    .output(z.array(platformSecret)),
  set: procedure
    .route({
      method: 'PUT',
      path: '/platforms/{platformId}/secrets',
      summary: 'Keep a token or password, and check it where its service answers',
    })
    .meta({ scope: 'change' })
    .input(one.extend({ secret: platformSecretValue }))
    .output(platformSecret),
  remove: procedure
    .route({ method: 'DELETE', path: '/platforms/{platformId}/secrets/{kind}', summary: 'Forget a token or password' })
    .meta({ scope: 'change' })
    .input(oneKind)
    .output(platformSecret),
  check: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/secrets/{kind}/check',
      summary: 'Ask its service whether a kept token is valid',
    })
    .input(oneKind)
    .output(platformSecret),
  makeAdminPassword: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/secrets/admin-password/make',
      summary: 'Make a password for the first user and keep it; its value is shown once',
    })
    .meta({ scope: 'admin' })
    .input(one)
    .output(z.object({ secret: platformSecret, value: z.string() })),
};
