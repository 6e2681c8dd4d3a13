// Sessions of the window: a token that works once, in the opening address, becomes a cookie. All of it ends with the engine.
import type { Clock } from '#core/ports/clock.ts';
import type { Randomness } from './tokens.ts';

export interface Sessions {
  /** A value for one opening address; works once and only for a while. */
  issueOpening(): string;
  /** The session's value for the cookie; null when the opening value is unknown, used or too old. */
  exchange(opening: string): string | null;
  /** A session for somebody already proven by other means. */
  begin(): string;
  isValid(session: string): boolean;
  end(session: string): void;
}

/** Long enough to walk to the machine and open the printed address. */
const openingMs = 24 * 3_600_000;

/** Values are kept as hashes, so that looking one up tells nothing by its duration. */
export function createSessions({ clock, randomness }: { readonly clock: Clock; readonly randomness: Randomness }): Sessions {
  const openings = new Map<string, number>();
  const sessions = new Set<string>();
  const begin = () => {
    const session = randomness.token();
    sessions.add(randomness.hash(session));
    return session;
  };
  return {
    begin,
    issueOpening() {
      const opening = randomness.token();
      openings.set(randomness.hash(opening), clock.now() + openingMs);
      return opening;
    },
    exchange(opening) {
      const hash = randomness.hash(opening);
      const until = openings.get(hash);
      openings.delete(hash);
      return until === undefined || until < clock.now() ? null : begin();
    },
    isValid: (session) => sessions.has(randomness.hash(session)),
    end: (session) => void sessions.delete(randomness.hash(session)),
  };
}
