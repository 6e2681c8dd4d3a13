// The one table of errors. A new code here is at once known to window, REST and MCP.
import type { FaultDetails, FaultView } from './entry.ts';
import { driftFaults } from './drift.ts';
import { generalFaults } from './general.ts';
import { homeFaults } from './homes.ts';
import { inventoryFaults } from './inventory.ts';
import { lifeFaults } from './life.ts';
import { nodeFaults } from './nodes.ts';
import { operationFaults } from './operations.ts';

export const faultCatalogue = {
  ...generalFaults,
  ...nodeFaults,
  ...lifeFaults,
  ...operationFaults,
  ...inventoryFaults,
  ...driftFaults,
  ...homeFaults,
};

type Catalogue = typeof faultCatalogue;
export type FaultCode = keyof Catalogue;
export type DetailsOf<C extends FaultCode> = Parameters<Catalogue[C]['what']>[0];
type CodesOfKind<K> = { [C in FaultCode]: Catalogue[C]['kind'] extends K ? C : never }[FaultCode];
export type TransientCode = CodesOfKind<'transient'>;
export type PermanentCode = CodesOfKind<'permanent'>;

/** The sentences of one error, ready for any door. `details` must be free of secrets. */
export function describeFault<C extends FaultCode>(code: C, details: DetailsOf<C>, field?: string): FaultView {
  // The catalogue's members differ only in their details, which the signature has already tied to the code.
  const entry: {
    kind: FaultView['kind'];
    action: FaultView['action'];
    what(d: DetailsOf<C>): string;
    why(d: DetailsOf<C>): string;
    todo(d: DetailsOf<C>): string;
  } = faultCatalogue[code];
  const plain: FaultDetails = { ...details };
  return {
    code,
    kind: entry.kind,
    what: entry.what(details),
    why: entry.why(details),
    todo: entry.todo(details),
    action: entry.action,
    ...(field === undefined ? {} : { field }),
    details: plain,
  };
}

export const statusOf = (code: FaultCode): number => faultCatalogue[code].status;
