// What travels over stdin: data as base64, then the constant prelude. No value is ever part of shell text.
import { randomBytes } from 'node:crypto';
import { fault } from '#core/fault.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';

/** Last line; without it the machine runs nothing, so that a payload cut in half does no harm. */
const seal = '# hearth-end';

export interface PayloadPlan {
  readonly prelude: string;
  readonly scriptText: string;
  readonly call: Pick<ScriptCall, 'args' | 'secretArgs' | 'changes'>;
  /** Read by the text as the array hearth_values; without a NUL. */
  readonly values?: readonly string[];
  /** Whose left-overs may be ended: only those of the same Hearth. */
  readonly owner: string;
  /** How long a left-over of an earlier run is waited for. */
  readonly waitSeconds: number;
}

export interface Payload {
  /** Begins each answer line; random, so that no output can be mistaken for an answer. */
  readonly mark: string;
  readonly text: string;
}

const argumentName = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** INPUT_INVALID for a name that is none in a shell. */
function variableOf(name: string): string {
  if (!argumentName.test(name)) throw fault('INPUT_INVALID', { field: name, reason: 'is not a usable name of a script argument.' });
  return `ARG_${name.toUpperCase()}`;
}

/** Values by the variables that a script reads them as. INPUT_INVALID for what a shell cannot hold. */
export function argumentsOf(call: Pick<ScriptCall, 'args' | 'secretArgs'>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const secrets = Object.entries(call.secretArgs ?? {}).map(([name, secret]) => [name, secret.reveal()] as const);
  for (const [name, value] of [...Object.entries(call.args), ...secrets]) {
    const variable = variableOf(name);
    if (values.has(variable)) throw fault('INPUT_INVALID', { field: name, reason: 'is given twice.' });
    if (value.includes('\0')) throw fault('INPUT_INVALID', { field: name, reason: 'contains a NUL character.' }, { field: name });
    values.set(variable, value);
  }
  return values;
}

export function buildPayload(plan: PayloadPlan): Payload {
  const args = argumentsOf(plan.call);
  const mark = `\u001ehearth-${randomBytes(12).toString('hex')}`;
  const parts = [plan.scriptText, ...args.values(), ...(plan.values ?? [])];
  // Everything behind it would be taken for something else.
  if (parts.some((part) => part.includes('\0'))) throw new Error('A part of a payload contains a NUL character.');
  const data = parts.map((part) => `${part}\0`).join('');
  const text = [
    `hearth_mark='${mark}'`,
    `hearth_names=(${[...args.keys()].join(' ')})`,
    `hearth_lock=${plan.call.changes ? 'yes' : 'no'}`,
    `hearth_owner=${Buffer.from(plan.owner).toString('base64url')}`,
    `hearth_wait=${Math.max(1, Math.ceil(plan.waitSeconds))}`,
    `hearth_data='${Buffer.from(data).toString('base64')}'`,
    plan.prelude,
    seal,
  ].join('\n');
  return { mark, text };
}

/** Printed on both streams once the payload is awaited; what comes before is noise of login shells and sudo. */
export const readyMark = 'hearth-ready';
/** sudo asks for the password with this text, so that it is recognised in any language. */
export const sudoPrompt = '[hearth-sudo-password]';

// --norc: bash would read ~/.bashrc when it sees that SSH started it.
const loader = `bash --norc -c 'printf "\\n${readyMark}\\n"; printf "\\n${readyMark}\\n" >&2; s=$(cat); case $s in *"${seal}") exec </dev/null; eval "$s";; *) exit 125;; esac'`;

/** The only command lines that are ever sent; all are constant. A session of its own makes the whole group stoppable. */
export const commands = {
  asSelf: `exec setsid -w ${loader}`,
  sudoQuiet: `exec env LC_ALL=C sudo -n -H -- setsid -w ${loader}`,
  sudoAsk: `exec env LC_ALL=C sudo -S -k -H -p '${sudoPrompt}' -- setsid -w ${loader}`,
} as const;
