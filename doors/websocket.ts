// The browser window's door: one WebSocket, already proven to be ours.
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { DoorContext } from './context.ts';
import { explainUnread } from './faults.ts';
import { router } from './router/index.ts';

const handler = new RPCHandler<DoorContext>(router, { interceptors: [explainUnread] });

export function openWebSocket(socket: WebSocket, context: DoorContext): void {
  void handler.upgrade(socket, { context });
}
