// What the command says to the person: always on stderr, so that stdout stays for the one line of --print-token.
import { isFault } from '#core/fault.ts';

/** Whoever read our words may have gone; that is no reason to end. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

export const say = (text: string) => void process.stderr.write(`${text}\n`);

/** What happened, why, and what to do; a defect also shows where. */
export function sayWhyNot(error: unknown): void {
  if (!isFault(error)) {
    say(`Hearth could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return;
  }
  const { what, why, todo, code } = error.view;
  say(`Hearth could not start. ${what}\n  Why:  ${why}\n  Do:   ${todo}\n  (${code})`);
}
