// One TCP connection that says nothing: who is there, and what do they say first?
import { connect, type Socket } from 'node:net';
import { errorCode } from '#adapters/error-code.ts';
import { alarm } from '#adapters/ssh/stages.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Knock } from '#core/ports/network.ts';

export interface KnockLimits {
  /** Two tries of TCP: the second goes out after a second. */
  readonly connectMs: number;
  readonly greetingMs: number;
}

/** More than any greeting; whoever sends more is cut off. */
const mostBytes = 4096;
const sshLine = /^SSH-[^\n]*\n/m;
const unroutable = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EINVAL']);

/** What a failed connection tells; a machine that is not there and one that drops packets look the same. */
function meaning(error: unknown): Knock {
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return { outcome: 'refused' };
  // Taken and broken off before this computer came to see it.
  if (code === 'ECONNRESET') return { outcome: 'answered', greeting: '' };
  return unroutable.has(code) ? { outcome: 'unroutable' } : { outcome: 'no-answer' };
}

/** Listens until the greeting is complete, too long, or late; `give` is called once or not at all. */
function listenTo(socket: Socket, give: (knock: Knock) => void): { readonly said: () => string } {
  const chunks: Buffer[] = [];
  let size = 0;
  const said = () => Buffer.concat(chunks).toString('latin1').slice(0, mostBytes);
  const answer = () => give({ outcome: 'answered', greeting: said() });
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= mostBytes || sshLine.test(said())) answer();
  });
  socket.on('end', answer);
  return { said };
}

export interface KnockPlan {
  readonly clock: Clock;
  readonly limits: KnockLimits;
}

export async function knock(
  at: { readonly address: string; readonly port: number },
  { clock, limits }: KnockPlan,
  signal: AbortSignal,
): Promise<Knock> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Knock>();
  const socket = connect({ host: at.address, port: at.port });
  const { said } = listenTo(socket, resolve);
  const state = { isConnected: false, stopAlarm: alarm(clock, limits.connectMs, () => resolve({ outcome: 'no-answer' })) };
  socket.once('connect', () => {
    state.isConnected = true;
    state.stopAlarm();
    state.stopAlarm = alarm(clock, limits.greetingMs, () => resolve({ outcome: 'answered', greeting: said() }));
  });
  // A connection that was taken and then broken off was answered all the same.
  socket.on('error', (error) => resolve(state.isConnected ? { outcome: 'answered', greeting: said() } : meaning(error)));
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    state.stopAlarm();
    socket.destroy();
  }
}
