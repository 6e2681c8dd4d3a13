// The one place where errors become what crosses a wire. A stack never does.
import { ORPCError, ValidationError } from '@orpc/server';
import { statusOf, faultCatalogue, type FaultCode } from '#contract/faults/catalogue.ts';
import { faultView, type FaultView } from '#contract/faults/entry.ts';
import { fault, isFault, type Fault } from '#core/fault.ts';
import type { Log } from '#core/ports/log.ts';

export type WireError = ORPCError<string, FaultView>;

const isCode = (code: string): code is FaultCode => Object.hasOwn(faultCatalogue, code);
const isWire = (error: ORPCError<string, unknown>): error is WireError => isCode(error.code) && faultView.safeParse(error.data).success;

/** Body of a refusal and of every error over REST: {defined, code, status, message, data}, where data is a FaultView. */
export function wireOf({ view }: Fault): WireError {
  const status = isCode(view.code) ? statusOf(view.code) : 500;
  return new ORPCError(view.code, { status, message: view.what, data: view });
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
const segment = (part: PropertyKey | { readonly key: PropertyKey }) => String(typeof part === 'object' ? part.key : part);

function refusedInput(issue: Issue | undefined): Fault {
  const field = issue?.path?.map(segment).join('.') ?? '';
  const reason = issue?.message ?? 'The value is not acceptable.';
  return fault('INPUT_INVALID', { field: field === '' ? 'input' : field, reason }, field === '' ? {} : { field });
}

/** Turns whatever a procedure threw into an error of the catalogue. */
export function toWire(error: unknown, log: Log): WireError {
  if (isFault(error)) return wireOf(error);
  if (error instanceof ORPCError && isWire(error)) return error;
  const isInput = error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError;
  if (isInput && error.cause instanceof ValidationError) return wireOf(refusedInput(error.cause.issues[0]));
  return wireOf(fault('INTERNAL', { reference: log.error('a procedure failed', error) }, { cause: error }));
}

/** For what fails before a procedure is reached: the message could not be read. */
function toWireUnread(error: unknown): WireError {
  if (error instanceof ORPCError && isWire(error)) return error;
  return wireOf(fault('INPUT_INVALID', { field: 'body', reason: 'It is not well-formed JSON.' }, { cause: error }));
}

/** For the handlers of every transport; what a procedure threw is already converted when it comes by. */
export async function explainUnread<T>({ next }: { next: () => Promise<T> }): Promise<T> {
  try {
    return await next();
  } catch (error) {
    throw toWireUnread(error);
  }
}
