// What can go wrong between the reflector and the API server, and what follows from it.
import type { FaultView } from '#contract/faults/entry.ts';
import { fault, isFault, PermanentFault } from '#core/fault.ts';
import { UnreadableObject } from './trim/raw.ts';

/** What is held can no longer be continued; only a new list tells the truth. */
export class RelistNeeded extends Error {
  override readonly name = 'RelistNeeded';
}

/** The answer broke off or made no sense; asking again may do. */
export class BrokenStream extends Error {
  override readonly name = 'BrokenStream';
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/** The server answered with something else than 200. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | null;
  constructor(status: number, message: string, retryAfter: number | null) {
    super(message === '' ? `It answered ${status}.` : `It answered ${status}: ${message}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export interface Trouble {
  readonly next: 'retry' | 'relist';
  readonly state: 'retrying' | 'refused';
  readonly fault: FaultView;
  /** Wait at least so long, in milliseconds. */
  readonly atLeastMs: number;
}

/** Somebody must change a right or a password first; asking often only fills the server's log. */
const slowMs = 15_000;
const longestRetryAfterMs = 120_000;

const refusal = (error: Refusal, server: string): Trouble => {
  const waited = Math.min(longestRetryAfterMs, (error.retryAfter ?? 0) * 1000);
  const details = { server, reason: error.message };
  if (error.status === 401 || error.status === 403) {
    return {
      next: 'retry',
      state: 'refused',
      fault: fault('CLUSTER_REFUSED', details, { cause: error }).view,
      atLeastMs: Math.max(slowMs, waited),
    };
  }
  const busy = error.status === 429 || error.status >= 500;
  return {
    // 410 and the other 4xx: the version or the continue token is no longer accepted.
    next: busy ? 'retry' : 'relist',
    state: 'retrying',
    fault: fault('CLUSTER_UNREACHABLE', details, { cause: error }).view,
    atLeastMs: busy || error.status === 410 ? waited : slowMs,
  };
};

/** Null for what is not the cluster's doing: a defect, to be logged as such. */
export const troubleOf = (error: unknown, server: string): Trouble | null => {
  if (error instanceof Refusal) return refusal(error, server);
  if (error instanceof RelistNeeded || error instanceof BrokenStream || error instanceof UnreadableObject) {
    const anew = !(error instanceof BrokenStream);
    const reason = anew ? `Everything is read anew: ${error.message}.` : `Its answer broke off: ${error.message}.`;
    const view = fault('CLUSTER_UNREACHABLE', { server, reason }, { cause: error }).view;
    return { next: anew ? 'relist' : 'retry', state: 'retrying', fault: view, atLeastMs: 0 };
  }
  if (!isFault(error)) return null;
  const permanent = error instanceof PermanentFault;
  return { next: 'retry', state: permanent ? 'refused' : 'retrying', fault: error.view, atLeastMs: permanent ? slowMs : 0 };
};

/** A defect of Hearth itself: shown with its reference, tried again slowly. */
export const defect = (reference: string): Trouble => ({
  next: 'relist',
  state: 'retrying',
  fault: fault('INTERNAL', { reference }).view,
  atLeastMs: slowMs,
});
