// The name DNS gives to an address. Asked over DNS itself: the resolver of the system cannot be called off and would block others.
import { Resolver } from 'node:dns/promises';

export interface NameServers {
  /** Default: those of this computer. */
  readonly servers?: readonly string[];
}

export async function reverseName(address: string, { servers }: NameServers, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return (await resolver.reverse(address))[0] ?? null;
  } catch {
    // Most machines of a home have no name there.
    signal.throwIfAborted();
    return null;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
