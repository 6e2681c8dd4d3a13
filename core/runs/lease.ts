// Which console may change a cluster: decided from the Lease that lies in it. Pure. Wall clocks of two computers may differ,
// so nobody is overruled by the times in a Lease: only a Lease seen unchanged for its whole duration, by our own clock, is over.
export const leaseTimes = {
  /** Others wait so long without a change before they take over. */
  durationMs: 30_000,
  renewEveryMs: 10_000,
  /** After a renewal its holder relies on it for less than others wait, counted from before it was sent. */
  trustMs: 20_000,
  /** After an attempt that failed, and while another's Lease is watched. */
  againMs: 5_000,
  /** A cluster that answers later does not hold up the start of a run. */
  answerMs: 5_000,
} as const;

/**
 * So many tries in vain, and a run goes on without the Lease of a cluster that does not answer: it may be the one that mends it.
 * One try alone says little, as this computer may have been asleep during it; whoever held the Lease makes more sure.
 */
export const triesInVain = { asking: 3, held: 6 } as const;

export interface SeenLease {
  /** The server's word for this very state of it. */
  readonly version: string;
  /** Installation and run, or "" when it is free. */
  readonly holder: string;
  /** For people: what the holder calls itself. */
  readonly console: string;
  /** By the holder's clock. */
  readonly since: number | null;
  readonly renewedAt: number | null;
  readonly durationMs: number;
  readonly transitions: number;
}

/** Since when, by our own clock, another's Lease has been seen in one state. */
export interface Watched {
  readonly version: string;
  readonly since: number;
}

export interface Holder {
  readonly installation: string;
  readonly runId: string;
}

export const identityOf = ({ installation, runId }: Holder): string => `${installation}/${runId}`;

export type Verdict =
  | { readonly kind: 'create' }
  /** `since` stays that of the holder where it is renewed. */
  | { readonly kind: 'renew' | 'take'; readonly seen: SeenLease }
  /** Another holds it, or may still. `alive`: its times speak for that. */
  | { readonly kind: 'leave'; readonly seen: SeenLease; readonly watched: Watched; readonly alive: boolean };

export interface LeaseQuestion {
  readonly seen: SeenLease | null;
  readonly me: Holder;
  /** Does this run of our own installation hold a Lease in this engine now? A crash leaves Leases of runs that do not. */
  readonly isOurs: (runId: string) => boolean;
  readonly watched: Watched | null;
  readonly now: number;
}

export function judgeLease({ seen, me, isOurs, watched, now }: LeaseQuestion): Verdict {
  if (seen === null) return { kind: 'create' };
  if (seen.holder === identityOf(me)) return { kind: 'renew', seen };
  if (seen.holder === '') return { kind: 'take', seen };
  const [installation, runId = ''] = seen.holder.split('/');
  // One engine at a time works on a data folder, and this is it.
  if (installation === me.installation && !isOurs(runId)) return { kind: 'take', seen };
  const since = watched?.version === seen.version ? watched.since : now;
  const durationMs = Math.max(seen.durationMs, leaseTimes.durationMs);
  if (now - since >= durationMs) return { kind: 'take', seen };
  const alive = seen.renewedAt !== null && now - seen.renewedAt <= durationMs;
  return { kind: 'leave', seen, watched: { version: seen.version, since }, alive };
}

export type Standing =
  /** Not answered yet. */
  | { readonly kind: 'asking' }
  /** There is nothing to hold: no kubeconfig yet, or no answer to it. The run may be what mends that. */
  | { readonly kind: 'unbound' }
  | { readonly kind: 'held'; readonly until: number }
  /** Another's Lease, which looks left over; watched until that is certain. */
  | { readonly kind: 'watching' }
  | { readonly kind: 'lost'; readonly seen: SeenLease };

/** May a task start now? `later`: that is being found out. */
export function leaveToAct(standing: Standing, now: number): 'yes' | 'later' | 'no' {
  if (standing.kind === 'unbound') return 'yes';
  if (standing.kind === 'held') return now < standing.until ? 'yes' : 'later';
  return standing.kind === 'lost' ? 'no' : 'later';
}
