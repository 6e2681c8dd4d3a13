// The browser window's door: one WebSocket, already proven to be ours.
import { RPCHandler } from '@orpc/server/ws';
import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { DoorContext } from './context.ts';
import { explainUnread } from './faults.ts';
import { router } from './router/index.ts';

const handler = new RPCHandler<DoorContext>(router, { interceptors: [explainUnread] });

/** What oRPC's peer can read: the number of the call, the kind of message, what it carries. A request names its procedure. */
const envelope = z.union([
  z.object({ i: z.string(), t: z.literal(4) }),
  z.object({ i: z.string(), t: z.literal(3), p: z.object({ e: z.string() }) }),
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({ u: z.string().regex(/^\//), h: z.record(z.string(), z.unknown()).optional(), m: z.string().optional() }),
  }),
]);
/** Behind it come the bytes of a file, which no procedure of ours takes. */
const delimiter = 255;
/** The window tells nothing of use in a message it should not have sent; its beginning is enough to recognise it by. */
const longestQuote = 80;

function textOf(data: unknown): string {
  if (typeof data === 'string') return data;
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  if (!(bytes instanceof Uint8Array)) return '';
  const end = bytes.indexOf(delimiter);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function isReadable(text: string): boolean {
  try {
    return envelope.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

type Listened = Pick<WebSocket, 'addEventListener' | 'send'>;

/** Hands on what can be read. Anything else ends the connection with one line in our log; oRPC would write each to stderr. */
function screened(socket: WebSocket, { engine }: DoorContext): Listened {
  let isOver = false;
  const passes = (event: { readonly type: string; readonly data?: unknown }) => {
    if (event.type !== 'message') return true;
    if (isOver) return false;
    const text = textOf(event.data);
    if (isReadable(text)) return true;
    isOver = true;
    engine.log.warn('a message of the window could not be read; its connection was closed', {
      length: text.length,
      begin: text.slice(0, longestQuote),
    });
    // 1007: not what was agreed on.
    socket.close(1007);
    return false;
  };
  return {
    send: socket.send.bind(socket),
    addEventListener: (type, listener, options) =>
      socket.addEventListener(
        type,
        (event) => {
          if (!passes(event)) return;
          if (typeof listener === 'function') listener(event);
          else listener.handleEvent(event);
        },
        options,
      ),
  };
}

export function openWebSocket(socket: WebSocket, context: DoorContext): void {
  void handler.upgrade(screened(socket, context), { context });
}
