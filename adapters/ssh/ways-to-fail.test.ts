// The ways in which a connection fails, each on a server or a socket that fails so: each has its own fault and its own remedy.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { freePort, noSudoReason, orWhyNot, userPassword, users } from '#adapters/conformance/sshd.ts';
import { targetOn } from '#adapters/conformance/ssh-lab.ts';
import { sshRoom } from '#adapters/conformance/ssh-room.ts';
import type { Rung, RungName } from '#contract/nodes.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';

interface Failing {
  readonly target: Partial<HostTarget>;
  readonly end: () => void;
}
const at = (port: number, end: () => void = () => undefined): Failing => ({ target: { port }, end });

async function listening(onSocket: (socket: Socket) => void): Promise<Failing> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return at(address === null || typeof address === 'string' ? 0 : address.port, () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
}

/** A port that nobody takes calls from any more: the kernel then answers no further one, as a machine that is off. */
async function deaf(): Promise<Failing> {
  const program = "const s = require('net').createServer().listen(0, '127.0.0.1', 1, () => console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const port = Number(String(said));
  child.kill('SIGSTOP');
  const callers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(callers.slice(0, 2).map((caller) => once(caller, 'connect')));
  return at(port, () => {
    callers.forEach((caller) => caller.destroy());
    child.kill('SIGKILL');
  });
}

const reason = noSudoReason();
describe.skipIf(reason !== null)(orWhyNot('ways to fail', reason), () => {
  const room = sshRoom({ scripts: {}, limits: { rungMs: 1000 } });

  const onSshd = async (target: Partial<HostTarget>): Promise<Failing> => ({ target, end: () => undefined });
  const ways: readonly { readonly way: string; readonly rung: RungName; readonly code: string; readonly make: () => Promise<Failing> }[] = [
    { way: 'no such name', rung: 'resolve', code: 'NAME_NOT_RESOLVED', make: () => onSshd({ address: 'no-such-machine.invalid' }) },
    { way: 'nobody answers', rung: 'tcp', code: 'NODE_UNREACHABLE', make: deaf },
    { way: 'the port is closed', rung: 'tcp', code: 'SSH_REFUSED', make: async () => at(await freePort()) },
    { way: 'another protocol', rung: 'banner', code: 'NOT_SSH', make: () => listening((socket) => socket.end('220 mail ESMTP\r\n')) },
    { way: 'silence', rung: 'banner', code: 'SSH_SILENT', make: () => listening(() => undefined) },
    {
      way: 'another host key',
      rung: 'host-key',
      code: 'HOST_KEY_CHANGED',
      make: () => onSshd({ hostKey: { ...room.sshd.hostKey, fingerprint: `SHA256:${'A'.repeat(43)}` } }),
    },
    { way: 'the user is refused', rung: 'auth', code: 'AUTH_REFUSED', make: () => onSshd({ user: 'nobody-here' }) },
    {
      way: 'the key cannot be read',
      rung: 'auth',
      code: 'KEY_UNREADABLE',
      make: () => onSshd({ login: { method: 'key-file', path: '/no/such/key' } }),
    },
    {
      way: 'no right to sudo',
      rung: 'sudo',
      code: 'SUDO_NOT_ALLOWED',
      make: () => onSshd({ user: users.bare, sudoPassword: new Secret(userPassword) }),
    },
  ];

  const told = new Map<string, FaultView>();
  test.each(ways)('$way: $code', async ({ way, rung, code, make }) => {
    const { target, end } = await make();
    const rungs: Rung[] = [];
    for await (const one of room.lab.hosts.climb(targetOn(room.sshd, target), new AbortController().signal)) rungs.push(one);
    end();
    const failed = rungs.filter(({ state }) => state === 'fail');
    expect(failed.map((one) => [one.rung, one.fault?.code])).toEqual([[rung, code]]);
    expect(failed[0]?.fault?.todo).not.toBe('');
    if (failed[0]?.fault) told.set(way, failed[0].fault);
  });

  test('no two of them have the same remedy', () => {
    expect(told.size).toBe(ways.length);
    expect(new Set([...told.values()].map(({ todo }) => todo)).size).toBe(ways.length);
  });
});
