// The choice of certificates as it is typed.
import { certificates, type Certificates, type PlatformContent } from '#contract/platforms.ts';

type AcmeMode = Exclude<Certificates['mode'], 'self-signed'>;

const [, overPort80] = certificates.options;
export const emailRule = overPort80.shape.email;
export const emailPath = 'settings.certificates.email';

/** Of the servers of Let's Encrypt those that were chosen before stay chosen; at first the staging ones. */
export function acmeWith(mode: AcmeMode, email: string, before: Certificates): Certificates {
  const environment = before.mode === 'self-signed' ? 'staging' : before.environment;
  return mode === 'lets-encrypt-http' ? { mode, email, environment } : { mode, email, environment, provider: 'cloudflare' };
}

/** An address is asked for with Let's Encrypt only. */
export function withEmail(content: PlatformContent, email: string): PlatformContent {
  const before = content.settings.certificates;
  const next = acmeWith(before.mode === 'self-signed' ? 'lets-encrypt-http' : before.mode, email, before);
  return { ...content, settings: { ...content.settings, certificates: next } };
}

type Unstored = 'email' | 'domain' | 'ingressPool';
/** What on the screen is not stored, as it breaks its rule: a check would be made for what stood there before. */
export function unstored(pending: Readonly<Record<string, string>>, stored: Certificates, chosen: Certificates['mode']): Unstored | null {
  if (stored.mode !== chosen || pending[emailPath] !== undefined) return 'email';
  if (pending['settings.domain'] !== undefined) return 'domain';
  const isPoolTyped = ['from', 'to'].some((end) => pending[`settings.ingressPool.${end}`] !== undefined);
  return isPoolTyped ? 'ingressPool' : null;
}
