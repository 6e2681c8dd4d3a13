// What becomes of the password, and of sudo, once the key is installed: one answer of three.
import type { AccessJob } from '../install-key.ts';

export const sudoAnswers = ['session', 'rule', 'key-only'] as const;
export type SudoAnswer = (typeof sudoAnswers)[number];
/** From the window's storage; what is no answer counts as none given. */
export const sudoAnswerOf = (text: string): SudoAnswer => sudoAnswers.find((answer) => answer === text) ?? 'session';

/** The password outlives the run in one case only: where sudo is to have it. */
export const effectOf: Readonly<Record<SudoAnswer, Pick<AccessJob, 'alsoSudo' | 'passwordlessSudo'>>> = {
  session: { alsoSudo: true, passwordlessSudo: false },
  rule: { alsoSudo: false, passwordlessSudo: true },
  'key-only': { alsoSudo: false, passwordlessSudo: false },
};
