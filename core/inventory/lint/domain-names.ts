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

/** Who has looked: hears when there is news, until its end. */
export interface Hearer {
  readonly news: () => void;
  readonly end: AbortSignal;
}

/** Says at once what is known of a domain, and asks about it where that is too little. With null, no domain is asked for any more. */
export function domainNames(ports: NamePorts, { news, end }: Hearer): (domain: string | null) => DomainLeads {
  let asked: Asked | null = null;
  const ask = (domain: string, leads: DomainLeads): Asked => {
    asked?.end.abort();
    const now: Asked = { domain, end: new AbortController(), leads, at: null };
    // Rejected only when it was called off.
    follow(now, ports, { news, end: AbortSignal.any([end, now.end.signal]) }).catch(() => {});
    return now;
  };
  return (domain) => {
    if (domain === null) {
      asked?.end.abort();
      asked = null;
      return 'unknown';
    }
    const isSame = asked?.domain === domain;
    const isOld = asked?.at != null && ports.clock.now() - asked.at > freshMs;
    if (asked === null || !isSame || isOld) asked = ask(domain, isSame ? (asked?.leads ?? 'unknown') : 'unknown');
    return asked.leads;
  };
}

/** What leads nowhere is asked for again and again: whoever adds the record sees that it is there. */
async function follow(asked: Asked, ports: NamePorts, { news, end }: Hearer): Promise<void> {
  for (;;) {
    const found = await answerTo(asked.domain, ports, end);
    end.throwIfAborted();
    asked.at = ports.clock.now();
    if (found !== asked.leads) {
      asked.leads = found;
      news();
    }
    if (found === 'somewhere' || found === 'unknown') return;
    await ports.clock.sleep(freshMs, end);
  }
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
