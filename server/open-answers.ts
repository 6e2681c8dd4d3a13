// Streams go on for hours. When the token or the sessions they were opened with are revoked, they end with them.

/** An answer, or the socket of a window. */
interface Stream {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/** Sessions are all the same person's and are revoked together. No token has this id. */
export const sessionHolder = 'sessions of the window';

export interface OpenAnswers {
  /** `holder`: the token's id, or `sessionHolder`. */
  hold(holder: string, stream: Stream): void;
  /** Cuts off all that this holder has open. */
  end(holder: string): void;
}

export function createOpenAnswers(): OpenAnswers {
  const open = new Map<string, Set<Stream>>();
  return {
    hold(holder, stream) {
      const held = open.get(holder) ?? new Set();
      open.set(holder, held.add(stream));
      stream.once('close', () => {
        held.delete(stream);
        if (held.size === 0 && open.get(holder) === held) open.delete(holder);
      });
    },
    end(holder) {
      for (const stream of open.get(holder) ?? []) stream.destroy();
    },
  };
}
