// Whether the names of a domain lead anywhere, as name servers say. They are asked beside the typing; who has looked hears when there is news.
import { throwAwayName } from '#core/certificates/rung.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Resolver } from '#core/ports/resolver.ts';

/** unknown: not asked yet, or no name server answers, as on a train. not-below: the domain leads somewhere, names below it do not. */
export type DomainLeads = 'unknown' | 'somewhere' | 'nowhere' | 'not-below';

export interface NamePorts {
  readonly resolver: Resolver;
  readonly clock: Clock;
}

/** A domain that is being typed is not asked for at each letter. */
const stillMs = 1000;
/** Somebody may be adding the record just now. */
const freshMs = 60_000;

interface Asked {
  readonly domain: string;
  readonly end: AbortController;
  leads: DomainLeads;
  /** Null: not answered yet. */
  at: number | null;
}

/** Says at once what is known of a domain, and asks about it where that is too little. */
export function domainNames(ports: NamePorts, news: () => void): (domain: string) => DomainLeads {
  let asked: Asked | null = null;
  const ask = (domain: string, leads: DomainLeads): Asked => {
    asked?.end.abort();
    const now: Asked = { domain, end: new AbortController(), leads, at: null };
    const answered = (found: DomainLeads) => {
      now.at = ports.clock.now();
      if (found === now.leads) return;
      now.leads = found;
      news();
    };
    // Rejected only when it was called off.
    answerTo(domain, ports, now.end.signal).then(answered, () => {});
    return now;
  };
  return (domain) => {
    const isSame = asked?.domain === domain;
    const isOld = asked?.at != null && ports.clock.now() - asked.at > freshMs;
    if (asked === null || !isSame || isOld) asked = ask(domain, isSame ? (asked?.leads ?? 'unknown') : 'unknown');
    return asked.leads;
  };
}

async function answerTo(domain: string, { resolver, clock }: NamePorts, signal: AbortSignal): Promise<DomainLeads> {
  await clock.sleep(stillMs, signal);
  const leads = async (name: string) => (await resolver.addresses(name, signal)).length > 0;
  // With a wildcard record alone, the components are reached.
  if (await leads(throwAwayName(domain))) return 'somewhere';
  const isThere = await leads(domain);
  // Without a name server nothing resolves.
  if ((await resolver.caa(domain, signal)) === null) return isThere ? 'somewhere' : 'unknown';
  return isThere ? 'not-below' : 'nowhere';
}
