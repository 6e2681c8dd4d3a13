// Does the API token of Cloudflare do what proving a name through it needs? Nothing is written there.
import { readsRecords, verifyToken, zoneFor } from '#core/platform-secrets/cloudflare.ts';
import { platformSecretName } from '#core/ports/secrets.ts';
import type { Secret } from '#core/secret.ts';
import { fail, pass, skipped, type Examination, type Rung } from './rung.ts';

const makeAnother = 'Make an API token at Cloudflare with the rights Zone: Read and DNS: Edit for this zone, and enter it under Tokens.';
const notAsked = skipped('Names are not proven through Cloudflare.');

type Judge = (
  asked: { readonly http: Examination['ports']['http']; readonly value: Secret; readonly signal: AbortSignal },
  domain: string,
) => ReturnType<Rung>;

/** For settings that prove names through Cloudflare. */
const withToken =
  (judge: Judge): Rung =>
  async ({ ports, platform, settings, signal }) => {
    if (settings.certificates.mode !== 'lets-encrypt-dns') return notAsked;
    const value = await ports.secrets.get(platformSecretName(platform.id, 'cloudflare'));
    if (value === null) return fail('There is no API token of Cloudflare.', makeAnother);
    return judge({ http: ports.http, value, signal }, settings.domain);
  };

export const tokenRung = withToken(async (asked) => {
  const { state, detail } = await verifyToken(asked);
  if (state === 'valid') return pass(detail);
  return fail(detail, state === 'refused' ? makeAnother : 'Check the internet connection of this computer, then try again.');
});

export const zoneRung = withToken(async (asked, domain) => {
  const zone = await zoneFor(asked, domain);
  if (zone === null) return fail(`The token sees no zone that ${domain} lies in.`, makeAnother);
  return pass(
    zone.name === domain ? `The token sees the zone ${domain}.` : `${domain} lies in the zone ${zone.name}, which the token sees.`,
  );
});

export const editRung = withToken(async (asked, domain) => {
  const zone = await zoneFor(asked, domain);
  if (zone === null || !(await readsRecords(asked, zone)))
    return fail('The token may not look at the DNS records of the zone.', makeAnother);
  if (zone.edits === false) return fail(`The token may look at the records of ${zone.name}, but not change them.`, makeAnother);
  const more = zone.edits === true ? 'and may change them' : '; whether it may change them shows when a certificate is issued';
  return pass(`The token sees the records of ${zone.name} ${more}.`.replace(' ;', ';'));
});
