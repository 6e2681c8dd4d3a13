// Every address of some ranges, tried once: an even pace, few sockets, results as they come, ended at once by its signal.
import type { FoundMachine, ScanEvent } from '#contract/discovery.ts';
import { inParallel } from '#core/platform/in-parallel.ts';
import { mostSockets } from './crossing.ts';
import { greetingIn } from './greeting.ts';
import {
  listOf,
  lookerWith,
  presented,
  surroundingsOf,
  unknownMachine,
  type DiscoveryDeps,
  type Looker,
  type Surroundings,
} from './machine.ts';
import { addressesOf } from './ranges.ts';

export interface ScanRequest {
  readonly ranges: string;
  readonly ports: readonly number[];
  readonly publicRanges: 'refuse' | 'mine';
  readonly platformId?: string | undefined;
}

interface Tried {
  readonly address: string;
  readonly machines: readonly FoundMachine[];
  readonly isRefusing: boolean;
  readonly isUnroutable: boolean;
}

async function tryPort(looker: Looker, place: { readonly address: string; readonly port: number }, signal: AbortSignal) {
  const knock = await looker.knock(place, signal);
  if (knock.outcome !== 'answered') return { outcome: knock.outcome, machine: null };
  const greeting = greetingIn(knock.greeting);
  const [hostKey, name] = await Promise.all([
    greeting.speaks === 'ssh' ? looker.hostKey(place, signal) : null,
    looker.name(place.address, signal),
  ]);
  return { outcome: knock.outcome, machine: { ...unknownMachine, ...place, ...greeting, hostKey, name } };
}

/** The ports of one machine after each other: a machine is not worth several sockets. */
async function tryAddress(
  looker: Looker,
  at: { readonly address: string; readonly ports: readonly number[] },
  signal: AbortSignal,
): Promise<Tried> {
  const { address, ports } = at;
  const results = [];
  for (const port of ports) results.push(await tryPort(looker, { address, port }, signal));
  const machines = results.flatMap(({ machine }) => machine ?? []);
  return {
    address,
    machines,
    isRefusing: machines.length === 0 && results.some(({ outcome }) => outcome === 'refused'),
    isUnroutable: results.every(({ outcome }) => outcome === 'unroutable'),
  };
}

/** Progress at each whole percent: enough to see it move, little enough to be kept as a list. */
function percentsOf(total: number) {
  let shown = -1;
  return (tried: number): boolean => {
    const percent = Math.floor((tried * 100) / total);
    if (percent === shown) return false;
    shown = percent;
    return true;
  };
}

interface Course {
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  readonly around: Surroundings;
}

async function* walk(
  deps: DiscoveryDeps,
  { addresses, ports, around }: Course,
  signal: AbortSignal,
): AsyncGenerator<ScanEvent, void, undefined> {
  const looker = lookerWith(deps);
  const total = addresses.length;
  const isNews = percentsOf(total);
  const seen = { tried: 0, found: 0, refused: new Array<string>(), unroutable: 0 };
  const work = (address: string, inner: AbortSignal) => tryAddress(looker, { address, ports }, inner);

  if (isNews(0)) yield { type: 'progress', tried: 0, total };
  for await (const one of inParallel({ items: addresses, signal, atOnce: mostSockets, work })) {
    seen.tried += 1;
    seen.found += one.machines.length;
    if (one.isRefusing) seen.refused.push(one.address);
    if (one.isUnroutable) seen.unroutable += 1;
    for (const machine of one.machines) yield { type: 'found', machine: presented(machine, around) };
    if (isNews(seen.tried)) yield { type: 'progress', tried: seen.tried, total };
  }
  yield { type: 'ended', found: seen.found, refused: inOrder(seen.refused, addresses), unroutable: seen.unroutable };
}

/** Refuses before it begins: INPUT_INVALID for ranges, NOT_FOUND for the platform. The stream ends early with the signal's reason. */
export async function scan(
  deps: DiscoveryDeps,
  request: ScanRequest,
  signal: AbortSignal,
): Promise<AsyncGenerator<ScanEvent, void, undefined>> {
  const addresses = addressesOf(request.ranges, request.publicRanges);
  const around = surroundingsOf(deps, await listOf(deps, request.platformId));
  return walk(deps, { addresses, ports: [...new Set(request.ports)], around }, signal);
}

const inOrder = (some: readonly string[], all: readonly string[]): string[] => {
  const wanted = new Set(some);
  return all.filter((address) => wanted.has(address));
};
