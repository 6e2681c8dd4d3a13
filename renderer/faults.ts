// Any thrown thing as the one shape that the window shows.
import { ORPCError } from '@orpc/client';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import { t } from './texts/current.ts';
import { connection } from './connection.ts';

/** The pipe to the engine broke, or could not be opened in time. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Enough of a look to trust it: the engine makes these from its one table. */
function isFaultView(value: unknown): value is FaultView {
  if (!isRecord(value)) return false;
  const words = [value['code'], value['what'], value['why'], value['todo'], value['action']];
  return words.every((word) => typeof word === 'string') && isRecord(value['details']);
}

export function isConnectionLost(error: unknown): boolean {
  return error instanceof ConnectionLost || (!(error instanceof ORPCError) && connection.get().phase !== 'open');
}

function made(code: string, words: { what: string; why: string; todo: string }, action: RemedyAction): FaultView {
  return { code, kind: 'transient', ...words, action, details: {} };
}

/** What happened, why, and what to do, for anything that was thrown. */
export function toFault(error: unknown): FaultView {
  if (error instanceof ORPCError && isFaultView(error.data)) return error.data;
  if (isFaultView(error)) return error;
  if (isConnectionLost(error)) return made('CONNECTION_LOST', t.faults.connectionLost, 'retry');
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { ...made('WINDOW_FAILED', t.faults.window, 'reload'), kind: 'permanent', details: { error: detail } };
}
