// The inventory: what the user wants. The wizard, the inventory editor and the plans all read this one document.
import { z } from 'zod';
import { id, instant, line, procedure } from './base.ts';
import { distribution } from './distributions.ts';
import { node } from './nodes.ts';

const domainLabel = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ipv4 = z.ipv4('Enter an IPv4 address such as 192.168.1.240.');
const cidr = z.cidrv4('Enter a range such as 10.1.0.0/16.');

const letsEncrypt = {
  /** Let's Encrypt warns there when a certificate is about to end. */
  email: z.email('Enter an e-mail address, such as admin@example.com.'),
  /** Staging certificates are trusted by no browser, and may be asked for without end. */
  environment: z.enum(['staging', 'production']),
};
/** Who vouches for the certificates of the platform's names. */
export const certificates = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('self-signed') }),
  /** Let's Encrypt asks the platform itself over port 80. */
  z.object({ mode: z.literal('lets-encrypt-http'), ...letsEncrypt }),
  /** Let's Encrypt asks the domain's name server, which Hearth's platform answers through the provider's API. */
  z.object({ mode: z.literal('lets-encrypt-dns'), ...letsEncrypt, provider: z.literal('cloudflare') }),
]);
export type Certificates = z.infer<typeof certificates>;

export const settings = z.object({
  domain: z.string().regex(domainLabel, 'Enter a domain in lower case, such as home.lan or lab.example.com.'),
  certificates,
  /** First and last address for ingress; both or none. */
  ingressPool: z.object({ from: ipv4, to: ipv4 }).nullable(),
  storageClass: z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits, dots and hyphens.'),
  adminUser: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/, 'A lower-case name of at most 32 letters, digits, - or _.'),
  podCidr: cidr,
  serviceCidr: cidr,
});
export type Settings = z.infer<typeof settings>;

export const wizardPage = z.enum([
  'distribution',
  'nodes',
  'access',
  'preflight',
  'roles',
  'connect',
  'rights',
  'settings',
  'review',
  'run',
  'finish',
  'closed',
]);
export type WizardPage = z.infer<typeof wizardPage>;

const named = (text: z.ZodString) => text.trim().min(1, 'Give the platform a name.').max(60, 'At most 60 characters.');

export const platformContent = z.object({
  name: named(z.string()),
  distribution,
  /** Snap channel, such as 1.36/stable; of no meaning for an existing cluster. */
  channel: z.string().regex(/^(latest|\d+\.\d+(-(strict|classic))?)\/(stable|candidate|beta|edge)$/, 'A channel looks like 1.36/stable.'),
  nodes: z.array(node),
  settings,
  /** Ids of chosen catalogue components. */
  components: z.array(id),
  /** Where the wizard was left; reopening lands there. */
  page: wizardPage,
});
export type PlatformContent = z.infer<typeof platformContent>;

export const platform = platformContent.extend({ id, revision: z.number().int().positive(), createdAt: instant, savedAt: instant });
export type Platform = z.infer<typeof platform>;

/** A draft may hold anything the person has typed so far; `validate` says what is wrong with it. */
export const issue = z.object({
  /** Such as "nodes.1.address". */
  path: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});
export type Issue = z.infer<typeof issue>;

/** Asked of what is typed, not of what is stored: a rule that comes later must not make a platform unreadable. */
export const typedName = named(line);

const summary = platform.pick({ id: true, name: true, distribution: true, page: true, savedAt: true }).extend({
  nodes: z.number().int(),
  /** A kubeconfig is known, so there is something to watch. */
  connected: z.boolean(),
});
export type PlatformSummary = z.infer<typeof summary>;

const one = z.object({ platformId: id });
export const platforms = {
  list: procedure.route({ method: 'GET', path: '/platforms', summary: 'List platforms' }).output(z.array(summary)),
  get: procedure
    .route({ method: 'GET', path: '/platforms/{platformId}', summary: 'Read one platform: its inventory and settings' })
    .input(one)
    .output(platform),
  create: procedure
    .route({ method: 'POST', path: '/platforms', summary: 'Begin a new platform' })
    .meta({ scope: 'change' })
    .input(z.object({ name: typedName }))
    .output(platform),
  save: procedure
    .route({ method: 'PUT', path: '/platforms/{platformId}', summary: 'Save a new revision of a platform' })
    .meta({ scope: 'change' })
    .input(
      z.object({ platformId: id, expectedRevision: z.number().int().positive(), content: platformContent.extend({ name: typedName }) }),
    )
    .output(platform),
  validate: procedure
    .route({ method: 'POST', path: '/platforms/validate', summary: 'Say what is wrong with a platform, field by field' })
    .input(
      z.object({
        content: platformContent,
        /** Of what is stored: where its cluster stands already, less of the content is still a choice. */
        platformId: id.optional(),
      }),
    )
    .output(z.array(issue)),
  remove: procedure
    .route({ method: 'DELETE', path: '/platforms/{platformId}', summary: 'Forget a platform; its machines are left as they are' })
    .meta({ scope: 'change' })
    .input(one)
    .output(z.object({ removed: z.literal(true) })),
};
