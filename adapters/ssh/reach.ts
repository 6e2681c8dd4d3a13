// The whole way to one machine: jump host, socket, host key, login.
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { judgeByKnownHosts, judgeHostKey, linesFor, type ShownKey } from '#core/access/host-keys.ts';
import { fault, type Fault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { handshake } from './connect.ts';
import type { OwnKey } from './hearth-key.ts';
import { hashHost, readKnownHosts } from './known-hosts.ts';
import { prepareLogin } from './login.ts';
import { openSocket, type Endpoint } from './open-socket.ts';
import { alarm, unlessAborted, type StageWatch } from './stages.ts';

export interface ReachSettings {
  readonly hearthKey: OwnKey;
  readonly knownHostsPaths: readonly string[];
  readonly agentSocket: string | undefined;
  readonly keepAliveMs: number;
  /** The person's own name for a machine (~/.ssh/config) to its real host name. */
  readonly hostName: (alias: string) => Promise<string>;
}

export interface Reached {
  readonly client: Client;
  /** Also ends the way through the jump host. */
  close(): void;
}

type JumpTarget = { readonly jump: NonNullable<HostTarget['jump']>; readonly login: HostTarget['login'] };

const endpointOf = (target: Pick<HostTarget, 'label' | 'address' | 'port'>): Endpoint => ({
  label: target.label,
  address: target.address,
  port: target.port,
});

type Distrusted = { readonly shown: ShownKey; readonly state: 'new' | 'changed' | 'revoked'; readonly trusted: string };

function keyFault(endpoint: Endpoint, { shown, state, trusted }: Distrusted): Fault {
  const at = { host: endpoint.label, port: endpoint.port, fingerprint: shown.fingerprint };
  if (state === 'revoked') return fault('HOST_KEY_REVOKED', at);
  if (state === 'changed') return fault('HOST_KEY_CHANGED', { ...at, trusted });
  return fault('HOST_KEY_UNKNOWN', { ...at, algorithm: shown.type });
}

const quiet = (watch: StageWatch): StageWatch => ({ ...watch, onPass: () => undefined });

/** A jump host is trusted through the person's own known_hosts only. */
async function reachJump({ jump, login: asTarget }: JumpTarget, settings: ReachSettings, watch: StageWatch): Promise<Client> {
  const endpoint = { label: `the jump host ${jump.address}`, address: await settings.hostName(jump.address), port: jump.port };
  const known = await readKnownHosts(settings.knownHostsPaths);
  const about = { address: jump.address, port: jump.port, known, hash: hashHost };
  const verify = (shown: ShownKey) => {
    const state = judgeByKnownHosts({ ...about, shown });
    return state === 'trusted' ? null : keyFault(endpoint, { shown, state, trusted: 'another key in your known_hosts' });
  };
  const login = () => prepareLogin({ target: { ...endpoint, user: jump.user }, login: asTarget, ...settings });
  const socket = await openSocket(endpoint, quiet(watch));
  const trustedTypes = linesFor(about).map((line) => line.type);
  const plan = { endpoint, user: jump.user, socket, trustedTypes, verify, login, keepAliveMs: settings.keepAliveMs };
  const client = await handshake(plan, quiet(watch));
  if (client === null) throw new Error('A handshake with a login ends with a client.');
  return client;
}

/** RFC 4254, 5.1: administratively prohibited. */
const isProhibited = (error: Error): boolean => 'reason' in error && error.reason === 1;

async function throughJump(
  client: Client,
  endpoint: Endpoint,
  { jump, watch }: { jump: JumpTarget['jump']; watch: StageWatch },
): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const at = { host: endpoint.label, port: endpoint.port };
  client.forwardOut('127.0.0.1', 0, endpoint.address, endpoint.port, (error, channel) => {
    if (!error) resolve(channel);
    else if (isProhibited(error)) reject(fault('JUMP_CLOSED', { host: endpoint.label, jump: jump.address }, { cause: error }));
    else if (/refused/i.test(error.message)) reject(fault('SSH_REFUSED', at, { cause: error }));
    else reject(fault('NODE_UNREACHABLE', at, { cause: error }));
  });
  const late = new AbortController();
  const stop = alarm(watch.clock, watch.stageMs, () => late.abort(fault('NODE_UNREACHABLE', at)));
  try {
    return await unlessAborted(promise, AbortSignal.any([watch.signal, late.signal]), { doing: `Connecting to ${endpoint.label}` });
  } finally {
    stop();
  }
}

interface Way {
  readonly endpoint: Endpoint;
  readonly socket: Duplex;
  close(): void;
}

type WayTarget = Pick<HostTarget, 'label' | 'address' | 'port' | 'jump' | 'login'>;

/** The socket to a machine; through the jump host when it has one. */
async function wayTo(target: WayTarget, settings: ReachSettings, watch: StageWatch): Promise<Way> {
  if (target.jump === null) {
    const endpoint = { ...endpointOf(target), address: await settings.hostName(target.address) };
    const socket = await openSocket(endpoint, watch);
    return { endpoint, socket, close: () => socket.destroy() };
  }
  const endpoint = endpointOf(target);
  const client = await reachJump({ jump: target.jump, login: target.login }, settings, watch);
  watch.onPass('resolve', `The jump host ${target.jump.address} resolves ${target.address}.`);
  try {
    const socket = await throughJump(client, endpoint, { jump: target.jump, watch });
    watch.onPass('tcp', `Port ${target.port} answers through the jump host.`);
    return { endpoint, socket, close: () => client.end() };
  } catch (error) {
    client.end();
    throw error;
  }
}

/** Connects and logs in. Throws one fault; nothing secret goes out before the host key is the trusted one. */
export async function reach(target: HostTarget, settings: ReachSettings, watch: StageWatch): Promise<Reached> {
  const login = () => prepareLogin({ target, login: target.login, ...settings });
  const known = await readKnownHosts(settings.knownHostsPaths);
  const way = await wayTo(target, settings, watch);
  const verify = (shown: ShownKey) => {
    const state = judgeHostKey({ address: target.address, port: target.port, shown, known, hash: hashHost }, target.hostKey);
    return state === 'trusted' ? null : keyFault(way.endpoint, { shown, state, trusted: target.hostKey?.fingerprint ?? '' });
  };
  const trustedTypes = target.hostKey === null ? [] : [target.hostKey.algorithm];
  const plan = {
    endpoint: way.endpoint,
    user: target.user,
    socket: way.socket,
    trustedTypes,
    verify,
    login,
    keepAliveMs: settings.keepAliveMs,
  };
  try {
    const client = await handshake(plan, watch);
    if (client === null) throw new Error('A handshake with a login ends with a client.');
    return {
      client,
      close() {
        client.end();
        way.close();
      },
    };
  } catch (error) {
    way.close();
    throw error;
  }
}

/** Only looks at the key; the connection ends before any login. The login is for a jump host only. */
export async function lookAtKey(
  target: WayTarget & Pick<HostTarget, 'hostKey'>,
  settings: ReachSettings,
  watch: StageWatch,
): Promise<{ readonly shown: ShownKey; readonly state: 'new' | 'trusted' | 'changed' | 'revoked' }> {
  const known = await readKnownHosts(settings.knownHostsPaths);
  const way = await wayTo(target, settings, watch);
  const seen: ShownKey[] = [];
  const verify = (shown: ShownKey) => {
    seen.push(shown);
    return null;
  };
  const trustedTypes = target.hostKey === null ? [] : [target.hostKey.algorithm];
  try {
    await handshake(
      { endpoint: way.endpoint, user: 'hearth', socket: way.socket, trustedTypes, verify, login: null, keepAliveMs: 0 },
      watch,
    );
  } finally {
    way.close();
  }
  const shown = seen[0];
  if (shown === undefined) throw new Error('A handshake without a login ends at the host key.');
  return { shown, state: judgeHostKey({ address: target.address, port: target.port, shown, known, hash: hashHost }, target.hostKey) };
}
