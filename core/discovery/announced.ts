// Machines that announce themselves on the local network. What they say is hearsay: each is looked at before it is shown.
import type { AnnouncedEvent, FoundMachine } from '#contract/discovery.ts';
import type { Announcement } from '#core/ports/network.ts';
import { isPrivateAddress } from './address-blocks.ts';
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

/** SSH, files over SSH, and machines that only say that they are there. */
const services = ['_ssh._tcp.local', '_sftp-ssh._tcp.local', '_workstation._tcp.local'];

export interface AnnouncedRequest {
  readonly seconds: number;
  readonly platformId?: string | undefined;
}

/** An announcement may name any address; only those of private networks are connected to. */
async function lookAt(looker: Looker, { name, address, port }: Announcement, signal: AbortSignal): Promise<FoundMachine> {
  const machine = { ...unknownMachine, name, address, port };
  if (!isPrivateAddress(address)) return machine;
  const knock = await looker.knock({ address, port }, signal);
  if (knock.outcome !== 'answered') return machine;
  const greeting = greetingIn(knock.greeting);
  const hostKey = greeting.speaks === 'ssh' ? await looker.hostKey({ address, port }, signal) : null;
  return { ...machine, ...greeting, hostKey };
}

type Turn = { readonly machine: FoundMachine; readonly done: Promise<Turn> } | { readonly heard: IteratorResult<Announcement> };

/** Looks at each announced machine as soon as it is heard of, while listening goes on. */
async function* looked(
  looker: Looker,
  heard: AsyncIterator<Announcement>,
  outer: AbortSignal,
): AsyncGenerator<FoundMachine, void, undefined> {
  const gone = new AbortController();
  const signal = AbortSignal.any([outer, gone.signal]);
  const looking = new Set<Promise<Turn>>();
  const listen = (): Promise<Turn> => heard.next().then((one) => ({ heard: one }));
  const look = (announcement: Announcement) => {
    const done: Promise<Turn> = lookAt(looker, announcement, signal).then((machine) => ({ machine, done }));
    looking.add(done);
  };
  let listening: Promise<Turn> | null = listen();
  try {
    while (listening !== null || looking.size > 0) {
      const turn: Turn = await Promise.race([...looking, ...(listening === null || looking.size >= mostSockets ? [] : [listening])]);
      if ('machine' in turn) {
        looking.delete(turn.done);
        yield turn.machine;
      } else if (turn.heard.done === true) {
        listening = null;
      } else {
        look(turn.heard.value);
        listening = listen();
      }
    }
  } finally {
    gone.abort();
    await Promise.allSettled(looking);
  }
}

interface Hearing {
  readonly seconds: number;
  readonly around: Surroundings;
}

async function* hear(
  deps: DiscoveryDeps,
  { seconds, around }: Hearing,
  signal: AbortSignal,
): AsyncGenerator<AnnouncedEvent, void, undefined> {
  const gone = new AbortController();
  const enough = new AbortController();
  const listening = AbortSignal.any([signal, gone.signal, enough.signal]);
  deps.clock.sleep(seconds * 1000, listening).then(
    () => enough.abort(),
    () => undefined,
  );
  const heard = deps.network.browse(services, listening)[Symbol.asyncIterator]();
  let found = 0;
  try {
    for await (const machine of looked(lookerWith(deps), heard, signal)) {
      found += 1;
      yield { type: 'found', machine: presented(machine, around) };
    }
    signal.throwIfAborted();
    yield { type: 'ended', found };
  } finally {
    gone.abort();
  }
}

/** NOT_FOUND for the platform before it begins. The stream ends early with the signal's reason. */
export async function announced(
  deps: DiscoveryDeps,
  { seconds, platformId }: AnnouncedRequest,
  signal: AbortSignal,
): Promise<AsyncGenerator<AnnouncedEvent, void, undefined>> {
  return hear(deps, { seconds, around: surroundingsOf(deps, await listOf(deps, platformId)) }, signal);
}
