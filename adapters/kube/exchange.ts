// One HTTP exchange. Time limits stand on connecting, on the first answer and on silence, never on a whole body.
import { request as httpRequest, type Agent, type IncomingMessage, type ClientRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connectionFault, silent } from './reasons.ts';

const connectMs = 10_000;
const answerMs = 30_000;
/** With the ten probes a second apart that libuv then sends, a dead peer is noticed after 25 s. */
const keepAliveMs = 15_000;

export interface Exchange {
  readonly server: URL;
  readonly agent: Agent;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/** Resolves with the head of the answer. The body belongs to the caller and ends with the signal. */
export const exchange = async (its: Exchange): Promise<IncomingMessage> => {
  try {
    return await attempt(its);
  } catch (error) {
    its.signal.throwIfAborted();
    // The server had closed a kept connection in the moment we used it; nothing of a GET was lost.
    if (error instanceof StaleSocket && its.method === 'GET') return attempt(its);
    throw error instanceof StaleSocket ? connectionFault(its.server, error.cause) : error;
  }
};

class StaleSocket extends Error {
  override readonly name = 'StaleSocket';
}

const attempt = (its: Exchange): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    its.signal.throwIfAborted();
    const send = its.server.protocol === 'https:' ? httpsRequest : httpRequest;
    const { hostname, port } = its.server;
    const request = send({
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(port === '' ? {} : { port }),
      path: its.target,
      method: its.method,
      headers: its.headers,
      agent: its.agent,
    });
    const onAbort = () => request.destroy(its.signal.reason instanceof Error ? its.signal.reason : new Error('aborted'));
    const quiet = limits(its.server, request);
    its.signal.addEventListener('abort', onAbort, { once: true });
    const settle = () => {
      quiet();
      its.signal.removeEventListener('abort', onAbort);
    };
    request.once('error', (error) => {
      settle();
      const stale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      reject(stale ? new StaleSocket('a kept connection was closed', { cause: error }) : connectionFault(its.server, error));
    });
    request.once('response', (response) => {
      quiet();
      // Once the body is in, an abort must not destroy a connection that is already free for others.
      response.once('close', settle);
      // The reader learns of a break by reading.
      request.on('error', () => {});
      resolve(response);
    });
    request.end(its.body ?? undefined);
  });

/** Sets the limits up to the head of the answer; returns how to lift them. */
const limits = (server: URL, request: ClientRequest): (() => void) => {
  let timer = setTimeout(() => request.destroy(silent(server, 'accept a connection', connectMs / 1000)), connectMs);
  const connected = () => {
    clearTimeout(timer);
    timer = setTimeout(() => request.destroy(silent(server, 'begin an answer', answerMs / 1000)), answerMs);
  };
  request.once('socket', (socket) => {
    socket.setKeepAlive(true, keepAliveMs);
    if (!socket.connecting) return connected();
    socket.once(server.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
  });
  return () => clearTimeout(timer);
};
