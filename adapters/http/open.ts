// The Http port over node:https: time limits, bounded answers, no redirect to another host, the proxy of the environment.
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import { fault, isFault } from '#core/fault.ts';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports/http.ts';
import { errorCode } from '#adapters/error-code.ts';
import { guardedLookup, isForbidden } from './guarded-lookup.ts';

const answerMs = 15_000;
const longestBody = 2 ** 18;
const mostRedirects = 3;

export interface HttpOptions {
  readonly answerMs?: number;
  /** Of tests that serve on this computer. */
  readonly loopback?: 'refused' | 'allowed';
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const unreachable = (url: URL, reason: string, cause?: unknown) =>
  fault('SERVICE_UNREACHABLE', { service: url.host, reason }, cause === undefined ? {} : { cause });

export function openHttp(options: HttpOptions = {}): Http {
  return {
    async get(request, signal) {
      const url = URL.parse(request.url);
      if (url === null) throw fault('SERVICE_UNREACHABLE', { service: request.url, reason: 'This is no address.' });
      const limit = AbortSignal.timeout(options.answerMs ?? answerMs);
      try {
        return await follow(url, { request, options, signal: AbortSignal.any([signal, limit]) });
      } catch (error) {
        signal.throwIfAborted();
        if (isFault(error)) throw error;
        if (limit.aborted) throw unreachable(url, `It did not answer within ${(options.answerMs ?? answerMs) / 1000} s.`, error);
        throw unreachable(url, wordsFor(error), error);
      }
    },
  };
}

interface Doing {
  readonly request: HttpRequest;
  readonly options: HttpOptions;
  readonly signal: AbortSignal;
}

async function follow(first: URL, doing: Doing): Promise<HttpAnswer> {
  let url = first;
  for (let turn = 0; turn <= mostRedirects; turn += 1) {
    const answer = await once(url, doing);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
    const next = new URL(location, url);
    // The token was given for this host; another one must not get it.
    if (next.origin !== first.origin) throw unreachable(first, `It sends on to ${next.host}, which Hearth does not follow.`);
    url = next;
  }
  throw unreachable(first, 'It redirects in circles.');
}

function once(url: URL, { request, options, signal }: Doing): Promise<HttpAnswer> {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    throw unreachable(url, 'Only plain https addresses are asked.');
  const env = options.env ?? process.env;
  const own = options.loopback !== 'allowed';
  if (own && isForbidden(url.hostname.replace(/^\[|\]$/g, ''))) throw unreachable(url, 'This address belongs to a computer itself.');
  const agent = new Agent({
    keepAlive: false,
    proxyEnv: { ...env },
    minVersion: 'TLSv1.2',
    ...(request.trust === undefined ? {} : { ca: [...rootCertificates, request.trust] }),
  });
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'hearth', ...request.headers };
  if (request.authorization !== undefined) headers['authorization'] = request.authorization.reveal();
  return new Promise<HttpAnswer>((resolve, reject) => {
    // For hosts that Node asks itself; it finds a proxy by its own means.
    const sent = httpsRequest(url, { agent, headers, signal, ...(own ? { lookup: guardedLookup } : {}) }, (response) => {
      bodyOf(response, url).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body }),
        (error: unknown) => {
          response.destroy();
          reject(error);
        },
      );
    });
    sent.once('error', reject);
    sent.end();
  }).finally(() => agent.destroy());
}

async function bodyOf(response: IncomingMessage, url: URL): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    length += part.length;
    if (length > longestBody) throw unreachable(url, 'Its answer is larger than any may be.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const headersOf = ({ headers }: IncomingMessage): ReadonlyMap<string, string> =>
  new Map(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name does not resolve.',
  EAI_AGAIN: 'No name server answers.',
  ECONNREFUSED: 'Nothing listens there.',
  ECONNRESET: 'It hung up.',
  ENETUNREACH: 'This computer has no way there.',
  EHOSTUNREACH: 'This computer has no way there.',
  ETIMEDOUT: 'It does not answer.',
  CERT_HAS_EXPIRED: 'Its certificate has ended.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for other names.',
};
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function wordsFor(error: unknown): string {
  const code = errorCode(error) ?? '';
  if (untrusted.has(code)) return 'Its certificate comes from an authority that this computer does not trust.';
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
