// The only pipe out of the window, typed by the contract.
import type { Contract } from '#contract/index.ts';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { whenOpen } from './connection.ts';
import { isConnectionLost } from './faults.ts';
import { pipe } from './pipe.ts';

export type Api = ContractRouterClient<Contract>;
export const api: Api = createORPCClient(pipe);

export interface Following<T> {
  /** Opens the stream anew; called again after every lost connection. */
  open(signal: AbortSignal): Promise<AsyncIterable<T>>;
  on(event: T): void;
  /** The stream ended by itself, or failed with something that waiting does not heal. */
  ended?(error: unknown): void;
  /** For streams that should never end: open again this long after they did all the same. */
  readonly againAfterMs?: number | undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps an endless stream running across reconnections until the returned function is called. */
export function follow<T>(following: Following<T>): () => void {
  const stop = new AbortController();
  const turn = async (): Promise<void> => {
    await whenOpen(stop.signal);
    for await (const event of await following.open(stop.signal)) {
      if (stop.signal.aborted) return;
      following.on(event);
    }
  };
  const loop = async (): Promise<void> => {
    for (;;) {
      try {
        await turn();
        if (stop.signal.aborted) return;
        following.ended?.(null);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (isConnectionLost(error)) continue;
        following.ended?.(error);
      }
      if (following.againAfterMs === undefined) return;
      await pause(following.againAfterMs);
    }
  };
  void loop();
  return () => stop.abort(new DOMException('No longer followed', 'AbortError'));
}
