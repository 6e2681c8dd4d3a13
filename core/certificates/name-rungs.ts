// Where the platform's names lead, and who may issue certificates for them.
import type { Settings } from '#contract/platforms.ts';
import { addressNumber } from '#core/platform/ipv4.ts';
import type { CaaRecord } from '#core/ports/resolver.ts';
import { fail, pass, skipped, throwAwayName, type Examination, type Rung, type RungResult } from './rung.ts';

/** Where a browser must end up: an address of the pool, where there is one. */
function isIngress(address: string, pool: NonNullable<Settings['ingressPool']>): boolean {
  const [at, first, last] = [address, pool.from, pool.to].map(addressNumber);
  return at != null && first != null && last != null && at >= first && at <= last;
}

export const recordFor = (name: string, { ingressPool }: Pick<Settings, 'ingressPool'>) =>
  `Add an A record for ${name} at your name server, leading to ${ingressPool === null ? 'a node of the platform' : ingressPool.from}.`;

export function judgeAddresses(name: string, found: readonly string[], settings: Examination['settings']): RungResult {
  const { ingressPool, certificates } = settings;
  if (found.length === 0) return fail(`${name} does not resolve.`, recordFor(name, settings));
  const leads = `${name} leads to ${found.join(', ')}`;
  // From outside it leads to the router, which is right where Let's Encrypt has to come in.
  if (ingressPool === null || certificates.mode === 'lets-encrypt-http' || found.some((one) => isIngress(one, ingressPool)))
    return pass(`${leads}.`);
  return fail(`${leads}, and ingress answers from ${ingressPool.from} on.`, recordFor(name, settings));
}

export const nameRung: Rung = async ({ ports, settings, signal }) =>
  judgeAddresses(settings.domain, await ports.resolver.addresses(settings.domain, signal), settings);

export const wildcardRung: Rung = async ({ ports, settings, signal }) => {
  const name = throwAwayName(settings.domain);
  const result = judgeAddresses(name, await ports.resolver.addresses(name, signal), settings);
  if (result.state !== 'fail') return pass(`Any name below ${settings.domain} leads to the platform (tried with ${name}).`);
  return fail(result.found, recordFor(`*.${settings.domain}`, settings));
};

const letsEncrypt = 'letsencrypt.org';
const issuerOf = ({ value }: CaaRecord) => (value.split(';')[0] ?? '').trim().toLowerCase();

/** The records nearest to the name count; without any, everybody may issue. RFC 8659, section 3. */
export async function caaVerdict(domain: string, at: (name: string) => Promise<readonly CaaRecord[] | null>): Promise<RungResult> {
  const labels = domain.split('.');
  for (const [index] of labels.entries()) {
    const name = labels.slice(index).join('.');
    const records = await at(name);
    if (records === null) return fail(`No name server answers about ${name}.`, 'Check the name server of this computer, then try again.');
    if (records.length > 0) return judgeCaa(name, records);
  }
  return pass('No CAA record: every authority may issue certificates.');
}

function judgeCaa(name: string, records: readonly CaaRecord[]): RungResult {
  const issuers = records.filter(({ tag }) => tag === 'issue').map(issuerOf);
  if (issuers.length === 0 || issuers.includes(letsEncrypt)) return pass(`The CAA records of ${name} let Let’s Encrypt issue.`);
  return fail(
    `The CAA records of ${name} let only ${issuers.filter((one) => one !== '').join(', ') || 'nobody'} issue certificates.`,
    `Add a CAA record 0 issue "${letsEncrypt}" for ${name}.`,
  );
}

export const caaRung: Rung = async ({ ports, settings, signal }) => {
  if (settings.certificates.mode === 'self-signed') return skipped('CAA records do not concern an authority of your own.');
  return caaVerdict(settings.domain, (name) => ports.resolver.caa(name, signal));
};
