// The real thing on the loopback: sockets that greet, keep silent, refuse, flood, break off and answer by multicast DNS.
import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '#adapters/clock/system-clock.ts';
import type { Announcement } from '#core/ports/network.ts';
import type { DnsRecord } from './dns-message.ts';
import { knock } from './knock.ts';
import { browse } from './mdns.ts';
import { MdnsCache } from './mdns-cache.ts';
import { reverseName } from './reverse-name.ts';
import { readSshFiles } from './ssh-files.ts';
import { encodeResponse } from './fixtures.ts';

const forever = new AbortController().signal;
const clock = systemClock;
/** The same rounds in a fraction of their time. */
const hurried = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms / 50, signal) };
const limits = { connectMs: 2000, greetingMs: 300 };
const patient = { connectMs: 60_000, greetingMs: 60_000 };
const toClose: (() => void)[] = [];
afterEach(() => {
  for (const close of toClose.splice(0)) close();
});

/** A server on an address of the loopback, and everything that it was sent. */
async function serverAt(
  address: string,
  serve: (socket: Socket) => void,
): Promise<{ at: { address: string; port: number }; got: string[] }> {
  const got: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => got.push(chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen(0, address);
  await once(server, 'listening');
  toClose.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { at: { address, port: portOf(server.address()) }, got };
}
const portOf = (address: AddressInfo | string | null) => (typeof address === 'object' ? (address?.port ?? 0) : 0);

describe('a knock', () => {
  test('hears the greeting, sends not a byte, and hangs up', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const { at, got } = await serverAt('127.0.0.2', (socket) => {
      socket.on('close', () => resolve());
      socket.write('Welcome\r\nSSH-2.0-OpenSSH_9.6p1\r\n');
    });
    // The limit is a minute: it is the complete greeting that ends it.
    expect(await knock(at, { clock, limits: patient }, forever)).toEqual({
      outcome: 'answered',
      greeting: 'Welcome\r\nSSH-2.0-OpenSSH_9.6p1\r\n',
    });
    await gone;
    expect(got).toEqual([]);
  });

  test('of one that keeps silent ends after its time', async () => {
    const { at } = await serverAt('127.0.0.3', () => undefined);
    expect(await knock(at, { clock, limits }, forever)).toEqual({ outcome: 'answered', greeting: '' });
  });

  test('of one that refuses says so', async () => {
    const { at } = await serverAt('127.0.0.4', () => undefined);
    for (const close of toClose.splice(0)) close();
    expect(await knock(at, { clock, limits: patient }, forever)).toEqual({ outcome: 'refused' });
  });

  test('of one that floods takes four kilobytes and no more', async () => {
    const { at } = await serverAt('127.0.0.5', (socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 0x41)));
        socket.once('drain', pour);
      };
      pour();
    });
    const flooded = await knock(at, { clock, limits: patient }, forever);
    expect(flooded).toEqual({ outcome: 'answered', greeting: 'A'.repeat(4096) });
  });

  test('of one that sends bytes of no text gives them as they are, one character a byte', async () => {
    const { at } = await serverAt('127.0.0.6', (socket) => socket.end(Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0xfe])));
    expect(await knock(at, { clock, limits: patient }, forever)).toEqual({ outcome: 'answered', greeting: '\u0016\u0003\u0001\u0000ÿþ' });
  });

  test('of one that breaks off at once was answered all the same', async () => {
    const { at } = await serverAt('127.0.0.7', (socket) => socket.resetAndDestroy());
    expect(await knock(at, { clock, limits: patient }, forever)).toMatchObject({ outcome: 'answered' });
  });

  test('is ended by its signal, and closes its socket', async () => {
    const { promise: came, resolve } = Promise.withResolvers<void>();
    const { promise: gone, resolve: left } = Promise.withResolvers<void>();
    const { at } = await serverAt('127.0.0.8', (socket) => {
      resolve();
      socket.on('close', () => left());
    });
    const stop = new AbortController();
    const knocking = knock(at, { clock, limits: patient }, stop.signal);
    await came;
    stop.abort(new Error('enough'));
    await expect(knocking).rejects.toThrow('enough');
    await gone;
    await expect(knock(at, { clock, limits }, stop.signal)).rejects.toThrow('enough');
  });
});

/** A datagram socket that answers every question with the bytes of `answer`. */
async function answererAt(
  address: string,
  answer: (question: Buffer, socket: Datagrams) => readonly Uint8Array[],
): Promise<{ address: string; port: number }> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  socket.on('message', (question, from) => {
    for (const bytes of answer(question, socket)) socket.send(bytes, from.port, from.address);
  });
  toClose.push(() => socket.close());
  return { address, port: socket.address().port };
}
const idOf = (question: Buffer) => question.readUInt16BE(0);

const services = ['_ssh._tcp.local', '_workstation._tcp.local'];
const attached = [{ interface: 'lo', address: '127.0.0.1', prefix: 8 }];

async function heard(group: { address: string; port: number }, count: number, among = attached): Promise<Announcement[]> {
  const stop = new AbortController();
  const all: Announcement[] = [];
  for await (const one of browse({ attached: among, services, clock: hurried, group }, stop.signal)) {
    all.push(one);
    if (all.length === count) stop.abort();
  }
  return all;
}

const oak: readonly DnsRecord[] = [
  { type: 'PTR', name: '_SSH._tcp.local', target: 'Oak upstairs._ssh._tcp.local' },
  { type: 'SRV', name: 'Oak upstairs._ssh._tcp.local', target: 'oak.local', port: 2222 },
  { type: 'A', name: 'OAK.local', address: '10.0.0.7' },
];

describe('multicast DNS', () => {
  test('a machine is told of once, as soon as all about it was said, whatever else comes by', async () => {
    const elm: readonly DnsRecord[] = [
      { type: 'PTR', name: '_workstation._tcp.local', target: 'elm [02:42]._workstation._tcp.local' },
      { type: 'SRV', name: 'elm [02:42]._workstation._tcp.local', target: 'elm.local', port: 9 },
      { type: 'A', name: 'elm.local', address: '10.0.0.8' },
    ];
    const group = await answererAt('127.0.0.2', (question) => [
      Buffer.from('rubbish'),
      encodeResponse(idOf(question) ^ 1, [...oak.slice(0, 2), { type: 'A', name: 'oak.local', address: '10.6.6.6' }]),
      encodeResponse(idOf(question), [{ type: 'PTR', name: '_http._tcp.local', target: 'x._http._tcp.local' }]),
      encodeResponse(idOf(question), oak),
      encodeResponse(idOf(question), oak),
      encodeResponse(0, elm),
    ]);
    expect(await heard(group, 2)).toEqual([
      { name: 'oak', address: '10.0.0.7', port: 2222 },
      { name: 'elm', address: '10.0.0.8', port: 22 },
    ]);
  });

  test('what an answer leaves out is asked for', async () => {
    const group = await answererAt('127.0.0.2', (question) => {
      const asked = question.toString('latin1');
      const [pointer, service, address] = oak;
      if (pointer === undefined || service === undefined || address === undefined) return [];
      if (asked.includes('\u0003oak\u0005local')) return [encodeResponse(idOf(question), [address])];
      return [encodeResponse(idOf(question), asked.includes('Oak upstairs') ? [service] : [pointer])];
    });
    expect(await heard(group, 1)).toEqual([{ name: 'oak', address: '10.0.0.7', port: 2222 }]);
  });

  test('an answer from beyond the network is not believed', async () => {
    const far = createSocket('udp4');
    far.bind(0, '127.9.0.1');
    await once(far, 'listening');
    toClose.push(() => far.close());
    const forged: readonly DnsRecord[] = oak.map((record) => (record.type === 'A' ? { ...record, address: '10.6.6.6' } : record));
    const group = createSocket('udp4');
    group.bind(0, '127.0.0.2');
    await once(group, 'listening');
    toClose.push(() => group.close());
    group.on('message', (question, from) => {
      far.send(encodeResponse(idOf(question), forged), from.port, from.address, () => {
        group.send(encodeResponse(idOf(question), oak), from.port, from.address);
      });
    });
    const near = [{ interface: 'lo', address: '127.0.0.1', prefix: 16 }];
    expect(await heard({ address: '127.0.0.2', port: group.address().port }, 1, near)).toEqual([
      { name: 'oak', address: '10.0.0.7', port: 2222 },
    ]);
  });

  test('a flood of names finds no more room than a network of machines needs', () => {
    const cache = new MdnsCache(services);
    const flood = (kind: 'PTR' | 'A') =>
      Array.from({ length: 2000 }, (_, index): DnsRecord =>
        kind === 'A'
          ? { type: 'A', name: 'many.local', address: `10.1.${index >> 8}.${index & 255}` }
          : { type: 'PTR', name: '_ssh._tcp.local', target: `m${index}._ssh._tcp.local` },
      );
    expect(cache.learn(flood('PTR'))).toEqual([]);
    expect(cache.missing().length).toBeLessThanOrEqual(500);
    expect(cache.learn(oak)).toEqual([]);
    const instance = 'm1._ssh._tcp.local';
    expect(cache.learn([...flood('A'), { type: 'SRV', name: instance, target: 'many.local', port: 22 }]).length).toBeLessThanOrEqual(8);
  });

  test('without a network there is nothing to hear, and a signal that came before ends it before it begins', async () => {
    expect(await heard({ address: '127.0.0.2', port: 9 }, 1, [])).toEqual([]);
    expect(await heard({ address: '127.0.0.2', port: 9 }, 1, [{ interface: 'gone', address: '192.0.2.1', prefix: 24 }])).toEqual([]);
    const all: Announcement[] = [];
    for await (const one of browse({ attached, services, clock, group: { address: '127.0.0.2', port: 9 } }, AbortSignal.abort()))
      all.push(one);
    expect(all).toEqual([]);
  });
});

describe('the name of an address', () => {
  const name = '7.0.0.10.in-addr.arpa';
  test('is what the name server says; none when it knows none', async () => {
    const { address, port } = await answererAt('127.0.0.2', (question) => {
      // A resolver takes only answers to the very question it asked.
      const answer = Buffer.from(encodeResponse(idOf(question), [{ type: 'PTR', name, target: 'oak.lan' }]));
      const asked = question.subarray(12, 12 + name.length + 2 + 4);
      const withQuestion = Buffer.concat([answer.subarray(0, 12), asked, answer.subarray(12)]);
      withQuestion.writeUInt16BE(1, 4);
      // The record's class without multicast's own bit.
      withQuestion.writeUInt16BE(1, 12 + asked.length + name.length + 2 + 2);
      return question.includes('\u00017') ? [withQuestion] : [];
    });
    const servers = [`${address}:${port}`];
    expect(await reverseName('10.0.0.7', { servers }, forever)).toBe('oak.lan');
  });

  test('is not waited for any longer once its signal is aborted', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const { address, port } = await answererAt('127.0.0.2', () => {
      resolve();
      return [];
    });
    const stop = new AbortController();
    const asking = reverseName('10.0.0.8', { servers: [`${address}:${port}`] }, stop.signal);
    await asked;
    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  test('is none when the name server refuses', async () => {
    const { address, port } = await answererAt('127.0.0.2', (question) => {
      const refusal = Buffer.from(question);
      refusal.writeUInt16BE(0x8403, 2);
      return [refusal];
    });
    expect(await reverseName('10.0.0.7', { servers: [`${address}:${port}`] }, forever)).toBeNull();
  });
});

test('the SSH files of a person: names with what they stand for, keys without revoked ones, and nothing of a missing file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-ssh-files-'));
  toClose.push(() => rmSync(folder, { recursive: true }));
  const log = { info: () => undefined, warn: () => undefined, error: () => '' };
  const knownHosts = join(folder, 'known_hosts');
  const config = join(folder, 'config');
  expect(await readSshFiles({ knownHosts: [knownHosts], config }, log)).toEqual({ hosts: [], aliases: [] });
  const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS';
  writeFileSync(knownHosts, `10.0.0.7 ssh-ed25519 ${blob}\n@revoked 10.0.0.8 ssh-ed25519 ${blob}\n# nothing\n`);
  writeFileSync(config, 'Host shelf box-*\n  HostName 10.0.0.7\n  User ubuntu\nHost *\n  Port 2222\n');
  const { hosts, aliases } = await readSshFiles({ knownHosts: [knownHosts], config }, log);
  expect(hosts).toEqual([
    { hosts: '10.0.0.7', algorithm: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/) },
  ]);
  expect(aliases).toEqual([{ name: 'shelf', address: '10.0.0.7', port: 2222, user: 'ubuntu', jump: null }]);
  writeFileSync(config, 'Host "unclosed\n  Match\n\u0000');
  expect((await readSshFiles({ knownHosts: [knownHosts], config }, log)).hosts).toHaveLength(1);
});
