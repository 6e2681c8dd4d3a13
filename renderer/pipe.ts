// The two pipes to the engine: a WebSocket in the browser, a MessagePort from the preload in the desktop window.
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { connection, whenOpen } from './connection.ts';
import { ConnectionLost } from './faults.ts';

type Link = ClientLink<ClientContext>;

const firstWaitMs = 250;
const longestWaitMs = 8_000;
/** A call made while the pipe is down waits this long for it to come back. */
const patienceMs = 4_000;

let current: Link | null = null;
let attempt = 0;

function opened(link: Link): void {
  current = link;
  attempt = 0;
  connection.set('open');
}

/** The desktop window is served from app://; everything else is a browser. */
export const inDesktop = (): boolean => window.location.protocol === 'app:';

/** The preload answers `hearth:want-port` with a message that carries one port; a new one follows each engine restart. */
function openPort(): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source !== window || event.data !== 'hearth:port' || port === undefined) return;
    const link = new PortLink({ port });
    port.addEventListener('close', () => lose(link));
    port.start();
    opened(link);
  });
  window.postMessage('hearth:want-port', window.location.origin);
}

function lose(link: Link | null): void {
  if (link !== current) return;
  current = null;
  connection.set('lost');
}

function openSocket(): void {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${window.location.host}/rpc`);
  // Before the link's own listener, so that whoever it rejects already finds the connection lost.
  socket.addEventListener('close', () => void reopenLater(), { once: true });
  const link = new SocketLink({ websocket: socket });
  socket.addEventListener('open', () => opened(link), { once: true });
}

/** The browser hides why a WebSocket was refused; the session says whether we are still signed in. */
async function signedOut(): Promise<boolean> {
  try {
    const answer = await fetch('/session', { credentials: 'same-origin' });
    return answer.status === 401;
  } catch {
    return false;
  }
}

async function reopenLater(): Promise<void> {
  current = null;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** attempt) * (0.8 + Math.random() * 0.4);
  const first = connection.get().epoch === 0 && attempt === 0;
  attempt += 1;
  connection.set(first ? 'connecting' : 'lost', Date.now() + wait);
  if (attempt > 1 && (await signedOut())) {
    connection.set('signed-out');
    return;
  }
  timer = setTimeout(openSocket, wait);
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Tries again at once instead of waiting for the next attempt. */
export function reconnectNow(): void {
  if (connection.get().phase === 'open' || inDesktop()) return;
  clearTimeout(timer);
  openSocket();
}

export function openPipe(): void {
  if (inDesktop()) openPort();
  else openSocket();
  window.addEventListener('online', reconnectNow);
}

async function usable(signal: AbortSignal | undefined): Promise<Link> {
  const patience = AbortSignal.timeout(patienceMs);
  const either = signal === undefined ? patience : AbortSignal.any([patience, signal]);
  try {
    await whenOpen(either);
  } catch (reason) {
    if (signal?.aborted === true) throw reason;
  }
  if (current === null) throw new ConnectionLost();
  return current;
}

/** What the client calls; outlives every single pipe. */
export const pipe: Link = {
  async call(path, input, options) {
    const link = await usable(options.signal);
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (link !== current) throw new ConnectionLost();
      throw error;
    }
  },
};
