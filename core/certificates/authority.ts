// The objects by which cert-manager vouches for the platform's names, in the order they are applied.
import type { Certificates, Settings } from '#contract/platforms.ts';
import { managedBy, type WantedObject } from '#core/cluster/api-objects.ts';
import type { Secret } from '#core/secret.ts';
import { acmeServer, caName, cloudflareSecret, issuerName, issuerNamespace, paths, selfSignedName, solverIngressClass } from './names.ts';

type Acme = Exclude<Certificates, { readonly mode: 'self-signed' }>;

const apiVersion = 'cert-manager.io/v1';
const issuer = (name: string, spec: Readonly<Record<string, unknown>>): WantedObject => ({
  path: paths.issuer(name),
  body: { apiVersion, kind: 'ClusterIssuer', metadata: { name, labels: managedBy }, spec },
});

/** Ten years, as it has to be put into every computer by hand; renewed a year before its end with the same key, so that what trusts it goes on. Spelt as
 * cert-manager stores durations: what is read back is compared. */
const caLife = { duration: '87600h0m0s', renewBefore: '8760h0m0s' } as const;

const caCertificate = (domain: string): WantedObject => ({
  path: paths.certificate(caName),
  body: {
    apiVersion,
    kind: 'Certificate',
    metadata: { name: caName, namespace: issuerNamespace, labels: managedBy },
    spec: {
      isCA: true,
      // A common name holds 64 characters.
      commonName: `Hearth CA ${domain}`.slice(0, 64),
      secretName: caName,
      ...caLife,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
      usages: ['cert sign', 'crl sign', 'digital signature'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: selfSignedName },
    },
  },
});

const selfSigned = (domain: string): readonly WantedObject[] => [
  issuer(selfSignedName, { selfSigned: {} }),
  caCertificate(domain),
  issuer(caName, { ca: { secretName: caName } }),
];

const solverOf = ({ mode }: Acme) =>
  mode === 'lets-encrypt-http'
    ? { http01: { ingress: { ingressClassName: solverIngressClass } } }
    : { dns01: { cloudflare: { apiTokenSecretRef: { ...cloudflareSecret } } } };

const acmeIssuer = (certificates: Acme): WantedObject =>
  issuer(issuerName(certificates), {
    acme: {
      email: certificates.email,
      server: acmeServer[certificates.environment],
      // An account belongs to one of the two servers.
      privateKeySecretRef: { name: `hearth-acme-${certificates.environment}-account` },
      solvers: [solverOf(certificates)],
    },
  });

const tokenSecret = (token: Secret): WantedObject => ({
  path: paths.secret(cloudflareSecret.name),
  body: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: cloudflareSecret.name, namespace: issuerNamespace, labels: managedBy },
    type: 'Opaque',
    // `data`, not `stringData`: what is read back can be compared.
    data: { [cloudflareSecret.key]: btoa(token.reveal()) },
  },
});

/** `token`: of Cloudflare, where names are proven through it; null where there is none. */
export function authorityObjects(
  { domain, certificates }: Pick<Settings, 'domain' | 'certificates'>,
  token: Secret | null,
): readonly WantedObject[] {
  if (certificates.mode === 'self-signed') return selfSigned(domain);
  return [...(certificates.mode === 'lets-encrypt-dns' && token !== null ? [tokenSecret(token)] : []), acmeIssuer(certificates)];
}
