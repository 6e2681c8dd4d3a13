// What sudo's own words mean. Said in English, since it is started with LC_ALL=C; sudo and sudo-rs differ.
import { fault, type Fault } from '#core/fault.ts';

const asksForPassword = /a password is required|interactive authentication is required|a terminal is required to read the password/i;
const notAllowed =
  /is not in the sudoers file|is not allowed to (?:execute|run)|may not run sudo|I'm sorry .+ afraid I can't do that|not allowed to preserve/i;
const wrong = /incorrect password attempt|Authentication failed|no password was provided|Maximum \d+ incorrect|Sorry, try again/i;
const missing = /sudo: (?:command )?not found|'sudo': No such file|env: .{0,4}sudo.{0,4}: No such file/i;
const needsTerminal = /you must have a tty/i;

export interface SudoSaid {
  readonly noise: string;
  readonly prompts: number;
  readonly host: string;
  readonly user: string;
}

/** 'asks': it wants a password and was not given one. Null: sudo is not the cause. */
export function sudoFault(said: SudoSaid): Fault | 'asks' | null {
  const { noise, host, user } = said;
  if (notAllowed.test(noise)) return fault('SUDO_NOT_ALLOWED', { host, user });
  if (missing.test(noise)) return fault('SUDO_MISSING', { host, reason: 'sudo is not installed there.' });
  if (needsTerminal.test(noise))
    return fault('SUDO_MISSING', { host, reason: 'Its sudoers file has requiretty, which asks for a terminal.' });
  if (said.prompts > 1 || wrong.test(noise)) return fault('SUDO_PASSWORD_WRONG', { host, user });
  return asksForPassword.test(noise) ? 'asks' : null;
}
