// Who vouches for a platform's names now, as its cluster says.
import type { AuthorityState } from '#contract/authority.ts';
import type { Platform } from '#contract/platforms.ts';
import { readObject } from '#core/cluster/api-objects.ts';
import { object, objectOf, text } from '#core/cluster/trim/raw.ts';
import { isFault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { stagingIssuedName, type SecretStore } from '#core/ports/secrets.ts';
import { endOf, issuerState } from './issuer-state.ts';
import { caName, issuerName, paths } from './names.ts';
import type { CertificatePorts } from './rung.ts';

type Ports = Pick<CertificatePorts, 'open' | 'secrets'>;
type Found = Pick<AuthorityState, 'issuer' | 'ca'>;

export async function authorityState(ports: Ports, platform: Platform, signal: AbortSignal): Promise<AuthorityState> {
  const stagingIssuedAt = await stagingIssued(ports.secrets, platform);
  try {
    return { ...(await found(ports, platform, signal)), stagingIssuedAt, unread: '' };
  } catch (error) {
    signal.throwIfAborted();
    if (!isFault(error)) throw error;
    const unread = error.view.code === 'SECRET_MISSING' ? 'The platform has no cluster yet.' : error.view.what;
    return { issuer: null, ca: null, stagingIssuedAt, unread };
  }
}

async function found(ports: Ports, { id, settings }: Platform, signal: AbortSignal): Promise<Found> {
  const client = await ports.open(id);
  try {
    const name = issuerName(settings.certificates);
    const seen = await readObject(client, paths.issuer(name), signal);
    const issuer = seen === null ? null : { name, ...issuerState(seen) };
    return { issuer, ca: settings.certificates.mode === 'self-signed' ? await authorityCertificate(client, signal) : null };
  } finally {
    client.close();
  }
}

async function authorityCertificate(client: KubeClient, signal: AbortSignal): Promise<AuthorityState['ca']> {
  const secret = await readObject(client, paths.secret(caName), signal);
  const encoded = text(object(secret?.['data'])['tls.crt']);
  if (encoded === '') return null;
  const certificate = await readObject(client, paths.certificate(caName), signal);
  const endsAt = certificate === null ? 0 : endOf(certificate);
  return { pem: atob(encoded), endsAt: endsAt === 0 ? null : endsAt };
}

/** PEM of the platform's own authority; null without one, or while its cluster does not answer. */
export async function authorityPem(ports: Pick<Ports, 'open'>, platformId: string, signal: AbortSignal): Promise<string | null> {
  try {
    const client = await ports.open(platformId);
    try {
      return (await authorityCertificate(client, signal))?.pem ?? null;
    } finally {
      client.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isFault(error)) return null;
    throw error;
  }
}

/** Of another domain it says nothing. */
async function stagingIssued(secrets: SecretStore, { id, settings }: Platform): Promise<number | null> {
  const kept = await secrets.get(stagingIssuedName(id));
  if (kept === null) return null;
  const seen = objectOf(kept.reveal());
  const at = seen['at'];
  return seen['domain'] === settings.domain && typeof at === 'number' ? at : null;
}
