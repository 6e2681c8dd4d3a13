// One GET against the API server, read as text under a watchdog.
import type { Clock } from '#core/ports/clock.ts';
import type { KubeClient, KubeStream } from '#core/ports/kube.ts';
import { object, shortened, text } from './trim/raw.ts';
import { BrokenStream, Refusal } from './trouble.ts';
import { watchdog } from './watchdog.ts';

/** Longer than a watch lives (see watch.ts), so only a dead connection is silent for so long. */
const silenceMs = 43_000;
const longestMessage = 64 * 1024;

interface ApiStream {
  readonly chunks: AsyncGenerator<string>;
  /** To be called for every whole line or item; bytes alone do not count, else one byte a minute would pass as life. */
  heard(): void;
}

export interface Ask {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Opens, hands the stream to `read`, and closes whatever happens. Any status but 200 is a Refusal. */
export const readStream = async <T>(ask: Ask, read: (stream: ApiStream) => Promise<T>): Promise<T> => {
  const end = new AbortController();
  const guard = watchdog(ask.clock, silenceMs, () => end.abort(new BrokenStream(`nothing was heard for ${silenceMs / 1000} s`)));
  const signal = AbortSignal.any([ask.signal, end.signal]);
  const broken = aborted(signal);
  try {
    const opening = ask.client.stream({ path: ask.path, query: ask.query, signal });
    // A server that does not let go of an aborted request must not hold the reflector.
    const stream = await Promise.race([opening, broken]);
    const chunks = untilAborted(stream.chunks, signal, broken);
    if (stream.status !== 200) throw await refused(stream, chunks);
    guard.heard();
    return await read({ chunks, heard: () => guard.heard() });
  } catch (error) {
    // A watchdog's abort surfaces as whatever the adapter throws then; the reason is the truth.
    signal.throwIfAborted();
    throw error;
  } finally {
    guard.stop();
    end.abort(new BrokenStream('closed'));
  }
};

const aborted = (signal: AbortSignal): Promise<never> => {
  const never = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
  // Nobody may be waiting when it comes.
  never.catch(() => {});
  return never;
};

async function* untilAborted(chunks: AsyncIterable<string>, signal: AbortSignal, broken: Promise<never>): AsyncGenerator<string> {
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([iterator.next(), broken]);
    signal.throwIfAborted();
    if (next.done === true) return;
    yield next.value;
  }
}

const refused = async (stream: KubeStream, chunks: AsyncIterable<string>): Promise<Refusal> => {
  let body = '';
  for await (const chunk of chunks) {
    body += chunk;
    if (body.length > longestMessage) break;
  }
  return new Refusal(stream.status, messageOf(body), stream.retryAfter);
};

const messageOf = (body: string): string => {
  try {
    return shortened(text(object(JSON.parse(body))['message']), 300);
  } catch {
    // Not the API server's own Status: a proxy's page. Its status code says enough.
    return '';
  }
};
