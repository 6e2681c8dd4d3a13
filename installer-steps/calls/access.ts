// Logging in, the key, and sudo.
import type { SudoWay } from '#core/platform/preflight-check.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, last, look, yes } from './call.ts';

/** Answers: user; sudo = root | free | password | none. */
export const loginCheck = () => look('login-check');
/** A connection that is open says nothing about whether the key lets in now. */
export const freshLoginCheck = () => look('login-check', { freshLogin: true });
export function loginOf(answer: ScriptAnswer): { readonly user: string; readonly sudo: SudoWay } {
  const way = last(answer, 'sudo');
  const sudo = way === 'root' || way === 'free' || way === 'password' ? way : 'none';
  return { user: last(answer, 'user'), sudo };
}

/** Adds one line to the user's own authorized_keys. Answers: state = added | present. */
export const installKey = (publicKey: string) => change('install-key', { args: { public_key: publicKey }, asRoot: false });

/** Takes that line out again. Answers: state = removed | absent. */
export const removeKey = (publicKey: string) => change('remove-key', { args: { public_key: publicKey }, asRoot: false });

/** Answers: passwordless = true | false, rule = true | false (Hearth's file is there as it should be; only root can tell). */
export const checkSudoRule = (user: string) => look('check-sudo-rule', { args: { user } });
export const sudoRuleHolds = (answer: ScriptAnswer) => yes(answer, 'passwordless');
export const sudoRuleIsThere = (answer: ScriptAnswer) => yes(answer, 'rule');

/** Writes /etc/sudoers.d/hearth-USER, 0440, after visudo has checked it. Answers: state = added | present. */
export const sudoRule = (user: string) => change('sudo-rule', { args: { user } });

/** Removes that file. Answers: state = removed | absent. */
export const removeSudoRule = (user: string) => change('remove-sudo-rule', { args: { user } });
