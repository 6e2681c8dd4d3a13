// A small network in memory for the tests of this folder: it counts what is done to it.
import type { SeenKey } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Announcement, Knock, Network, SshFiles } from '#core/ports/network.ts';

export interface SketchedNetwork {
  /** By "address:port"; all others do not answer. */
  readonly answers?: Readonly<Record<string, Knock>>;
  readonly names?: Readonly<Record<string, string>>;
  readonly announcements?: readonly Announcement[];
  readonly files?: SshFiles;
  /** How long a machine takes to answer. */
  readonly knockMs?: number;
  readonly attached?: ReturnType<Network['attached']>;
}

export const ssh: Knock = { outcome: 'answered', greeting: 'SSH-2.0-OpenSSH_9.6p1 Ubuntu\r\n' };
export const refused: Knock = { outcome: 'refused' };
export const keyOf = (address: string) => `SHA256:${address}`;

const nameMs = 5;

/** Never answers; only its signal ends it. */
const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

export function sketchNetwork(clock: Clock, sketch: SketchedNetwork = {}) {
  const { answers = {}, names = {}, announcements = [], files = { hosts: [], aliases: [] }, attached = [], knockMs = 700 } = sketch;
  const seen = { knocks: new Array<string>(), at: new Array<number>(), open: 0, mostOpen: 0, keys: new Array<string>() };
  const connected = async <T>(signal: AbortSignal, ms: number, result: () => T): Promise<T> => {
    seen.at.push(clock.now());
    seen.open += 1;
    seen.mostOpen = Math.max(seen.mostOpen, seen.open);
    try {
      await clock.sleep(ms, signal);
      return result();
    } finally {
      seen.open -= 1;
    }
  };
  const network: Network = {
    attached: () => attached,
    knock: ({ address, port }, signal) => {
      seen.knocks.push(`${address}:${port}`);
      return connected(signal, knockMs, () => answers[`${address}:${port}`] ?? { outcome: 'no-answer' });
    },
    async nameOf(address, signal) {
      if (names[address] === 'never') return never(signal);
      await clock.sleep(nameMs, signal);
      return names[address] ?? null;
    },
    async *browse(_services, signal) {
      yield* announcements;
      await never(signal).catch(() => undefined);
    },
    sshFiles: async () => files,
  };
  const readHostKey = ({ address, port, hostKey }: { address: string; port: number; hostKey: unknown }, signal: AbortSignal) =>
    connected(signal, knockMs, (): SeenKey => {
      if (hostKey !== null || address.endsWith('.66')) throw fault('NODE_UNREACHABLE', { host: address, port });
      seen.keys.push(address);
      return { algorithm: 'ssh-ed25519', fingerprint: keyOf(address), state: 'new', trusted: null };
    });
  return { network, hosts: { readHostKey }, seen };
}
