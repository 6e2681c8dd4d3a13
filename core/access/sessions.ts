// Sessions of the window: a token that works once, in the opening address, becomes a cookie. Opening tokens end with the
// launch; sessions outlive it, until they are too old, unused for too long, or revoked.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { SessionRecord, SessionStore } from '#core/ports/store.ts';
import type { Randomness } from './tokens.ts';

export interface Sessions {
  /** A value for one opening address; works once and only for a while. */
  issueOpening(): string;
  /** The session's value for the cookie; null when the opening value is unknown, used or too old. */
  exchange(opening: string): Promise<string | null>;
  /** A session for somebody already proven by other means; stored when its value is handed out. */
  begin(): Promise<string>;
  /** Also notes that it is in use. */
  isValid(session: string): boolean;
  /** Revokes one. */
  end(session: string): Promise<void>;
  /** Revokes all, also those of earlier launches. */
  endAll(): Promise<void>;
}

export interface SessionDeps {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Pick<Log, 'error'>;
}

const dayMs = 86_400_000;
/** Long enough to walk to the machine and open the printed address. */
const openingMs = dayMs;
/** A month at most, and a week without use. */
export const sessionLife = { totalMs: 30 * dayMs, idleMs: 7 * dayMs } as const;
/** Use is noted to the hour, which a limit of days can bear and spares a write for each request. */
const noteEveryMs = 3_600_000;

const isAlive = ({ beganAt, usedAt }: SessionRecord, now: number) =>
  now - beganAt < sessionLife.totalMs && now - usedAt < sessionLife.idleMs;

/** Takes up the sessions of earlier launches. Values are kept as hashes, so that looking one up tells nothing by its duration. */
export async function openSessions({ store, clock, randomness, log }: SessionDeps): Promise<Sessions> {
  const openings = new Map<string, number>();
  const sessions = new Map((await store.list()).map((record) => [record.hash, record]));

  const remove = async (hashes: readonly string[]) => {
    for (const hash of hashes) sessions.delete(hash);
    if (hashes.length > 0) await store.remove(hashes);
  };
  const begin = async () => {
    const session = randomness.token();
    const now = clock.now();
    const record = { hash: randomness.hash(session), beganAt: now, usedAt: now };
    await store.save(record);
    sessions.set(record.hash, record);
    return session;
  };
  const note = (record: SessionRecord) => {
    sessions.set(record.hash, record);
    store.save(record).catch((error: unknown) => log.error('The use of a session could not be noted.', error));
  };
  return {
    begin,
    issueOpening() {
      const opening = randomness.token();
      openings.set(randomness.hash(opening), clock.now() + openingMs);
      return opening;
    },
    async exchange(opening) {
      const hash = randomness.hash(opening);
      const until = openings.get(hash);
      openings.delete(hash);
      return until === undefined || until < clock.now() ? null : begin();
    },
    isValid(session) {
      const record = sessions.get(randomness.hash(session));
      const now = clock.now();
      if (record === undefined || !isAlive(record, now)) return false;
      if (now - record.usedAt >= noteEveryMs) note({ ...record, usedAt: now });
      return true;
    },
    end: (session) => remove([randomness.hash(session)]),
    endAll: () => remove([...sessions.keys()]),
  };
}
