// The login through OpenID Connect on a control node: flags of its API server, and what it sees of the issuer.
import type { Installable } from '#contract/distributions.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, count, every, last, look, yes } from './call.ts';

/** A small machine takes a minute to start its API server. */
const waitSeconds = 180;
/** Twice that, when the first start fails and the old flags come back, and the restarts themselves. */
const setMs = (2 * waitSeconds + 120) * 1000;

export const apiLoginState = (system: Installable) => look('api-login-state', { args: { system }, asRoot: true });
/** Answers: flag (once each), ca-file, ca (PEM), trying, ours, api (true | false). */
export const apiLoginOf = (answer: ScriptAnswer) => ({
  flags: every(answer, 'flag'),
  /** Where the certificates of the issuer's authority lie, or would lie. */
  caFile: last(answer, 'ca-file'),
  ca: last(answer, 'ca'),
  /** A try was cut off before it was known to work. */
  trying: yes(answer, 'trying'),
  /** Hearth has put flags of its own in the place of others, or of none. */
  ours: yes(answer, 'ours'),
  api: yes(answer, 'api'),
});

/** No flags: those from before the first change come back. */
export const setApiLogin = (system: Installable, { flags, ca }: { readonly flags: readonly string[]; readonly ca: string }) =>
  change('api-login-set', { args: { system, flags: flags.join('\n'), ca, wait: String(waitSeconds) }, timeoutMs: setMs });
/** Answers: outcome = done | reverted | down, and reason in the words of the API server. */
export const setOutcomeOf = (answer: ScriptAnswer) => ({ outcome: last(answer, 'outcome'), reason: last(answer, 'reason') });

export const issuerCheck = (url: string, ca: string) => look('issuer-check', { args: { url, ca } });
/** Answers: asked (false: the machine has no curl), status and body, or failed-with. */
export const issuerSeenOf = (answer: ScriptAnswer) => ({
  asked: yes(answer, 'asked'),
  status: count(last(answer, 'status')),
  body: last(answer, 'body'),
  failure: last(answer, 'failed-with'),
});
