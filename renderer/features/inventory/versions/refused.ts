// What was refused when the dialog that had asked for it was closed already.
import type { FaultView } from '#contract/faults/entry.ts';
import { toFault } from '#renderer/faults.ts';
import { keptInput } from '../kept-input.ts';

export const keptRefusal = keptInput<FaultView | null>(null);

export const refused = (platformId: string, error: unknown): void => keptRefusal.set(platformId, toFault(error));
