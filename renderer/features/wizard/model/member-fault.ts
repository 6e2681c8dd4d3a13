// A save that would have lost a machine of the cluster from the list.
import type { FaultView } from '#contract/faults/entry.ts';
import { toFault } from '#renderer/faults.ts';
import type { SaveState } from './draft.ts';

export function memberFault(save: SaveState): FaultView | null {
  const fault = save.state === 'failed' ? toFault(save.error) : null;
  return fault?.code === 'NODE_IS_MEMBER' ? fault : null;
}
