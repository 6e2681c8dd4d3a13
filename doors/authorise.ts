// Who may do what, and the record of who did.
import type { ProcedureMeta } from '#contract/base.ts';
import { fault } from '#core/fault.ts';
import type { DoorContext } from './context.ts';

export function requireScope(meta: ProcedureMeta, { caller }: DoorContext): void {
  if (!caller.scopes.includes(meta.scope)) throw fault('NOT_ALLOWED', { scope: meta.scope });
}

/** Looking is not recorded, nor what has a journal of its own; everything else is, and what was refused. `result` is "ok" or the fault's code. */
export async function audit(
  meta: ProcedureMeta,
  { caller, engine }: DoorContext,
  entry: { action: string; result: string },
): Promise<void> {
  if (meta.scope === 'read' || (meta.record === 'journal' && entry.result === 'ok')) return;
  try {
    await engine.store.audit.append({ at: engine.clock.now(), who: caller.who, door: caller.door, ...entry });
  } catch (error) {
    // The change itself has happened or was refused; hiding that answer would mislead the caller.
    engine.log.error('the audit could not be written', error);
  }
}
