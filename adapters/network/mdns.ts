// Asking the local networks who is there (RFC 6762, 5.1): questions from a port of our own, answered to us alone. Nothing is announced.
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList } from 'node:net';
import type { Clock } from '#core/ports/clock.ts';
import type { Announcement, Attachment } from '#core/ports/network.ts';
import { buildQuery, parseResponse, type DnsResponse } from './dns-message.ts';
import { MdnsCache } from './mdns-cache.ts';

export interface MdnsPlan {
  readonly attached: readonly Attachment[];
  readonly services: readonly string[];
  readonly clock: Clock;
  /** Where questions go; tests have a group of their own. */
  readonly group: { readonly address: string; readonly port: number };
}

export const mdnsGroup = { address: '224.0.0.251', port: 5353 };
/** Datagrams get lost, and machines answer late so as not to answer all at once: the rounds in which services are asked for again, at least a second apart (RFC 6762, 5.2). */
const serviceRounds = new Set([0, 2, 6, 14]);
/** What an answer left out is asked for in every round. */
const lastRound = 14;
const roundMs = 500;
/** As many as fit one datagram of any network. */
const mostQuestions = 20;

interface Ear {
  readonly socket: Socket;
  readonly hears: BlockList;
}

/** One socket on one of our addresses. Null where that address cannot be used, such as of an interface that just went down. */
async function earAt({ address, prefix }: Attachment): Promise<Ear | null> {
  const socket = createSocket({ type: 'udp4' });
  const hears = new BlockList();
  hears.addSubnet(address, prefix, 'ipv4');
  try {
    socket.bind(0, address);
    await once(socket, 'listening');
    socket.setMulticastInterface(address);
    socket.on('error', () => undefined);
    return { socket, hears };
  } catch {
    socket.close();
    return null;
  }
}

/** Answers that came, handed on in order; `close` ends the reading. */
function mailbox<T>() {
  const waiting: T[] = [];
  let isClosed = false;
  let wake = () => {};
  return {
    put: (items: readonly T[]) => {
      waiting.push(...items);
      wake();
    },
    close: () => {
      isClosed = true;
      wake();
    },
    async *read(): AsyncGenerator<T, void, undefined> {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        if (isClosed) return;
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
    },
  };
}

async function keepAsking(
  plan: MdnsPlan,
  ears: readonly Ear[],
  { id, cache, signal }: { id: number; cache: MdnsCache; signal: AbortSignal },
) {
  const services = plan.services.map((name) => ({ name, type: 'PTR' as const }));
  for (let round = 0; round <= lastRound; round += 1) {
    if (round > 0) await plan.clock.sleep(roundMs, signal);
    const questions = [...(serviceRounds.has(round) ? services : []), ...cache.missing()].slice(0, mostQuestions);
    if (questions.length === 0) continue;
    const query = buildQuery(id, questions);
    // A send that fails is one that is lost; the next one is on its way.
    for (const { socket } of ears) socket.send(query, plan.group.port, plan.group.address, () => undefined);
  }
}

/** Answers repeat the number of the question, or carry none. */
const isForUs = ({ id }: DnsResponse, asked: number) => id === asked || id === 0;

/** Each machine once, as soon as all is known about it, until the signal is aborted. */
export async function* browse(plan: MdnsPlan, signal: AbortSignal): AsyncGenerator<Announcement, void, undefined> {
  if (signal.aborted) return;
  const ears = (await Promise.all(plan.attached.map(earAt))).filter((ear) => ear !== null);
  const id = randomInt(1, 65_536);
  const cache = new MdnsCache(plan.services);
  const heard = mailbox<Announcement>();
  for (const { socket, hears } of ears) {
    // What comes from beyond the network is forged (RFC 6762, 11).
    socket.on('message', (bytes, from) => {
      const response = hears.check(from.address, 'ipv4') ? parseResponse(bytes) : null;
      if (response !== null && isForUs(response, id)) heard.put(cache.learn(response.records));
    });
  }
  const over = new AbortController();
  const asking = keepAsking(plan, ears, { id, cache, signal: AbortSignal.any([signal, over.signal]) });
  const stopped = asking.catch(() => undefined);
  signal.addEventListener('abort', heard.close, { once: true });
  if (signal.aborted || ears.length === 0) heard.close();
  try {
    yield* heard.read();
  } finally {
    over.abort();
    signal.removeEventListener('abort', heard.close);
    await stopped;
    for (const { socket } of ears) socket.close();
  }
}
