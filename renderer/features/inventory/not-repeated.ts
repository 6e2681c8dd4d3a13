import type { FaultView } from '#contract/faults/entry.ts';
import { t } from '#renderer/texts/current.ts';

/** Streams and what was typed go on by themselves once Hearth answers again; what a person asked for once does not. */
export const notRepeated = (fault: FaultView): FaultView =>
  fault.code === 'CONNECTION_LOST' ? { ...fault, todo: t.inventory.lost } : fault;
