// Streams go on for hours. When the token they were opened with is revoked, they end with it.
import type { ServerResponse } from 'node:http';

export interface OpenAnswers {
  hold(tokenId: string, response: ServerResponse): void;
  /** Cuts off all that this token has open. */
  end(tokenId: string): void;
}

export function createOpenAnswers(): OpenAnswers {
  const open = new Map<string, Set<ServerResponse>>();
  return {
    hold(tokenId, response) {
      const held = open.get(tokenId) ?? new Set();
      open.set(tokenId, held.add(response));
      response.once('close', () => {
        held.delete(response);
        if (held.size === 0 && open.get(tokenId) === held) open.delete(tokenId);
      });
    },
    end(tokenId) {
      for (const response of open.get(tokenId) ?? []) response.destroy();
    },
  };
}
