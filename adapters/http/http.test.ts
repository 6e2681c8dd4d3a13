// The Http port against small servers on this computer that answer as the services document it.
import { createServer } from 'node:https';
import { createServer as createProxy, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '#adapters/conformance/listen.ts';
import { authority, serverCertificate, serverKey } from '#adapters/conformance/test-certificates.ts';
import { checkCloudflare, zoneFor } from '#core/platform-secrets/cloudflare.ts';
import { checkGithub } from '#core/platform-secrets/github.ts';
import { checkHarborRobot } from '#core/platform-secrets/harbor.ts';
import { checkHuggingFace } from '#core/platform-secrets/hugging-face.ts';
import type { Question } from '#core/platform-secrets/verdict.ts';
import type { Http } from '#core/ports/http.ts';
import { Secret } from '#core/secret.ts';
import { isForbidden } from './guarded-lookup.ts';
import { openHttp } from './open.ts';

const signal = new AbortController().signal;
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serve(answer: RequestListener): Promise<{ origin: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
    asked.push(request);
    answer(request, response);
  });
  const port = await listen(server);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `https://127.0.0.1:${port}`, asked };
}
const local = openHttp({ loopback: 'allowed', env: {}, answerMs: 500 });
const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

describe('a GET', () => {
  test('gives status, headers and body, and shows its token to that host', async () => {
    const { origin, asked } = await serve(json(418, { tea: true }, { 'X-Kind': 'pot' }));
    const answer = await local.get({ url: `${origin}/a?b=c`, authorization: new Secret('Bearer t0ken'), trust: authority }, signal);
    expect([answer.status, answer.headers.get('x-kind'), JSON.parse(answer.body)]).toEqual([418, 'pot', { tea: true }]);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer t0ken', 'user-agent': 'hearth' });
  });

  test('follows a redirect on the same host, and takes its token to no other', async () => {
    const other = await serve(json(200, {}));
    const { origin, asked } = await serve((request, response) => {
      const to = request.url === '/here' ? '/there' : request.url === '/away' ? `${other.origin}/` : '/circle';
      if (request.url === '/there') return json(200, { there: true })(request, response);
      response.writeHead(302, { location: to }).end();
    });
    const get = (path: string) => local.get({ url: `${origin}${path}`, authorization: new Secret('x'), trust: authority }, signal);
    expect((await get('/here')).body).toContain('there');
    await expect(get('/away')).rejects.toMatchObject({
      view: { code: 'SERVICE_UNREACHABLE', why: expect.stringContaining('does not follow') },
    });
    expect(other.asked).toEqual([]);
    await expect(get('/circle')).rejects.toMatchObject({ view: { why: expect.stringContaining('circles') } });
    expect(asked.length).toBeLessThan(10);
  });

  test('of a server that is silent, endless or not trusted is a fault with the reason', async () => {
    const silent = await serve(() => undefined);
    const endless = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    });
    const why = async (url: string, trust: string | null = authority) =>
      local.get({ url, ...(trust === null ? {} : { trust }) }, signal).then(
        () => '',
        (error: { view: { code: string; why: string } }) => `${error.view.code} ${error.view.why}`,
      );
    expect(await why(silent.origin)).toMatch(/SERVICE_UNREACHABLE .*within/);
    expect(await why(endless.origin)).toMatch(/larger/);
    expect(await why(silent.origin, null)).toMatch(/does not trust/);
    expect(await why('https://127.0.0.1:1')).toMatch(/Nothing listens/);
  });

  test('ends with its signal', async () => {
    const { origin } = await serve(() => undefined);
    const stop = new AbortController();
    const waiting = local.get({ url: origin, trust: authority }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  test.each([
    'http://example.com',
    'https://user:word@example.com',
    'https://127.0.0.1',
    'https://[::1]/',
    'https://169.254.169.254/latest',
    'https://localhost',
    'https://harbor.home.lan:65536',
  ])('%s is refused before anything is sent', async (url) => {
    await expect(openHttp({ env: {} }).get({ url, authorization: new Secret('x') }, signal)).rejects.toMatchObject({
      view: { code: 'SERVICE_UNREACHABLE' },
    });
  });

  test('a proxy is asked for other hosts; a host it is not for is looked up here, and must not be this computer', async () => {
    const { origin, asked } = await serve(json(200, {}));
    const { port } = new URL(origin);
    const tunnels: string[] = [];
    const proxy = createProxy().on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const proxyPort = await listen(proxy);
    closing.push(() => proxy.close());
    const env = { HTTPS_PROXY: `http://localhost:${proxyPort}`, NO_PROXY: 'localhost' };
    const get = (url: string) => openHttp({ env }).get({ url, authorization: new Secret('x'), trust: authority }, signal);
    await expect(get(`https://localhost:${port}/`)).rejects.toMatchObject({
      view: { why: expect.stringContaining('this computer itself') },
    });
    expect(asked).toEqual([]);
    await expect(get('https://harbor.invalid/')).rejects.toMatchObject({ view: { code: 'SERVICE_UNREACHABLE' } });
    expect(tunnels).toEqual(['harbor.invalid:443']);
  });

  test('addresses of the house are asked, those of this computer and its link are not', () => {
    expect(['192.168.1.10', '10.0.0.1', 'fd00::1', '203.0.113.9'].map(isForbidden)).toEqual([false, false, false, false]);
    expect(['127.0.0.2', '0.0.0.0', '169.254.1.1', '::1', 'fe80::1', '::ffff:127.0.0.1'].map(isForbidden)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
  });
});

/** The services under their real names, answered by a server on this computer. */
async function question(
  answer: RequestListener,
  more: Partial<Question> = {},
): Promise<{ question: Question; paths: () => string[]; authorizations: () => unknown[] }> {
  const { origin, asked } = await serve(answer);
  const http: Http = {
    get: (request, stop) => {
      const { pathname, search, hostname } = new URL(request.url);
      return local.get({ ...request, url: `${origin}/${hostname}${pathname}${search}`, trust: authority }, stop);
    },
  };
  const value = new Secret('s3cret-token');
  return {
    question: { http, value, domain: 'home.example.com', host: '', name: '', trust: null, signal, ...more },
    paths: () => asked.map(({ url = '' }) => url),
    authorizations: () => asked.map(({ headers }) => headers.authorization),
  };
}
const byPath =
  (answers: Readonly<Record<string, RequestListener>>): RequestListener =>
  (request, response) =>
    (answers[request.url ?? ''] ?? json(404, {}))(request, response);

describe('GitHub', () => {
  const ask = async (answer: RequestListener) => checkGithub((await question(answer)).question);
  test('tells account and scopes of a classic token, and which are missing', async () => {
    expect(await ask(json(200, { login: 'ada' }, { 'X-OAuth-Scopes': 'repo, workflow, admin:org' }))).toEqual({
      state: 'valid',
      detail: 'Account ada; scopes repo, workflow, admin:org.',
    });
    expect((await ask(json(200, { login: 'ada' }, { 'X-OAuth-Scopes': 'repo' }))).detail).toContain('Missing: workflow, read:org.');
  });
  test('says nothing of the rights of a fine-grained token, but when it ends', async () => {
    const { state, detail } = await ask(
      json(200, { login: 'ada' }, { 'github-authentication-token-expiration': '2027-01-01 00:00:00 UTC' }),
    );
    expect([state, detail]).toEqual([
      'valid',
      'Account ada; a fine-grained token, whose rights GitHub does not tell. It ends 2027-01-01 00:00:00 UTC.',
    ]);
  });
  test('a refusal is told from a limit and from an odd answer', async () => {
    expect((await ask(json(401, { message: 'Bad credentials' }))).state).toBe('refused');
    expect((await ask(json(403, { message: 'rate limit' }, { 'x-ratelimit-remaining': '0' }))).state).toBe('unreachable');
    expect(await ask(json(403, { message: 'Resource protected by organization SAML enforcement' }))).toMatchObject({
      state: 'refused',
      detail: expect.stringContaining('SAML'),
    });
    expect((await ask(json(502, {}))).state).toBe('unreachable');
    expect((await ask((_request, response) => response.end('<html>sign in to the Wi-Fi</html>'))).state).toBe('unreachable');
  });
});

test('Hugging Face tells account and role', async () => {
  const whoami = { type: 'user', name: 'ada', auth: { type: 'access_token', accessToken: { displayName: 'hearth', role: 'fineGrained' } } };
  expect(await checkHuggingFace((await question(json(200, whoami))).question)).toEqual({
    state: 'valid',
    detail: 'Account ada; fine-grained rights.',
  });
  expect(
    (await checkHuggingFace((await question(json(401, { error: 'Invalid credentials in Authorization header' }))).question)).state,
  ).toBe('refused');
});

describe('Cloudflare', () => {
  const ok = (result: unknown) => json(200, { success: true, errors: [], messages: [], result });
  const zone = { id: '023e105f4ecef8ad9ca31a8372d0c353', name: 'example.com', permissions: ['#dns_records:edit'] };
  const base = '/api.cloudflare.com/client/v4';
  test('a domain below a zone passes: the zone above it is found', async () => {
    const { question: asked, paths } = await question(
      byPath({
        [`${base}/user/tokens/verify`]: ok({ id: 'x', status: 'active' }),
        [`${base}/zones?name=home.example.com`]: ok([]),
        [`${base}/zones?name=example.com`]: ok([zone]),
        [`${base}/zones/${zone.id}/dns_records?per_page=1`]: ok([]),
      }),
    );
    expect(await checkCloudflare(asked)).toEqual({
      state: 'valid',
      detail: 'The token is active. It sees the zone example.com and its records.',
    });
    // A top level is nobody's zone.
    expect(paths()).not.toContain(`${base}/zones?name=com`);
  });
  test('a token that is disabled, unknown or that of an account', async () => {
    const disabled = byPath({ [`${base}/user/tokens/verify`]: ok({ id: 'x', status: 'disabled' }) });
    expect(await checkCloudflare((await question(disabled)).question)).toMatchObject({
      state: 'refused',
      detail: expect.stringContaining('disabled'),
    });
    const unknown = json(401, { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }], result: null });
    expect(await checkCloudflare((await question(unknown)).question)).toMatchObject({
      state: 'refused',
      detail: expect.stringContaining('Invalid API Token'),
    });
    const account = byPath({
      [`${base}/user/tokens/verify`]: unknown,
      [`${base}/zones?per_page=5`]: ok([zone]),
      [`${base}/zones?name=home.example.com`]: ok([]),
      [`${base}/zones?name=example.com`]: ok([]),
    });
    expect(await checkCloudflare((await question(account)).question)).toMatchObject({
      state: 'valid',
      detail: expect.stringContaining('no zone'),
    });
  });
  test('what calls itself a zone and is none becomes no part of a path', async () => {
    const { question: asked } = await question(ok([{ id: '../../user', name: 'home.example.com' }]));
    expect(await zoneFor(asked, 'home.example.com')).toBeNull();
  });
});

describe('Harbor', () => {
  const robot = { host: 'harbor.home.lan', name: 'robot$hearth' };
  const base = '/harbor.home.lan/api/v2.0';
  test('a robot is let in and then told that it is no person', async () => {
    const { question: asked, authorizations } = await question(
      byPath({
        [`${base}/users/current`]: json(412, { errors: [{ code: 'PRECONDITION', message: 'get current user not available' }] }),
        [`${base}/projects?page_size=1`]: json(200, [{ name: 'library' }], { 'x-total-count': '2' }),
      }),
      robot,
    );
    expect(await checkHarborRobot(asked)).toEqual({
      state: 'valid',
      detail: 'robot$hearth may log in at harbor.home.lan; it sees 2 projects.',
    });
    expect(authorizations()[0]).toBe(`Basic ${btoa('robot$hearth:s3cret-token')}`);
  });
  test('a wrong secret is refused, and what is no Harbor is said to be none', async () => {
    const wrong = json(401, { errors: [{ code: 'UNAUTHORIZED', message: 'unauthorized' }] });
    expect((await checkHarborRobot((await question(wrong, robot)).question)).state).toBe('refused');
    expect((await checkHarborRobot((await question((_request, response) => response.end('hello'), robot)).question)).state).toBe(
      'unreachable',
    );
  });
});
