// Login to the cluster itself with the accounts of an OpenID Connect issuer, such as Keycloak.
import { z } from 'zod';
import { id, isUrl, procedure } from './base.ts';

/** Each of these becomes a flag of the API server; none may hold what its file or a shell would read as more. */
const plain = (rule: string) => z.string().regex(/^[A-Za-z0-9._:/-]{1,128}$/, rule);
const prefix = z.string().regex(/^[A-Za-z0-9._:/-]{0,64}$/, 'Letters, digits and . _ : / - only.');

export const issuerUrl = z
  .string()
  .trim()
  .max(512, 'At most 512 characters.')
  .regex(
    /^https:\/\/[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[1-9]\d{0,4})?(\/[A-Za-z0-9._~%/-]*)?$/,
    'Enter the address of the issuer, such as https://auth.home.lan/realms/home.',
  )
  .refine(isUrl, 'This is no address; a port is at most 65535.');
const certificates = z
  .string()
  .trim()
  .max(65_536, 'At most 65,536 characters.')
  .regex(/^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/, 'Paste certificates in PEM form, and no key.');

export const clusterLoginSettings = z.object({
  issuer: issuerUrl,
  clientId: plain('The id of a public client, such as kubernetes.'),
  usernameClaim: plain('The name of a claim, such as preferred_username.').default('preferred_username'),
  groupsClaim: plain('The name of a claim, such as groups.').default('groups'),
  /** Put before users and groups, so that nobody at the issuer can pass for one of the cluster's own. */
  groupPrefix: prefix
    .refine((text) => text !== '' && !text.startsWith('system:'), 'Enter a prefix such as oidc: that is not system:.')
    .default('oidc:'),
  /** Members of this group may do everything. */
  adminGroup: plain('The name of a group, such as thinkube-admins.').default('thinkube-admins'),
  /** Of the authority that vouches for the issuer, where computers do not know it. */
  caPem: certificates.optional(),
});
export type ClusterLoginSettings = z.infer<typeof clusterLoginSettings>;

export const issuerReport = z.object({
  usable: z.boolean(),
  /** One sentence: what was found, or what is wrong. */
  found: z.string(),
  /** One sentence; "" when it is usable. */
  remedy: z.string(),
});
export type IssuerReport = z.infer<typeof issuerReport>;

const one = z.object({ platformId: id });
export const clusterLogin = {
  checkIssuer: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/login/issuer',
      summary: 'Read what an OpenID Connect issuer says of itself; changes nothing',
    })
    .input(one.extend(clusterLoginSettings.pick({ issuer: true, caPem: true }).shape))
    .output(issuerReport),
  kubeconfig: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/login/kubeconfig',
      summary: 'Make a kubeconfig that logs in through the issuer; it holds no secret',
    })
    .input(one.extend(clusterLoginSettings.pick({ issuer: true, clientId: true, caPem: true }).shape))
    .output(z.object({ yaml: z.string(), fileName: z.string() })),
};
