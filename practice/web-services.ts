// Simulated web services, as they answer about tokens. A token with "wrong" in it is refused, one with "offline" finds nobody at home.
import { fault } from '#core/fault.ts';
import type { Http, HttpAnswer } from '#core/ports/http.ts';
import type { Lab } from './lab.ts';

const answerMs = 120;

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: new Map(Object.entries({ 'content-type': 'application/json', ...headers })),
  body: JSON.stringify(body),
});

const zone = { id: '0123456789abcdef0123456789abcdef', permissions: ['#dns_records:edit', '#dns_records:read', '#zone:read'] };

/** By host, or by the end of the path where any host may answer. */
function accepted(url: URL): HttpAnswer {
  if (url.pathname.endsWith('/.well-known/openid-configuration')) {
    const issuer = url.href.slice(0, url.href.indexOf('/.well-known/'));
    return json(200, { issuer, jwks_uri: `${issuer}/keys` });
  }
  switch (url.host) {
    case 'api.github.com':
      return json(200, { login: 'practice' }, { 'x-oauth-scopes': 'repo, workflow, read:org' });
    case 'huggingface.co':
      return json(200, { type: 'user', name: 'practice', auth: { accessToken: { role: 'read' } } });
    case 'api.cloudflare.com':
      return cloudflare(url);
    default:
      return url.pathname.endsWith('/projects')
        ? json(200, [{ name: 'library' }], { 'x-total-count': '1' })
        : json(412, { errors: [{ code: 'PRECONDITION' }] });
  }
}

function cloudflare({ pathname, searchParams }: URL): HttpAnswer {
  const result = (value: unknown) => json(200, { success: true, errors: [], messages: [], result: value });
  if (pathname.endsWith('/tokens/verify')) return result({ id: zone.id, status: 'active' });
  if (!pathname.endsWith('/zones')) return result([]);
  const name = searchParams.get('name') ?? '';
  // As domains are bought: two words.
  return result(name.split('.').length === 2 ? [{ ...zone, name }] : []);
}

export const createPracticeHttp = (lab: Lab): Http => ({
  async get({ url, authorization }, signal) {
    await lab.clock.sleep(answerMs, signal);
    const asked = new URL(url);
    const token = authorization?.reveal() ?? '';
    const shown = token.startsWith('Basic ') ? atob(token.slice('Basic '.length)) : token;
    if (shown.includes('offline')) throw fault('SERVICE_UNREACHABLE', { service: asked.host, reason: 'It does not answer.' });
    return shown.includes('wrong')
      ? json(401, { message: 'Bad credentials', success: false, errors: [{ message: 'Invalid API Token' }] })
      : accepted(asked);
  },
});
