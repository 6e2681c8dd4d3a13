// The Resolver port of this computer: names as the system resolves them, CAA records from its name servers.
import { lookup, Resolver as NameServers } from 'node:dns/promises';
import type { CaaRecord, Resolver } from '#core/ports/resolver.ts';
import { errorCode } from '#adapters/error-code.ts';

const lookupMs = 8000;

export interface ResolverOptions {
  /** Default: those of this computer. */
  readonly servers?: readonly string[];
}

/** What the system cannot call off is no longer waited for. */
async function within<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(lookupMs)]);
  const { promise, reject } = Promise.withResolvers<never>();
  const give = () => reject(limit.reason);
  limit.addEventListener('abort', give, { once: true });
  // Raced all the same: a question that nobody listens to would end as an unhandled rejection.
  if (limit.aborted) give();
  try {
    return await Promise.race([asked, promise]);
  } finally {
    limit.removeEventListener('abort', give);
  }
}

async function addresses(name: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const found = await within(lookup(name, { all: true }), signal);
    return [...new Set(found.map(({ address }) => address))];
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

const recordsOf = (entry: object): readonly CaaRecord[] =>
  Object.entries(entry).flatMap(([tag, value]: [string, unknown]) => (typeof value === 'string' ? [{ tag, value }] : []));

export function openResolver({ servers }: ResolverOptions = {}): Resolver {
  return {
    addresses,
    async caa(name, signal) {
      signal.throwIfAborted();
      const resolver = new NameServers({ timeout: 2000, tries: 2 });
      if (servers !== undefined) resolver.setServers(servers);
      const cancel = () => resolver.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return (await resolver.resolveCaa(name)).flatMap(recordsOf);
      } catch (error) {
        signal.throwIfAborted();
        return ['ENODATA', 'ENOTFOUND'].includes(errorCode(error)) ? [] : null;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
