// What several ways of finding machines have in common: making one presentable, and knowing it again.
import { placeKey } from '#contract/address-key.ts';
import type { FoundMachine } from '#contract/discovery.ts';
import type { Node } from '#contract/nodes.ts';
import { isFault } from '#core/fault.ts';
import { getPlatform, type PlatformDeps } from '#core/platform/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts } from '#core/ports/hosts.ts';
import type { Network } from '#core/ports/network.ts';
import { crossingOf } from './crossing.ts';
import { presentableName } from './greeting.ts';

export interface DiscoveryDeps {
  readonly network: Network;
  readonly hosts: Pick<Hosts, 'readHostKey'>;
  readonly clock: Clock;
  readonly inventory: Pick<PlatformDeps, 'platforms'>;
}

/** A name server in the house answers within milliseconds; a name is not worth a longer wait. */
const nameMs = 1000;

export type Place = Pick<FoundMachine, 'address' | 'port'>;
type HostKeyShown = FoundMachine['hostKey'];

/** The list that found machines are compared with; none without a platform. NOT_FOUND. */
export async function listOf(deps: DiscoveryDeps, platformId: string | undefined): Promise<readonly Node[]> {
  return platformId === undefined ? [] : (await getPlatform(deps.inventory, platformId)).nodes;
}

export function listedAs(nodes: readonly Node[], { address, port }: Place, key: HostKeyShown): string | null {
  const at = placeKey({ address, port });
  const same = (node: Node) => placeKey(node) === at;
  const shows = (node: Node) => key !== null && node.hostKey?.fingerprint === key.fingerprint;
  return (nodes.find(same) ?? nodes.find(shows))?.name ?? null;
}

export interface Surroundings {
  readonly own: ReadonlySet<string>;
  readonly nodes: readonly Node[];
}

export const unknownMachine = {
  name: null,
  banner: '',
  speaks: 'unasked',
  hostKey: null,
  user: null,
  jump: null,
  isThisComputer: false,
  listedAs: null,
} satisfies Omit<FoundMachine, 'address' | 'port'>;

export function surroundingsOf({ network }: Pick<DiscoveryDeps, 'network'>, nodes: readonly Node[]): Surroundings {
  return { own: new Set(network.attached().map((each) => each.address)), nodes };
}

/** Whatever is found passes through here once, whichever way it was found. */
export function presented(found: FoundMachine, { own, nodes }: Surroundings): FoundMachine {
  return {
    ...found,
    name: presentableName(found.name),
    isThisComputer: own.has(found.address) || found.address.startsWith('127.'),
    listedAs: listedAs(nodes, found, found.hostKey),
  };
}

/** Looks at places one after another. Rejects only with the signal's reason. */
export function lookerWith({ network, hosts, clock }: DiscoveryDeps) {
  const cross = crossingOf(network, clock);
  return {
    knock: (place: Place, signal: AbortSignal) => cross(signal, () => network.knock(place, signal)),
    /** Null when the machine shows none that could be read; the access page says why. */
    async hostKey({ address, port }: Place, signal: AbortSignal): Promise<HostKeyShown> {
      const target = { label: address, address, port, jump: null, hostKey: null };
      try {
        const { algorithm, fingerprint } = await cross(signal, () => hosts.readHostKey(target, signal));
        return { algorithm, fingerprint };
      } catch (error) {
        if (signal.aborted || !isFault(error)) throw error;
        return null;
      }
    },
    async name(address: string, signal: AbortSignal): Promise<string | null> {
      const own = new AbortController();
      const late = clock.sleep(nameMs, AbortSignal.any([signal, own.signal])).then(() => null);
      const asked = network.nameOf(address, AbortSignal.any([signal, own.signal]));
      try {
        return await Promise.race([asked, late]);
      } finally {
        own.abort();
        await Promise.allSettled([asked, late]);
      }
    },
  };
}
export type Looker = ReturnType<typeof lookerWith>;
