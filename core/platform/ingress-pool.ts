// Which addresses ingress must not have, by what is known of the machines' networks. Settings, inventory, plan and preflight ask here.
import type { NodeFacts } from '#contract/nodes.ts';
import type { Issue, Settings } from '#contract/platforms.ts';
import { addressNumber, addressText, contains, overlap, prefixLength, rangeOf, rangeText, within, type AddressRange } from './ipv4.ts';
import { mainNic } from './main-nic.ts';

export interface PlacedMachine {
  readonly name: string;
  readonly address: string;
  /** Null: not looked at yet. */
  readonly facts: Pick<NodeFacts, 'nics' | 'gateway'> | null;
}

export interface PoolTrouble {
  readonly severity: Issue['severity'];
  /** Goes on from "The ingress addresses". */
  readonly found: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Null: none, or one whose ends are no range. */
export function poolRange({ ingressPool }: Pick<Settings, 'ingressPool'>): AddressRange | null {
  const [first, last] = [addressNumber(ingressPool?.from ?? ''), addressNumber(ingressPool?.to ?? '')];
  return first === null || last === null || first > last ? null : { first, last };
}

/** The networks in which ingress could be reached, such as 192.168.1.0/24. */
export const machineNetworks = (machines: readonly PlacedMachine[]): readonly string[] => [
  ...new Set(
    machines.flatMap(({ address, facts }) => {
      const main = facts === null ? null : mainNic(facts, address);
      return (main?.networks ?? []).flatMap((one) =>
        addressNumber(one.address) === null ? [] : rangeText(`${one.address}/${one.prefix}`),
      );
    }),
  ),
];

/** The worst of what is wrong; `fleet` are all whose addresses may be lent by the same router. */
export function poolTrouble(
  pool: AddressRange,
  { machines, fleet }: { readonly machines: readonly PlacedMachine[]; readonly fleet: readonly PlacedMachine[] },
): PoolTrouble | null {
  const networks = machineNetworks(machines);
  return (
    machines.map((machine) => takenBy(pool, machine)).find((trouble) => trouble !== null) ??
    networks.map((cidr) => endsOf(pool, cidr)).find((trouble) => trouble !== null) ??
    strayed(pool, networks) ??
    lent(pool, { networks, fleet })
  );
}

const holds = (address: string, whose: string, reason: string): PoolTrouble => ({
  severity: 'error',
  found: `hold ${address}, ${whose}`,
  reason,
  remedy: `Leave ${address} out.`,
});

function takenBy(pool: AddressRange, { name, address, facts }: PlacedMachine): PoolTrouble | null {
  const isHeld = (one: string): boolean => {
    const number = addressNumber(one);
    return number !== null && contains(pool, number);
  };
  if (facts !== null && isHeld(facts.gateway))
    return holds(facts.gateway, 'the gateway of the machines', 'What they send out into the world would then go to ingress.');
  // A /32 is an address that something lent to the machine, such as a load balancer's.
  const lasting = (facts?.nics ?? []).flatMap((nic) => nic.networks.filter(({ prefix }) => prefix < 32));
  const own = [address, ...lasting.map((one) => one.address)].find(isHeld);
  return own === undefined ? null : holds(own, `the address of ${name}`, 'What is sent to one of the two would reach the other.');
}

/** The first and the last address of a network belong to nobody in it; a network of two or one has no such ends. */
function endsOf(pool: AddressRange, cidr: string): PoolTrouble | null {
  const lan = rangeOf(cidr);
  if (lan === null || prefixLength(cidr) > 30) return null;
  if (contains(pool, lan.first))
    return holds(addressText(lan.first), `the address of the network ${cidr} itself`, 'Nothing that is sent there arrives.');
  if (contains(pool, lan.last))
    return holds(addressText(lan.last), `the broadcast address of ${cidr}`, 'What is sent there goes to every machine, not to ingress.');
  return null;
}

function strayed(pool: AddressRange, networks: readonly string[]): PoolTrouble | null {
  if (networks.length === 0 || inside(pool, networks) !== undefined) return null;
  return {
    severity: 'warning',
    found: `lie outside ${networks.join(', ')}`,
    reason: 'Other machines find them only with a route in the router.',
    remedy: "Choose free addresses of the machines' own network, or add that route.",
  };
}
const inside = (pool: AddressRange, networks: readonly string[]): AddressRange | undefined =>
  networks.flatMap((cidr) => rangeOf(cidr) ?? []).find((lan) => within(lan, pool));

function lent(
  pool: AddressRange,
  { networks, fleet }: { readonly networks: readonly string[]; readonly fleet: readonly PlacedMachine[] },
): PoolTrouble | null {
  const lan = inside(pool, networks);
  const leases = lan === undefined ? null : leasesIn(fleet, lan);
  if (leases === null || !overlap(leases, pool)) return null;
  return {
    severity: 'warning',
    found: 'lie among addresses that the router lends',
    reason: 'It may give one of them to another machine.',
    remedy: "Take them out of the router's DHCP range, or choose others.",
  };
}

/** From the lowest to the highest address that is lent to one of the machines: the router's range holds at least these. */
function leasesIn(fleet: readonly PlacedMachine[], lan: AddressRange): AddressRange | null {
  const numbers = fleet
    .flatMap(({ facts }) => facts?.nics.flatMap((nic) => nic.networks) ?? [])
    .filter(({ dynamic }) => dynamic)
    .flatMap(({ address }) => addressNumber(address) ?? [])
    .filter((number) => contains(lan, number));
  return numbers.length === 0 ? null : { first: Math.min(...numbers), last: Math.max(...numbers) };
}
