// Name to address to TCP connection, each failure with its own fault.
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { errorCode } from '#adapters/error-code.ts';
import { fault } from '#core/fault.ts';
import { alarm, unlessAborted, type StageWatch } from './stages.ts';

export interface Endpoint {
  readonly label: string;
  readonly address: string;
  readonly port: number;
}

async function resolve(endpoint: Endpoint, watch: StageWatch) {
  const host = endpoint.address;
  const family = isIP(host);
  if (family !== 0) {
    watch.onPass('resolve', `${host} is an address; no name has to be resolved.`);
    return [{ address: host, family }];
  }
  const late = new AbortController();
  const stop = alarm(watch.clock, watch.stageMs, () => late.abort(fault('NAME_NOT_RESOLVED', { host })));
  try {
    const signal = AbortSignal.any([watch.signal, late.signal]);
    const found = await unlessAborted(lookup(host, { all: true, verbatim: true }), signal, { doing: `Resolving ${host}` });
    if (found.length === 0) throw fault('NAME_NOT_RESOLVED', { host });
    watch.onPass('resolve', `${host} is ${found.map((one) => one.address).join(', ')}.`);
    return found;
  } catch (error) {
    throw errorCode(error) === '' ? error : fault('NAME_NOT_RESOLVED', { host }, { cause: error });
  } finally {
    stop();
  }
}

const connectFault = (endpoint: Endpoint, error: unknown) => {
  const at = { host: endpoint.label, port: endpoint.port };
  const code = errorCode(error);
  return code === 'ECONNREFUSED' ? fault('SSH_REFUSED', at, { cause: error }) : fault('NODE_UNREACHABLE', at, { cause: error });
};

/** A connected socket. Throws NAME_NOT_RESOLVED, SSH_REFUSED, NODE_UNREACHABLE or the abort's fault. */
export async function openSocket(endpoint: Endpoint, watch: StageWatch): Promise<Socket> {
  const addresses = await resolve(endpoint, watch);
  const { promise, resolve: done, reject } = Promise.withResolvers<void>();
  const socket = connect({
    host: endpoint.address,
    port: endpoint.port,
    // Already resolved: connect to what was shown, not to what a second look-up says.
    lookup: (_host, options, answer) => {
      const first = addresses[0];
      if (options.all === true) answer(null, addresses);
      else answer(null, first?.address ?? endpoint.address, first?.family ?? 4);
    },
  });
  socket.setNoDelay(true);
  socket.once('connect', () => done());
  socket.on('error', reject);
  const late = new AbortController();
  const stop = alarm(watch.clock, watch.stageMs, () => late.abort(connectFault(endpoint, new Error('no answer in time'))));
  try {
    await unlessAborted(promise, AbortSignal.any([watch.signal, late.signal]), { doing: `Connecting to ${endpoint.label}` });
    watch.onPass('tcp', `Port ${endpoint.port} answers.`);
    return socket;
  } catch (error) {
    socket.destroy();
    throw errorCode(error) === '' ? error : connectFault(endpoint, error);
  } finally {
    stop();
  }
}
