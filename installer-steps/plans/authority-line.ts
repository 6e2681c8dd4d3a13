// Once what issues certificates is ready, it is told who vouches for them.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Certificates } from '#contract/platforms.ts';
import { caName, issuerName, selfSignedName } from '#core/certificates/names.ts';
import { authorityInput } from '#steps/provision/certificate-authority.ts';
import { line, same, type TaskMaker } from './planned-step.ts';

function changesOf(certificates: Certificates): readonly string[] {
  const issuer = `Cluster: ClusterIssuer ${issuerName(certificates)}`;
  if (certificates.mode === 'self-signed')
    return [`Cluster: ClusterIssuer ${selfSignedName} and the Certificate ${caName} of an authority of the platform’s own`, issuer];
  const account = `${issuer}: an account with Let’s Encrypt (${certificates.environment}) for ${certificates.email}`;
  return certificates.mode === 'lets-encrypt-dns' ? ['Cluster: a Secret with the API token of Cloudflare', account] : [account];
}

export const authorityLine = (components: readonly ComponentFile[]): TaskMaker =>
  line({
    step: 'certificate-authority',
    phase: 'components',
    subjects: () =>
      components
        .filter(({ gives }) => gives?.includes('certificates') === true)
        .map((component) => ({ kind: 'component' as const, component })),
    title: (_, { settings }) =>
      settings.certificates.mode === 'self-signed' ? 'Make the certificate authority of the platform' : 'Register with Let’s Encrypt',
    needs: [same('verify-component')],
    changes: (_, { settings }) => changesOf(settings.certificates),
    input: (_, { settings }) => authorityInput(settings),
    seconds: 15,
  });
