// What a service said about a token.
import type { PlatformSecret } from '#contract/platform-secrets.ts';
import { objectOf, text, type Raw } from '#core/cluster/trim/raw.ts';
import type { Http, HttpAnswer } from '#core/ports/http.ts';
import type { Secret } from '#core/secret.ts';

export type Verdict = Pick<PlatformSecret, 'state' | 'detail'>;
export const valid = (detail: string): Verdict => ({ state: 'valid', detail });
export const refused = (detail: string): Verdict => ({ state: 'refused', detail });
export const unreachable = (detail: string): Verdict => ({ state: 'unreachable', detail });

/** What a token is asked about, and by whom. */
export interface Question {
  readonly http: Http;
  readonly value: Secret;
  /** Of the platform. */
  readonly domain: string;
  /** Of Harbor; "" for the others. */
  readonly host: string;
  readonly name: string;
  /** The platform's own authority, where it has one. */
  readonly trust: string | null;
  readonly signal: AbortSignal;
}
export type Check = (question: Question) => Promise<Verdict>;

/** An answer that is no JSON object reads as empty. */
export const jsonOf = ({ body }: Pick<HttpAnswer, 'body'>): Raw => objectOf(body);

/** For a status that says neither yes nor no. */
export function oddStatus(service: string, answer: HttpAnswer): Verdict {
  if (answer.status === 429) return unreachable(`${service} is asked too often at the moment; check again later.`);
  const said = text(jsonOf(answer)['message']);
  return unreachable(`${service} answered with status ${answer.status}${said === '' ? '' : `: ${said}`}.`);
}
