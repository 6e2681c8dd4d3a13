// The desktop window's door: one MessagePort.
import { RPCHandler } from '@orpc/server/message-port';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import type { DoorContext } from './context.ts';
import { explainUnread } from './faults.ts';
import { router } from './router/index.ts';

const handler = new RPCHandler<DoorContext>(router, { interceptors: [explainUnread] });

export function openMessagePort(port: SupportedMessagePort, context: DoorContext): void {
  handler.upgrade(port, { context });
}
