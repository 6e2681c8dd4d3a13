// What git complains of, as a fault with one sentence.
import { fault, type Fault } from '#core/fault.ts';
import type { GitPlace } from '#core/ports/git.ts';
import { createRedactor } from '#core/redact.ts';
import type { GitEnd } from './program.ts';

/** Waiting mends none of these. */
const lasting =
  /Authentication failed|could not read (?:Username|Password)|Permission denied|access denied|returned error: 40[134]|not found|Host key verification|does not appear to be a git repository|dubious ownership|not allowed|strange (?:host|path)name|declined|protected branch|checked out|insufficient permission|There is no program|cannot be run|said more than|unknown option|No such file or directory|Read-only file system|cannot mkdir/i;

export function complaint(place: GitPlace, { err, out }: GitEnd): Fault {
  const reason = reasonIn(place, `${err}\n${out.toString('utf8', 0, 4096)}`);
  return lasting.test(err) || lasting.test(reason) ? refused(place, reason) : fault('HOME_UNREACHABLE', { home: place.remote, reason });
}

export const refused = ({ remote }: GitPlace, reason: string): Fault => fault('HOME_REFUSED', { home: remote, reason });

const longest = 300;

function reasonIn({ token }: GitPlace, said: string): string {
  const lines = said.split(/[\r\n]+/).map((line) => line.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim());
  const telling = (pattern: RegExp) => lines.find((line) => pattern.test(line))?.replace(/^(?:fatal|error|remote|ssh): /, '');
  const found =
    telling(/^!.*\[remote rejected\]/) ??
    telling(/^fatal: (?!Could not read from remote)/) ??
    telling(/^(?:error|ssh|remote): \S/) ??
    lines.find((line) => line !== '') ??
    '';
  const redactor = createRedactor();
  if (token !== null) redactor.add(token);
  return (
    redactor
      .text(found)
      .replaceAll(/\/\/[^\s/@]*@/g, '//')
      .slice(0, longest) || 'git gave no reason.'
  );
}
