// Who vouches for the platform's names: what is set up in the cluster, and a doctor that rehearses issue and renewal.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { id, instant, procedure } from './base.ts';
import { settings } from './platforms.ts';

export const authorityState = z.object({
  /** The issuer that the settings ask for; null when the cluster has none. */
  issuer: z.object({ name: z.string(), ready: z.boolean(), reason: z.string() }).nullable(),
  /** The platform's own authority, to be trusted by browsers and programs. */
  ca: z
    .object({
      pem: z.string(),
      /** Null while cert-manager does not say. */
      endsAt: instant.nullable(),
    })
    .nullable(),
  /** When the staging servers of Let's Encrypt last issued a certificate for this very domain; null: not yet. */
  stagingIssuedAt: instant.nullable(),
  /** Why nothing is known of the cluster; "" when it answered. */
  unread: z.string(),
});
export type AuthorityState = z.infer<typeof authorityState>;

export const certificateRungName = z.enum([
  'name',
  'wildcard',
  'caa',
  'token',
  'zone',
  'edit',
  'node-name',
  'ports',
  'issuer',
  'issue',
  'renew',
]);
export type CertificateRungName = z.infer<typeof certificateRungName>;
export const certificateRung = z.object({
  rung: certificateRungName,
  /** skipped: this rung does not concern these settings, or cannot be tried yet. */
  state: z.enum(['running', 'pass', 'fail', 'skipped', 'not-reached']),
  /** One sentence: what was found. */
  found: z.string(),
  /** One sentence for the person, where it failed. */
  remedy: z.string(),
});
export type CertificateRung = z.infer<typeof certificateRung>;

const one = z.object({ platformId: id });
export const authority = {
  state: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/authority',
      summary: 'Say who vouches for the names of a platform, with the certificate to trust',
    })
    .input(one)
    .output(authorityState),
  doctor: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/authority/doctor',
      summary: 'Rehearse how certificates are issued and renewed; makes one throw-away certificate in the cluster and deletes it again',
    })
    .meta({ scope: 'change', stream: 'ends' })
    .input(
      one.extend({
        /** before: only what needs no cluster. all: in the cluster too. */
        reach: z.enum(['before', 'all']).default('all'),
        /** What is typed in the wizard and not saved yet; the stored settings when left out. */
        settings: settings.pick({ domain: true, certificates: true, ingressPool: true }).optional(),
      }),
    )
    .output(eventIterator(certificateRung)),
};
