// What the certificates of a platform are called in its cluster, and where Let's Encrypt answers.
import type { Certificates } from '#contract/platforms.ts';

/** cert-manager's own namespace: secrets of cluster-wide issuers are looked for there. */
export const issuerNamespace = 'cert-manager';
export const acmeServer = {
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
  production: 'https://acme-v02.api.letsencrypt.org/directory',
} as const;

/** The ClusterIssuer that everything on the platform asks for its certificates. */
export const issuerName = ({ mode }: Certificates): 'hearth-ca' | 'hearth-acme' => (mode === 'self-signed' ? 'hearth-ca' : 'hearth-acme');

/** The authority's own certificate, and the secret with its key. */
export const caName = 'hearth-ca';
export const selfSignedName = 'hearth-self-signed';
export const cloudflareSecret = { name: 'hearth-cloudflare', key: 'api-token' } as const;
/** Answers what Let's Encrypt asks over port 80. */
export const solverIngressClass = 'nginx';

export const paths = {
  issuer: (name: string) => `/apis/cert-manager.io/v1/clusterissuers/${name}`,
  certificate: (name: string) => `/apis/cert-manager.io/v1/namespaces/${issuerNamespace}/certificates/${name}`,
  secret: (name: string) => `/api/v1/namespaces/${issuerNamespace}/secrets/${name}`,
} as const;
