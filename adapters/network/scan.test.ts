// A whole scan over real sockets: the greeting and the host key of a real SSH server, and not one word about who we are.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, expect, test } from 'vitest';
import { openSshLab } from '#adapters/conformance/ssh-lab.ts';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { newPrivateKey } from '#adapters/ssh/hearth-key.ts';
import { fingerprintOf } from '#adapters/ssh/known-hosts.ts';
import type { ScanEvent } from '#contract/discovery.ts';
import { scan } from '#core/discovery/scan.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { knock } from './knock.ts';

const clock = systemClock;
const lab = openSshLab({});
afterAll(() => lab.end());

const portOf = (address: AddressInfo | string | null) => (typeof address === 'object' ? (address?.port ?? 0) : 0);

test('finds the one server among its neighbours, and logs in nowhere', async () => {
  const key = newPrivateKey();
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const logins: string[] = [];
  const server = new ssh2.Server({ hostKeys: [key], ident: 'Hearth-Test' }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      logins.push(context.method);
      context.reject();
    });
  });
  server.listen(0, '127.0.0.31');
  await once(server, 'listening');
  const port = portOf(server.address());

  const store = memoryStore();
  const inventory = { platforms: store.platforms };
  const network = {
    attached: () => [],
    knock: (at: { address: string; port: number }, signal: AbortSignal) =>
      knock(at, { clock, limits: { connectMs: 2000, greetingMs: 60_000 } }, signal),
    nameOf: async () => null,
    async *browse() {},
    sshFiles: async () => ({ hosts: [], aliases: [] }),
  };
  const events: ScanEvent[] = [];
  const request = { ranges: '127.0.0.25-40', ports: [port], publicRanges: 'refuse' as const };
  const stream = await scan({ network, hosts: lab.hosts, clock, inventory }, request, new AbortController().signal);
  for await (const event of stream) events.push(event);
  server.close();

  expect(events.filter((event) => event.type === 'found')).toEqual([
    {
      type: 'found',
      machine: {
        address: '127.0.0.31',
        port,
        name: null,
        banner: 'SSH-2.0-Hearth-Test',
        speaks: 'ssh',
        hostKey: { algorithm: 'ssh-ed25519', fingerprint: fingerprintOf(parsed.getPublicSSH()) },
        user: null,
        jump: null,
        isThisComputer: true,
        listedAs: null,
      },
    },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'ended', found: 1, unroutable: 0 });
  expect(events.findLast((event) => event.type === 'ended')?.refused).toHaveLength(15);
  expect(logins).toEqual([]);
});
