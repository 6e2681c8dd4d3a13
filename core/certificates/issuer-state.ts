// What cert-manager says of its issuers and certificates.
import { condition, moment, object, text, type Raw } from '#core/cluster/trim/raw.ts';

export interface Readiness {
  readonly ready: boolean;
  /** Why not, in cert-manager's words. */
  readonly reason: string;
}

/** Of an issuer or a certificate; null is one that is not there. */
export function issuerState(found: Raw | null): Readiness {
  if (found === null) return { ready: false, reason: 'It does not exist.' };
  const ready = condition(object(found['status']), 'Ready');
  const said = text(ready['message']);
  // What it says is about an earlier version of the object.
  const generation = object(found['metadata'])['generation'];
  const seen = ready['observedGeneration'];
  if (typeof seen === 'number' && typeof generation === 'number' && seen < generation)
    return { ready: false, reason: 'cert-manager has not looked at it yet.' };
  return { ready: ready['status'] === 'True', reason: said === '' ? 'cert-manager has not looked at it yet.' : said };
}

/** When a certificate ends, in milliseconds since 1970; 0 while it is not known. */
export const endOf = (certificate: Raw): number => moment(object(certificate['status'])['notAfter']);
/** How often it has been issued. */
export function revisionOf(certificate: Raw | null): number {
  const revision = object(certificate?.['status'])['revision'];
  return typeof revision === 'number' ? revision : 0;
}
