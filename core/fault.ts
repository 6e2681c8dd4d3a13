// Errors as values. Two types, so that retrying a permanent one does not compile.
import {
  describeFault,
  faultCatalogue,
  type DetailsOf,
  type FaultCode,
  type PermanentCode,
  type TransientCode,
} from '#contract/faults/catalogue.ts';
import type { FaultView } from '#contract/faults/entry.ts';

abstract class FaultError extends Error {
  readonly view: FaultView;
  constructor(view: FaultView, cause: unknown) {
    super(view.what, cause === undefined ? {} : { cause });
    this.view = view;
  }
}

export class PermanentFault extends FaultError {
  override readonly name = 'PermanentFault';
}

/** May go away by itself; only these are retried. */
export class TransientFault extends FaultError {
  override readonly name = 'TransientFault';
}

export type Fault = PermanentFault | TransientFault;

export interface FaultOrigin {
  readonly cause?: unknown;
  /** Path of the refused input. */
  readonly field?: string;
}

/** Makes a fault of the kind that the catalogue gives its code. */
export function fault<C extends TransientCode>(code: C, details: DetailsOf<C>, origin?: FaultOrigin): TransientFault;
export function fault<C extends PermanentCode>(code: C, details: DetailsOf<C>, origin?: FaultOrigin): PermanentFault;
export function fault<C extends FaultCode>(code: C, details: DetailsOf<C>, origin: FaultOrigin = {}): Fault {
  const view = describeFault(code, details, origin.field);
  return faultCatalogue[code].kind === 'transient' ? new TransientFault(view, origin.cause) : new PermanentFault(view, origin.cause);
}

export const isFault = (error: unknown): error is Fault => error instanceof PermanentFault || error instanceof TransientFault;
