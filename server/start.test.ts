// The command itself: what it prints, where, and how it refuses.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';

const folder = mkdtempSync(join(tmpdir(), 'hearth-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const main = join(import.meta.dirname, 'main.ts');
const line = z.object({ url: z.url(), token: z.string(), open: z.url() });

interface Started {
  readonly said: { out: string; err: string };
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves when this is on stdout or stderr. */
  until(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

function start(args: readonly string[], uid?: number): Started {
  const child = spawn(process.execPath, [main, '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return {
    said,
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
    async until(text) {
      while (!`${said.out}${said.err}`.includes(text)) {
        if (child.exitCode !== null) throw new Error(said.err);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'close')]);
      }
    },
    signal: (name) => void child.kill(name),
  };
}

async function portInUse() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, close: () => server.close() };
}

test('one line on stdout, whose token works; the next start ends that token', async () => {
  const dir = join(folder, 'one');
  const first = start(['--practice', '--print-token', '--data', dir]);
  await first.until('"token"');
  const { url, token } = line.parse(JSON.parse(first.said.out));
  const ask = (bearer: string, base: string) => fetch(`${base}/api/v1/system`, { headers: { authorization: `Bearer ${bearer}` } });
  expect(await (await ask(token, url)).json()).toMatchObject({ mode: 'practice', dataDir: join(dir, 'practice') });
  first.signal('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = start(['--practice', '--print-token', '--data', dir]);
  await second.until('"token"');
  const next = line.parse(JSON.parse(second.said.out));
  expect((await ask(token, next.url)).status).toBe(401);
  expect((await ask(next.token, next.url)).status).toBe(200);
  second.signal('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('the opening address gives one session', async () => {
  const hearth = start(['--practice', '--print-token', '--data', join(folder, 'open')]);
  await hearth.until('"open"');
  const { url, open } = line.parse(JSON.parse(hearth.said.out));
  const [, value = ''] = open.split('#open=');
  const exchange = (token: string) =>
    fetch(`${url}/session`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  const answer = await exchange(value);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^hearth-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const whether = (headers: Record<string, string>) => fetch(`${url}/session`, { headers });
  expect((await whether({ cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  expect((await whether({})).status).toBe(401);
  expect((await exchange(value)).status).toBe(401);
  hearth.signal('SIGTERM');
  expect(await hearth.ended).toBe(0);
});

test('a session outlives a restart on the same data folder and port, the opening address does not; signing out ends it', async () => {
  const taken = await portInUse();
  taken.close();
  const args = ['--practice', '--print-token', '--port', String(taken.port), '--data', join(folder, 'again')];
  const launch = async () => {
    const hearth = start(args);
    await hearth.until('"open"');
    const { url, open } = line.parse(JSON.parse(hearth.said.out));
    const session = (init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }) =>
      fetch(`${url}/session`, { ...init, headers: { origin: url, 'content-type': 'application/json', ...init.headers } });
    const exchange = () => session({ method: 'POST', body: JSON.stringify({ token: open.split('#open=')[1] }) });
    const end = async () => {
      hearth.signal('SIGTERM');
      expect(await hearth.ended).toBe(0);
    };
    return { session, exchange, end };
  };
  const first = await launch();
  const cookie = (await first.exchange()).headers.get('set-cookie')?.split(';')[0] ?? '';
  await first.end();

  const second = await launch();
  const look = async () => (await second.session({ headers: { cookie } })).status;
  expect(await look()).toBe(200);
  expect((await first.exchange()).status).toBe(401);
  expect((await second.session({ method: 'DELETE' })).status).toBe(401);
  expect((await second.session({ method: 'DELETE', headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403);
  expect(await look()).toBe(200);
  const out = await second.session({ method: 'DELETE', headers: { cookie } });
  expect(out.headers.get('set-cookie')).toMatch(/=; Path=\/; Max-Age=0;/);
  expect(await look()).toBe(401);
  await second.end();
  const third = await launch();
  expect((await third.session({ headers: { cookie } })).status).toBe(401);
  await third.end();
});

test('a port in use: said once, nothing written', async () => {
  const taken = await portInUse();
  const dir = join(folder, 'port');
  const hearth = start(['--port', String(taken.port), '--data', dir]);
  expect(await hearth.ended).toBe(1);
  expect(hearth.said).toMatchObject({ out: '', err: expect.stringContaining(`Port ${taken.port} is in use.`) });
  expect(existsSync(dir)).toBe(false);
  taken.close();
});

test('a data folder in use: said which process has it', async () => {
  const dir = join(folder, 'busy');
  const first = start(['--practice', '--data', dir]);
  await first.until('Address');
  const logged = () =>
    readdirSync(join(dir, 'practice', 'logs'))
      .map((name) => readFileSync(join(dir, 'practice', 'logs', name), 'utf8'))
      .join('');
  const before = logged();
  const second = start(['--practice', '--data', dir]);
  expect(await second.ended).toBe(1);
  expect(second.said.err).toContain('uses the data folder');
  // The log too is the first one's.
  expect(logged()).toBe(before);
  first.signal('SIGINT');
  expect(await first.ended).toBe(0);
});

test('a data folder without the right to write', async () => {
  const dir = join(folder, 'closed');
  mkdirSync(dir);
  chmodSync(folder, 0o755);
  chmodSync(dir, 0o555);
  // Root may write anywhere, so root asks as somebody else.
  const hearth = start(['--data', dir], process.getuid?.() === 0 ? 65_534 : undefined);
  expect(await hearth.ended).toBe(1);
  expect(hearth.said.err).toContain('cannot be written');
});

test('an option that makes no sense', async () => {
  const hearth = start(['--port', 'seven']);
  expect(await hearth.ended).toBe(1);
  expect(hearth.said).toMatchObject({ out: '', err: expect.stringContaining('--port takes a number') });
});
