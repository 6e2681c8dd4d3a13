import { createServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '#adapters/conformance/listen.ts';
import { kubeconfigFor } from '#adapters/conformance/scripted-http.ts';
import { serverCertificate, serverKey } from '#adapters/conformance/test-certificates.ts';
import { isFault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';
import { openKube } from './open-kube.ts';

const kube = openKube({ log: { info: () => {}, warn: () => {}, error: () => 'ref' } });
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A server that takes only the tokens it is told to take, and a client whose login is the given program. */
const open = async (script: string, takes: (token: string) => boolean = () => true) => {
  const seen: string[] = [];
  const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    seen.push(token);
    response.writeHead(takes(token) ? 200 : 401, { 'content-type': 'application/json' }).end('{}');
  });
  const port = await listen(server);
  const exec = JSON.stringify({ exec: { command: process.execPath, args: ['-e', script], env: [{ name: 'GREETING', value: 'hi' }] } });
  const yaml = kubeconfigFor(`https://127.0.0.1:${port}`, exec);
  const allowedCommands = kube.inspect(yaml).commands.map((command) => command.hash);
  const client = kube.connect(new Secret(yaml), { allowedCommands });
  ends.push(
    () => client.close(),
    () => server.close(),
  );
  const get = (signal = new AbortController().signal) => client.request({ method: 'GET', path: '/version', signal });
  return { seen, get };
};
const answering = (status: string) => `console.log(JSON.stringify({ kind: 'ExecCredential', status: ${status} }))`;

describe('an allowed login program', () => {
  it('is run once and its token used until it expires', async () => {
    const { seen, get } = await open(
      answering(`{ token: process.env.GREETING + process.pid + (process.env.KUBERNETES_EXEC_INFO ? 'i' : '') }`),
    );
    expect((await get()).status).toBe(200);
    await Promise.all([get(), get()]);
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch(/^hi\d+i$/);
  });

  it('goes on for the others when one of those who wait for it gives up', async () => {
    const { get } = await open(answering("{ token: 't' }"));
    const impatient = new AbortController();
    const [first, second] = [get(impatient.signal), get()];
    impatient.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect((await second).status).toBe(200);
  });

  it('is run again when its token has expired', async () => {
    const { seen, get } = await open(answering(`{ token: 't' + process.pid, expirationTimestamp: '2020-01-01T00:00:00Z' }`));
    await get();
    await get();
    expect(new Set(seen).size).toBe(2);
  });

  it('is run again when the server refuses its token', async () => {
    let first = '';
    const { get } = await open(answering(`{ token: 't' + process.pid }`), (token) => {
      first ||= token;
      return token !== first;
    });
    expect((await get()).status).toBe(401);
    expect((await get()).status).toBe(200);
  });

  it.each([
    ['fails', 'process.exit(3)', 'exit code 3'],
    ['answers nonsense', 'console.log("SECRET-3")', 'no credential'],
    ['says nothing', '', 'no credential'],
  ])('that %s is a refusal with words', async (_how, script, words) => {
    const { get } = await open(script);
    const error: unknown = await get().then(
      () => null,
      (error: unknown) => error,
    );
    expect(isFault(error) ? error.view : error).toMatchObject({ code: 'CLUSTER_REFUSED', why: expect.stringContaining(words) });
    expect(JSON.stringify(isFault(error) ? error.view : error)).not.toContain('SECRET-3');
  });
});
