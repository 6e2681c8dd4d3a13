// Every way to knock: Host × Origin × credential × content type × address and method, against the listening server.
import { execFile as execFileWithCallback } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomness } from '#engine/randomness.ts';
import { bodyLimitBytes } from './body.ts';
import { openHouse, type House } from './testing/house.ts';
import { knockerAt, sideBySide, type Knock, type Knocker } from './testing/knocks.ts';

const execFile = promisify(execFileWithCallback);
let house: House;
let knocker: Knocker;
beforeAll(async () => {
  house = await openHouse();
  knocker = knockerAt(house.port);
});
afterAll(async () => {
  knocker.close();
  await house.close();
});

interface Choice<T> {
  readonly name: string;
  readonly value: T;
}
type Header = readonly [string, string];

const choices = <T>(all: Readonly<Record<string, T>>): Choice<T>[] => Object.entries(all).map(([name, value]) => ({ name, value }));

/** `as`: the host the page would have come from; null for a Host that is not ours. */
const hosts = (port: number) =>
  choices<{ readonly headers: readonly Header[]; readonly as: string | null }>({
    address: { headers: [['Host', `127.0.0.1:${port}`]], as: `127.0.0.1:${port}` },
    localhost: { headers: [['Host', `localhost:${port}`]], as: `localhost:${port}` },
    'another name for this machine': { headers: [['Host', `evil.example:${port}`]], as: null },
    'a name that begins like ours': { headers: [['Host', `127.0.0.1.evil.example:${port}`]], as: null },
    'a name that ends like ours': { headers: [['Host', `evil-localhost:${port}`]], as: null },
    'no port': { headers: [['Host', '127.0.0.1']], as: null },
    'another port': { headers: [['Host', `127.0.0.1:${port + 1}`]], as: null },
    'any address': { headers: [['Host', `0.0.0.0:${port}`]], as: null },
    'two of them': {
      headers: [
        ['Host', `127.0.0.1:${port}`],
        ['Host', 'evil.example'],
      ],
      as: null,
    },
    none: { headers: [], as: null },
  });

type OriginKind = 'absent' | 'own' | 'foreign';
const origins = (port: number, host: string | null) =>
  choices<{ readonly headers: readonly Header[]; readonly kind: OriginKind }>({
    absent: { headers: [], kind: 'absent' },
    own: { headers: [['Origin', `http://${host ?? `127.0.0.1:${port}`}`]], kind: 'own' },
    'own, said by the browser': {
      headers: [
        ['Origin', `http://${host ?? `127.0.0.1:${port}`}`],
        ['Sec-Fetch-Site', 'same-origin'],
      ],
      kind: 'own',
    },
    null: { headers: [['Origin', 'null']], kind: 'foreign' },
    'another site': { headers: [['Origin', 'https://evil.example']], kind: 'foreign' },
    'another port of this machine': { headers: [['Origin', `http://127.0.0.1:${port + 1}`]], kind: 'foreign' },
    'another scheme': { headers: [['Origin', `https://${host ?? `127.0.0.1:${port}`}`]], kind: 'foreign' },
    'another site, hidden': {
      headers: [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'no-cors'],
      ],
      kind: 'foreign',
    },
    'a page on another port, hidden': {
      headers: [
        ['Sec-Fetch-Site', 'same-site'],
        ['Sec-Fetch-Mode', 'cors'],
      ],
      kind: 'foreign',
    },
  });

type Proof = 'none' | 'token' | 'session';
async function credentials(): Promise<Choice<{ readonly headers: readonly Header[]; readonly query: string; readonly proof: Proof }>[]> {
  const { value } = await house.token();
  const revoked = await house.token();
  const { access } = house.engine.ports;
  await access.tokens.revoke(revoked.id, 1);
  const session = await house.sessions.begin();
  const ended = await house.sessions.begin();
  await house.sessions.end(ended);
  const hash = randomness.hash(session);
  const cookie = (text: string): Header => ['Cookie', `hearth-${house.port}=${text}`];
  const bearer = (text: string): Header => ['Authorization', `Bearer ${text}`];
  return choices<{ headers: readonly Header[]; query: string; proof: Proof }>({
    none: { headers: [], query: '', proof: 'none' },
    token: { headers: [bearer(value)], query: '', proof: 'token' },
    'token with a letter more': { headers: [bearer(`${value}x`)], query: '', proof: 'none' },
    'token in the address': { headers: [], query: `?token=${value}&access_token=${value}`, proof: 'none' },
    'revoked token': { headers: [bearer(revoked.value)], query: '', proof: 'none' },
    'token as a password': {
      headers: [['Authorization', `Basic ${Buffer.from(`hearth:${value}`).toString('base64')}`]],
      query: '',
      proof: 'none',
    },
    'token as a cookie': { headers: [cookie(value)], query: '', proof: 'none' },
    session: { headers: [cookie(session)], query: '', proof: 'session' },
    'session as a token': { headers: [bearer(session)], query: '', proof: 'none' },
    'hash of a session, as the store has it': { headers: [cookie(hash)], query: '', proof: 'none' },
    'ended session': { headers: [cookie(ended)], query: '', proof: 'none' },
    'session of another port': { headers: [['Cookie', `hearth-${house.port + 1}=${session}`]], query: '', proof: 'none' },
    'two sessions': { headers: [['Cookie', `hearth-${house.port}=${session}; hearth-${house.port}=${session}`]], query: '', proof: 'none' },
    'wrong token beside a session': { headers: [bearer('nonsense'), cookie(session)], query: '', proof: 'none' },
  });
}

const upgrade: readonly Header[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', Buffer.alloc(16, 7).toString('base64')],
];
const both = ['application/json', 'text/event-stream'].join(', ');
const body = JSON.stringify({ name: 'Home' });
const listTools = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

interface Target {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
  /** open: to anybody on this machine's own page; proof: to a token or session; session: to a session only. */
  readonly for: 'open' | 'proof' | 'session' | 'token';
}
const targets: readonly Target[] = [
  { method: 'GET', path: '/api/health', for: 'open' },
  { method: 'GET', path: '/api/v1/platforms', for: 'proof' },
  { method: 'GET', path: '/api/v1/openapi.json', for: 'proof' },
  { method: 'POST', path: '/api/v1/platforms', body, for: 'proof' },
  { method: 'POST', path: '/api/mcp/mcp/', headers: [['Accept', both]], body: listTools, for: 'proof' },
  { method: 'GET', path: '/session', for: 'session' },
  { method: 'POST', path: '/session', body: '{}', for: 'token' },
  { method: 'GET', path: '/rpc', headers: upgrade, for: 'session' },
];
const contentTypes: readonly (string | null)[] = ['application/json', 'text/plain', null];

const isProven = (proof: Proof, wanted: Target['for']) => {
  if (wanted === 'open') return true;
  if (wanted === 'proof') return proof !== 'none';
  return proof === wanted;
};

/** The rule in short, written down apart from the code that follows it. */
function isWelcome(
  target: Target,
  host: string | null,
  asked: { origin: OriginKind; proof: Proof; type: string | null; hasCookie: boolean },
) {
  if (host === null || asked.origin === 'foreign' || !isProven(asked.proof, target.for)) return false;
  if (target.body !== undefined && asked.type !== 'application/json') return false;
  const mayChange = target.method !== 'GET' || target.path === '/rpc';
  const isProgram = asked.proof === 'token' && !asked.hasCookie && target.path !== '/rpc';
  return asked.origin === 'own' || !mayChange || isProgram;
}

interface Combination {
  readonly target: Target;
  readonly isWelcome: boolean;
  readonly name: string;
  readonly knock: Knock;
}

type Known = Awaited<ReturnType<typeof credentials>>[number];
type HostChoice = ReturnType<typeof hosts>[number];

function ofHost(target: Target, host: HostChoice, known: readonly Known[]): Combination[] {
  const types = target.body === undefined ? [null] : contentTypes;
  return origins(house.port, host.value.as).flatMap((origin) =>
    known.flatMap((credential) =>
      types.map((type): Combination => {
        const { headers, query, proof } = credential.value;
        const hasCookie = headers.some(([name]) => name === 'Cookie');
        const typed: Header[] = type === null ? [] : [['Content-Type', type]];
        return {
          target,
          name: [target.method, target.path, host.name, origin.name, credential.name, type ?? ''].join(' | '),
          isWelcome: isWelcome(target, host.value.as, { origin: origin.value.kind, proof, type, hasCookie }),
          knock: {
            method: target.method,
            path: target.path + (target.path === '/rpc' ? '' : query),
            headers: [...host.value.headers, ...origin.value.headers, ...headers, ...typed, ...(target.headers ?? [])],
            ...(target.body === undefined ? {} : { body: target.body }),
          },
        };
      }),
    ),
  );
}

test('only whom we know is let in, in more than ten thousand combinations', { timeout: 180_000 }, async () => {
  const known = await credentials();
  const all = targets.flatMap((target) => hosts(house.port).flatMap((host) => ofHost(target, host, known)));
  expect(all.length).toBeGreaterThan(10_000);
  const wrong: string[] = [];
  await sideBySide(all, async (one) => {
    const { status } = await knocker.knock(one.knock);
    if (status < 300 !== one.isWelcome || status >= 500) wrong.push(`${status} ${one.name}`);
  });
  expect(wrong).toEqual([]);
  const changes = all.filter(({ target, isWelcome: isIn }) => isIn && target.path === '/api/v1/platforms' && target.method === 'POST');
  expect(await house.engine.ports.store.platforms.list()).toHaveLength(changes.length);
});

test('a wrong method is refused at every address, whoever asks', async () => {
  const { value } = await house.token();
  const headers: Header[] = [
    ['Host', `127.0.0.1:${house.port}`],
    ['Origin', `http://127.0.0.1:${house.port}`],
    ['Cookie', `hearth-${house.port}=${await house.sessions.begin()}`],
    ['Authorization', `Bearer ${value}`],
  ];
  const wrong: string[] = [];
  for (const path of ['/', '/api/health', '/api/v1/platforms', '/api/v1/openapi.json', '/api/mcp/mcp', '/session', '/rpc']) {
    for (const method of ['TRACE', 'OPTIONS', 'PATCH', 'PROPFIND', 'PURGE', 'LINK']) {
      const { status } = await knocker.knock({ method, path, headers });
      if (status !== 405) wrong.push(`${status} ${method} ${path}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('addresses that only resemble ours lead nowhere', async () => {
  const headers: Header[] = [['Host', `127.0.0.1:${house.port}`]];
  const paths = [
    '/api/health/../v1/platforms',
    '/api/v1/health/..%2fplatforms',
    '/api//v1/platforms',
    '/API/v1/platforms',
    '//api/v1/platforms',
  ];
  const more = [
    '/api/v1/%70latforms',
    '/api/v1/platforms/',
    'http://evil.example/api/v1/platforms',
    '/api/v1/platforms;x=1',
    '/..%2f..%2fetc%2fpasswd',
  ];
  for (const path of [...paths, ...more]) {
    const { status, body: text } = await knocker.knock({ method: 'GET', path, headers });
    expect(status, path).toBeGreaterThanOrEqual(400);
    expect(text, path).not.toContain('"revision"');
  }
});

test('a refusal is told in the words of the catalogue', async () => {
  const { status, body: text } = await knocker.knock({ method: 'GET', path: '/api/v1/platforms', headers: [['Host', 'evil.example']] });
  const refusal: unknown = JSON.parse(text);
  expect(status).toBe(403);
  expect(refusal).toMatchObject({ code: 'STRANGER_REFUSED', status: 403, data: { code: 'STRANGER_REFUSED', kind: 'permanent' } });
});

test('what a web form can send is not read', async () => {
  const { value } = await house.token();
  for (const type of [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    'application/jsonp',
    'application/json; charset=latin1',
  ]) {
    const headers: Header[] = [
      ['Host', `127.0.0.1:${house.port}`],
      ['Authorization', `Bearer ${value}`],
      ['Content-Type', type],
    ];
    expect((await knocker.knock({ method: 'POST', path: '/api/v1/platforms', headers, body })).status, type).toBe(415);
  }
});

test('a body over the limit is refused, announced or not, and no change is made', async () => {
  const { value } = await house.token();
  const headers: Header[] = [
    ['Host', `127.0.0.1:${house.port}`],
    ['Authorization', `Bearer ${value}`],
    ['Content-Type', 'application/json'],
  ];
  const before = await house.engine.ports.store.platforms.list();
  const long = JSON.stringify({ name: 'x', more: 'x'.repeat(bodyLimitBytes) });
  const post = { method: 'POST', path: '/api/v1/platforms', body: long };
  expect((await knocker.knock({ ...post, headers })).status).toBe(413);
  // The connection may be cut while the rest is still being sent.
  const unannounced = await knocker
    .knock({ ...post, headers: [...headers, ['Transfer-Encoding', 'chunked']] })
    .catch(() => ({ status: 413 }));
  expect(unannounced.status).toBe(413);
  expect(await house.engine.ports.store.platforms.list()).toHaveLength(before.length);
});

test.runIf(process.getuid?.() === 0)('another user of this machine gets no session (asked as another user, which takes root)', async () => {
  const asked = `
    const [port, session, opening] = process.argv.slice(1);
    const origin = 'http://127.0.0.1:' + port;
    const look = await fetch(origin + '/session', { headers: { cookie: 'hearth-' + port + '=' + session } });
    const begin = await fetch(origin + '/session', { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: JSON.stringify({ token: opening }) });
    process.stdout.write(look.status + ' ' + begin.status);`;
  const answersTo = async (uid: number) => {
    const args = [String(house.port), await house.sessions.begin(), house.sessions.issueOpening()];
    const { stdout } = await execFile(process.execPath, ['--input-type=module', '-e', asked, ...args], { uid, cwd: '/' });
    return stdout;
  };
  expect(await answersTo(0)).toBe('200 200');
  expect(await answersTo(65_534)).toBe('403 403');
});
