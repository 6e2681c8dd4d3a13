// Holds the cluster's Lease for one run: asks for it, renews it, watches one that looks left over, and gives it back.
import { fault, isFault, PermanentFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import { withDeadline } from './deadline.ts';
import { getLease, putLease, readLease } from './lease-object.ts';
import { identityOf, judgeLease, leaseTimes, leaveToAct, triesInVain, type SeenLease, type Standing, type Watched } from './lease.ts';

export interface LeaseDeps {
  /** Of this data folder. */
  readonly installation: string;
  /** How people at other consoles know this one, such as the name of its computer. */
  readonly console: string;
  /** A new connection; null while the platform has no kubeconfig. */
  readonly open: (platformId: string) => Promise<KubeClient | null>;
}

/** What all keepers of one engine share. */
export interface LeaseRoom {
  /** Runs of this engine that hold a Lease or ask for one. */
  readonly holders: Set<string>;
  /** By platform: another's Lease, so that a second start need not watch it from the beginning. */
  readonly watched: Map<string, Watched>;
  /** What is still being given back. */
  readonly leaving: Set<Promise<void>>;
}

export const createLeaseRoom = (): LeaseRoom => ({ holders: new Set(), watched: new Map(), leaving: new Set() });

export interface LeaseKeeper {
  /** One attempt, for the start of a run. CLUSTER_HELD when another console holds the cluster. */
  admit(): Promise<void>;
  /** Goes on until `end`; `onChange` after every attempt. */
  keep(hooks: KeeperHooks): void;
  mayAct(): 'yes' | 'later' | 'no';
  /** Resolves when it is known whether the run may act. LEASE_TAKEN when it may not; the signal's reason. */
  leave(signal: AbortSignal): Promise<void>;
  /** Why it may not. */
  why(): PermanentFault;
  /** A task has ended: there may be a kubeconfig now. */
  poke(): void;
  /** Gives the Lease back. */
  end(): void;
}

interface KeeperHooks {
  readonly onChange: () => void;
  readonly say: (sentence: string) => void;
}

export interface KeeperParts {
  readonly deps: LeaseDeps;
  readonly room: LeaseRoom;
  readonly clock: Clock;
  readonly runId: string;
  readonly platformId: string;
}

export const createLeaseKeeper = (parts: KeeperParts): LeaseKeeper => new Keeper(parts);

/** An answer that is none: the cluster is there but cannot or will not say. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly status: number;
  constructor(status: number) {
    super(`It answered with status ${status}.`);
    this.status = status;
  }
}

/** Asking again leads to the same: the kubeconfig is of no use, or has no right to Leases. */
const isFinal = (error: unknown): boolean =>
  error instanceof PermanentFault || (error instanceof NoAnswer && error.status >= 400 && error.status < 429);

function reasonOf(error: unknown): string {
  if (isFault(error)) return `${error.view.what} ${error.view.why}`;
  return error instanceof NoAnswer ? error.message : 'It cannot be asked.';
}

const nothing = { since: null, transitions: 0, version: null } as const;

interface Writing {
  readonly seen: SeenLease | null;
  readonly isRenewal: boolean;
  /** Before it is sent: from then on the Lease is relied on. */
  readonly now: number;
}

class Keeper implements LeaseKeeper {
  readonly #parts: KeeperParts;
  readonly #end = new AbortController();
  #standing: Standing = { kind: 'asking' };
  #client: KubeClient | null = null;
  /** Whether the last attempt was answered. */
  #isAnswered = true;
  /** Attempts in vain since the last answer, while nothing was held. */
  #inVain = 0;
  #everHeld = false;
  #hasAsked = false;
  #said = '';
  #wake = new AbortController();
  #hooks: KeeperHooks = { onChange: () => {}, say: () => {} };
  #waiting = Promise.withResolvers<void>();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    parts.room.holders.add(parts.runId);
  }

  async admit(): Promise<void> {
    await this.#attempt();
    if (this.#standing.kind !== 'lost') return;
    const refusal = this.why();
    this.end();
    throw refusal;
  }

  keep(hooks: KeeperHooks): void {
    this.#hooks = hooks;
    // What was found out before anybody listened.
    const said = this.#said;
    if (said !== '') hooks.say(said);
    void this.#loop();
  }

  mayAct(): 'yes' | 'later' | 'no' {
    return leaveToAct(this.#standing, this.#parts.clock.now());
  }

  async leave(signal: AbortSignal): Promise<void> {
    for (let answer = this.mayAct(); answer !== 'yes'; answer = this.mayAct()) {
      if (answer === 'no') throw this.why();
      signal.throwIfAborted();
      const stopped = Promise.withResolvers<void>();
      signal.addEventListener('abort', stopped.resolve, { once: true });
      await Promise.race([this.#waiting.promise, stopped.promise]);
      signal.removeEventListener('abort', stopped.resolve);
    }
  }

  why(): PermanentFault {
    const seen = this.#standing.kind === 'lost' ? this.#standing.seen : null;
    const since = seen?.since == null ? 'an unknown time' : new Date(seen.since).toISOString();
    const holder = seen === null || seen.console === '' ? (seen?.holder ?? 'unknown') : `${seen.console}, ${seen.holder}`;
    return fault(this.#everHeld ? 'LEASE_TAKEN' : 'CLUSTER_HELD', { holder, since });
  }

  poke(): void {
    if (this.#standing.kind === 'unbound') this.#wake.abort();
  }

  end(): void {
    if (this.#end.signal.aborted) return;
    const held = this.#everHeld && this.#standing.kind !== 'lost';
    this.#end.abort(new Error('The run needs the cluster no longer.'));
    this.#decide({ kind: 'unbound' });
    const { room, runId } = this.#parts;
    // The next run of this engine need not wait until it is given back.
    room.holders.delete(runId);
    const leaving = (held ? this.#release() : Promise.resolve()).finally(() => {
      this.#client?.close();
      room.leaving.delete(leaving);
    });
    room.leaving.add(leaving);
  }

  async #loop(): Promise<void> {
    const { clock } = this.#parts;
    while (!this.#end.signal.aborted) {
      if (this.#hasAsked) await this.#pause(clock);
      if (this.#end.signal.aborted) return;
      await this.#attempt();
      this.#hooks.onChange();
      if (this.#standing.kind === 'lost') return;
    }
  }

  async #pause(clock: Clock): Promise<void> {
    const { kind } = this.#standing;
    const calm = kind === 'unbound' || (this.#isAnswered && kind !== 'watching');
    this.#wake = new AbortController();
    const signal = AbortSignal.any([this.#wake.signal, this.#end.signal]);
    // Woken early or ended: either way it is time to look.
    await clock.sleep(calm ? leaseTimes.renewEveryMs : leaseTimes.againMs, signal).catch(() => undefined);
  }

  #decide(standing: Standing): void {
    this.#standing = standing;
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  }

  #say(sentence: string): void {
    if (sentence === this.#said) return;
    this.#said = sentence;
    if (sentence !== '') this.#hooks.say(sentence);
  }

  async #attempt(): Promise<void> {
    const { clock } = this.#parts;
    const begun = clock.now();
    this.#hasAsked = true;
    try {
      const work = (signal: AbortSignal) => this.#ask(signal);
      await withDeadline({ clock, ms: leaseTimes.answerMs, signal: this.#end.signal, doing: 'The cluster' }, work);
      this.#inVain = 0;
      this.#isAnswered = true;
    } catch (error) {
      if (this.#end.signal.aborted) return;
      this.#fail(error, begun);
    }
  }

  /** The connection is made anew for the next attempt: the kubeconfig may have been fetched again. */
  #fail(error: unknown, begun: number): void {
    this.#client?.close();
    this.#client = null;
    this.#isAnswered = false;
    const standing = this.#standing;
    // Only what began after the Lease had run out tells that nobody else can have it renewed in sight of us.
    if (standing.kind !== 'held' || begun >= standing.until) this.#inVain += 1;
    const reason = reasonOf(error);
    const enough = this.#everHeld ? triesInVain.held : isFinal(error) ? 1 : triesInVain.asking;
    if (standing.kind !== 'unbound' && this.#inVain < enough) {
      if (leaveToAct(standing, begun) === 'later')
        this.#say(`No task is started until the cluster has been asked for its Lease again. ${reason}`);
      return;
    }
    this.#say(`This run goes on without the cluster's Lease, so another console is not kept out. ${reason}`);
    this.#decide({ kind: 'unbound' });
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { deps, platformId } = this.#parts;
    this.#client ??= await deps.open(platformId);
    const client = this.#client;
    if (client === null) return this.#decide({ kind: 'unbound' });
    // Whoever loses the race for a write looks again: then there is a holder.
    while (!(await this.#askOnce(client, signal)));
  }

  /** False when somebody else wrote meanwhile. */
  async #askOnce(client: KubeClient, signal: AbortSignal): Promise<boolean> {
    const { clock, deps, room, runId, platformId } = this.#parts;
    const seen = leaseIn(await getLease(client, signal));
    const now = clock.now();
    const me = { installation: deps.installation, runId };
    const isOurs = (other: string) => room.holders.has(other);
    const verdict = judgeLease({ seen, me, isOurs, watched: room.watched.get(platformId) ?? null, now });
    if (verdict.kind === 'leave') {
      this.#leaveToOther(verdict);
      return true;
    }
    room.watched.delete(platformId);
    signal.throwIfAborted();
    return this.#write(client, { seen, isRenewal: verdict.kind === 'renew', now }, signal);
  }

  async #write(client: KubeClient, { seen, isRenewal, now }: Writing, signal: AbortSignal): Promise<boolean> {
    const { deps, runId } = this.#parts;
    const holder = { installation: deps.installation, runId, console: deps.console };
    const before = seen ?? nothing;
    const since = isRenewal ? (before.since ?? now) : now;
    const transitions = before.transitions + (seen === null || isRenewal ? 0 : 1);
    const answer = await putLease(client, { holder, since, now, transitions, version: before.version }, signal);
    if (answer.status === 409) return false;
    if (answer.status !== 200 && answer.status !== 201) throw new NoAnswer(answer.status);
    this.#everHeld = true;
    this.#said = '';
    this.#decide({ kind: 'held', until: now + leaseTimes.trustMs });
    return true;
  }

  #leaveToOther({ seen, watched, alive }: { readonly seen: SeenLease; readonly watched: Watched; readonly alive: boolean }): void {
    const { room, platformId } = this.#parts;
    const before = room.watched.get(platformId);
    room.watched.set(platformId, watched);
    const hasMoved = this.#standing.kind === 'watching' && before !== undefined && before.version !== watched.version;
    if (this.#everHeld || alive || hasMoved) return this.#decide({ kind: 'lost', seen });
    this.#say(
      `The cluster's Lease is still that of ${seen.console === '' ? seen.holder : seen.console}. If it is not renewed within ${leaseTimes.durationMs / 1000} s, this run takes it over.`,
    );
    this.#decide({ kind: 'watching' });
  }

  /** As soon as it is free, others need not wait until it has run out. */
  async #release(): Promise<void> {
    const { clock, deps, platformId, runId } = this.#parts;
    const work = async (signal: AbortSignal) => {
      this.#client ??= await deps.open(platformId);
      if (this.#client === null) return;
      const seen = leaseIn(await getLease(this.#client, signal));
      if (seen?.holder !== identityOf({ installation: deps.installation, runId })) return;
      const now = clock.now();
      const draft = { holder: null, since: seen.since ?? now, now, transitions: seen.transitions, version: seen.version };
      await putLease(this.#client, draft, signal);
    };
    const signal = new AbortController().signal;
    // In vain: then it runs out by itself.
    await withDeadline({ clock, ms: leaseTimes.answerMs, signal, doing: 'The cluster' }, work).catch(() => undefined);
  }
}

function leaseIn(answer: KubeAnswer): SeenLease | null {
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new NoAnswer(answer.status);
  return readLease(answer.body);
}
