// Host keys against hostile servers: whatever they show, not one authentication request may reach them.
import { createHmac, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callOf, codeOf, openSshLab, runOn, targetOn, type SshLab } from '#adapters/conformance/ssh-lab.ts';
import { Secret } from '#core/secret.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { newPrivateKey } from './hearth-key.ts';
import { fingerprintOf } from './known-hosts.ts';

type Kind = 'ed25519' | 'ecdsa' | 'rsa';
interface Key {
  readonly pem: string;
  readonly line: string;
  readonly trusted: { readonly algorithm: string; readonly fingerprint: string };
}

function ed25519(): { readonly private: string; readonly public: string } {
  const text = newPrivateKey();
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return { private: text, public: `ssh-ed25519 ${key.getPublicSSH().toString('base64')}` };
}

function makeKey(kind: Kind): Key {
  const pair =
    kind === 'ed25519'
      ? ed25519()
      : kind === 'ecdsa'
        ? ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
        : ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 });
  const [algorithm = '', blob = ''] = pair.public.split(' ');
  return {
    pem: pair.private,
    line: `${algorithm} ${blob}`,
    trusted: { algorithm, fingerprint: fingerprintOf(Buffer.from(blob, 'base64')) },
  };
}

interface Hostile {
  readonly port: number;
  readonly seen: { connections: number; auths: number };
  close(): void;
}

const listen = async (server: TcpServer | ssh2.Server): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

async function sshServer(keys: readonly Key[], onSession: (client: ssh2.Connection) => void = () => undefined): Promise<Hostile> {
  const seen = { connections: 0, auths: 0 };
  const server = new ssh2.Server({ hostKeys: keys.map((key) => key.pem) }, (client) => {
    seen.connections += 1;
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      seen.auths += 1;
      context.accept();
    });
    onSession(client);
  });
  return { port: await listen(server), seen, close: () => server.close() };
}

async function tcpServer(onSocket: (socket: Socket) => void): Promise<Hostile> {
  const seen = { connections: 0, auths: 0 };
  const server = createServer((socket) => {
    seen.connections += 1;
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return { port: await listen(server), seen, close: () => server.close() };
}

let lab: SshLab;
const open: Hostile[] = [];
const kept = async (server: Promise<Hostile>) => {
  const one = await server;
  open.push(one);
  return one;
};
beforeAll(() => {
  lab = openSshLab({ hello: 'echo hello' });
});
afterAll(async () => {
  await lab.end();
  for (const server of open) server.close();
});
const known = (...lines: string[]) => writeFileSync(join(lab.folder, 'known_hosts'), lines.map((line) => `${line}\n`).join(''));
const hashed = (name: string) => {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};
const password = { method: 'password', password: new Secret('canary-password') } as const;
const target = (server: Hostile, hostKey: HostTarget['hostKey'], more: Partial<HostTarget> = {}) =>
  targetOn({ port: server.port, hostKey: hostKey ?? { algorithm: '', fingerprint: '' } }, { hostKey, login: password, ...more });
/** For servers that keep us waiting. */
const impatient = (one: HostTarget) => codeOf(runOn(lab.again({ limits: { connectMs: 300 } }), one, callOf('hello')));
const attempt = (one: HostTarget) => codeOf(runOn(lab.hosts, one, callOf('hello')));

describe('no credential leaves before the host key is the trusted one', () => {
  const keys = { ed25519: makeKey('ed25519'), ecdsa: makeKey('ecdsa'), rsa: makeKey('rsa') };
  const other = { ed25519: makeKey('ed25519'), ecdsa: makeKey('ecdsa'), rsa: makeKey('rsa') };

  test('over a thousand attempts with swapped, downgraded, unknown and revoked keys, from every login', async () => {
    const servers = {
      swapped: await kept(sshServer([other.ed25519])),
      downgraded: await kept(sshServer([keys.rsa])),
      several: await kept(sshServer([other.ed25519, other.ecdsa, other.rsa])),
      revoked: await kept(sshServer([keys.ed25519])),
    };
    const at = (server: Hostile) => `[127.0.0.1]:${server.port}`;
    known(
      `@revoked ${hashed(at(servers.revoked))} ${keys.ed25519.line}`,
      // Trust in known_hosts is not the trust of Hearth.
      `${at(servers.swapped)} ${other.ed25519.line}`,
      `@cert-authority * ${other.ed25519.line}`,
    );
    const logins: HostTarget['login'][] = [password, { method: 'hearth-key' }];
    const cases = [
      { server: servers.swapped, hostKey: keys.ed25519.trusted, code: 'HOST_KEY_CHANGED' },
      { server: servers.downgraded, hostKey: keys.ed25519.trusted, code: 'HOST_KEY_CHANGED' },
      { server: servers.several, hostKey: keys.ecdsa.trusted, code: 'HOST_KEY_CHANGED' },
      { server: servers.swapped, hostKey: null, code: 'HOST_KEY_UNKNOWN' },
      { server: servers.revoked, hostKey: keys.ed25519.trusted, code: 'HOST_KEY_REVOKED' },
    ];
    const wrong: string[] = [];
    let attempts = 0;
    const users = ['root', 'ubuntu', 'labfree'];
    for (let round = 0; round < 35; round += 1) {
      const batch = cases.flatMap(({ server, hostKey, code }) =>
        logins.flatMap((login) => users.map((user) => ({ server, hostKey, code, login, user: `${user}${round}` }))),
      );
      const codes = await Promise.all(batch.map((one) => attempt(target(one.server, one.hostKey, { login: one.login, user: one.user }))));
      attempts += codes.length;
      codes.forEach((code, index) => code !== batch[index]?.code && wrong.push(`${code} instead of ${batch[index]?.code}`));
    }
    expect(attempts).toBeGreaterThanOrEqual(1_000);
    expect(wrong).toEqual([]);
    expect(Object.values(servers).map((server) => server.seen.auths)).toEqual([0, 0, 0, 0]);
    expect(Object.values(servers).reduce((sum, server) => sum + server.seen.connections, 0)).toBe(attempts);
  }, 60_000);

  test('an honest server with several keys is asked for the trusted one', async () => {
    const server = await kept(sshServer([keys.rsa, keys.ecdsa, keys.ed25519], (client) => client.on('ready', () => client.end())));
    known();
    for (const key of Object.values(keys)) {
      const seen = await lab.hosts.readHostKey(
        { label: 'x', address: '127.0.0.1', port: server.port, jump: null, hostKey: key.trusted },
        new AbortController().signal,
      );
      expect(seen).toEqual({
        algorithm: key.trusted.algorithm,
        fingerprint: key.trusted.fingerprint,
        state: 'trusted',
        trusted: key.trusted.fingerprint,
      });
    }
    expect(server.seen.auths).toBe(0);
    await attempt(target(server, keys.ecdsa.trusted));
    expect(server.seen.auths).toBeGreaterThan(0);
  });

  test('reading the key sends nothing secret and tells new, changed and revoked apart', async () => {
    const server = await kept(sshServer([keys.ed25519]));
    const read = (hostKey: HostTarget['hostKey']) =>
      lab.hosts.readHostKey({ label: 'x', address: '127.0.0.1', port: server.port, jump: null, hostKey }, new AbortController().signal);
    known();
    expect((await read(null)).state).toBe('new');
    expect((await read(other.ed25519.trusted)).state).toBe('changed');
    known(`@revoked * ${keys.ed25519.line}`);
    expect((await read(keys.ed25519.trusted)).state).toBe('revoked');
    expect(server.seen.auths).toBe(0);
  });

  test('a server that shows the trusted key but cannot sign with it gets no credential', async () => {
    // Passes the bytes on between client and the real server, and spoils the key exchange reply: the key stays, its proof does not.
    const real = await kept(sshServer([keys.ed25519]));
    const { connect } = await import('node:net');
    const spoiler = await kept(
      tcpServer((socket) => {
        const upstream = connect(real.port, '127.0.0.1');
        upstream.on('error', () => undefined);
        socket.pipe(upstream);
        upstream.on('data', (chunk: Buffer) => {
          const at = chunk.indexOf(Buffer.from('ssh-ed25519', 'latin1'), chunk.indexOf(Buffer.from('ssh-ed25519')) + 40);
          if (at > 0 && chunk.length > at + 60) chunk[at + 40] = (chunk[at + 40] ?? 0) ^ 1;
          socket.write(chunk);
        });
      }),
    );
    known();
    expect(await attempt(target(spoiler, keys.ed25519.trusted))).toBe('SSH_INCOMPATIBLE');
    expect(real.seen.auths).toBe(0);
  });
});

describe('what is no proper SSH server has its own sentence', () => {
  test('another protocol', async () => {
    const server = await kept(tcpServer((socket) => socket.end('220 mail.example ESMTP \u001b[31mred\u0007\r\n')));
    const fault = await runOn(lab.hosts, target(server, null), callOf('hello')).catch((error: Error) => error);
    expect(fault).toMatchObject({ view: { code: 'NOT_SSH', details: { banner: '220 mail.example ESMTP [31mred' } } });
    const web = await kept(tcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))));
    expect(await attempt(target(web, null))).toBe('NOT_SSH');
  });

  test('a server that says nothing, one that hangs up, one that does not listen, a name nobody knows', async () => {
    const silent = await kept(tcpServer(() => undefined));
    expect(await impatient(target(silent, null))).toBe('SSH_SILENT');
    const halfway = await kept(tcpServer((socket) => socket.write('SSH-2.0-Half\r\n')));
    expect(await impatient(target(halfway, null))).toBe('SSH_SILENT');
    const rude = await kept(tcpServer((socket) => socket.end()));
    expect(await attempt(target(rude, null))).toBe('CONNECTION_LOST');
    const closed = await tcpServer(() => undefined);
    closed.close();
    expect(await attempt(target(closed, null))).toBe('SSH_REFUSED');
    expect(await attempt(target(closed, null, { address: 'no-such-machine.invalid' }))).toBe('NAME_NOT_RESOLVED');
  });

  test('garbage of any kind ends in a fault and never in a crash', async () => {
    const noise = { next: Buffer.alloc(0) };
    const server = await kept(tcpServer((socket) => socket.end(noise.next)));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, greets) => {
        noise.next = Buffer.concat([Buffer.from(greets ? 'SSH-2.0-x\r\n' : ''), bytes]);
        expect(['NOT_SSH', 'CONNECTION_LOST', 'SSH_INCOMPATIBLE', 'SSH_SILENT']).toContain(await attempt(target(server, null)));
      }),
      { numRuns: 60 },
    );
  });

  test('a server cut off in the middle of its output is a lost connection', async () => {
    const key = makeKey('ed25519');
    const server = await kept(
      sshServer([key], (client) => {
        client.on('ready', () => {
          client.on('session', (accept) => {
            accept().on('exec', (acceptExec) => {
              acceptExec().write('\nhearth-ready\nhalf a line');
              setImmediate(() => client.end());
            });
          });
        });
      }),
    );
    expect(await attempt(target(server, key.trusted))).toBe('CONNECTION_LOST');
  });
});
