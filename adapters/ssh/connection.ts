// One logged-in connection, shared by the tasks of its machine: channels within what sshd allows, loss noticed once.
import type { Client, ClientChannel } from 'ssh2';
import { fault, isFault, type Fault } from '#core/fault.ts';
import type { Endpoint } from './open-socket.ts';
import { slots } from './slots.ts';
import { unlessAborted } from './stages.ts';

export interface Connection {
  readonly endpoint: Endpoint;
  readonly user: string;
  /** What was learned about sudo: true when it asks for no password. */
  freeSudo: boolean;
  readonly alive: () => boolean;
  /** Runs `use` on a constant command line. `spare` takes a channel beyond the limit, for ending things. */
  exec<T>(command: string, use: (remote: RemoteCommand) => Promise<T>, options: ExecOptions): Promise<T>;
  lost(doing: string): Fault;
  close(): void;
}

export interface ExecOptions {
  readonly signal: AbortSignal;
  readonly doing: string;
  readonly spare?: boolean;
}

export interface ConnectionPlan {
  readonly endpoint: Endpoint;
  readonly user: string;
  readonly client: Client;
  readonly channels: number;
  readonly onIdle: (idle: boolean) => void;
  readonly onClose: () => void;
}

/** A channel with its end, which may come in the same packet as its beginning and must not be missed. */
export interface RemoteCommand {
  readonly channel: ClientChannel;
  /** Resolves when all output has arrived and the channel is closed; null when it ended without an exit code. */
  readonly closed: Promise<number | null>;
}

const signalNumbers: ReadonlyMap<string, number> = new Map(
  Object.entries({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 }),
);
/** As a shell counts it. */
const signalCode = (signal: string | undefined): number => 128 + (signalNumbers.get(signal ?? '') ?? 0);

function remoteCommand(channel: ClientChannel): RemoteCommand {
  const [out, err] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let exit: number | null = null;
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = code ?? signalCode(signal);
  });
  // What goes wrong on a channel shows in how it closes.
  channel.on('error', () => undefined);
  channel.on('close', () => out.resolve());
  // Each stream closes for itself; the last words are often on this one.
  channel.stderr.on('close', () => err.resolve());
  return { channel, closed: Promise.all([out.promise, err.promise]).then(() => exit) };
}

function openChannel(client: Client, command: string): Promise<RemoteCommand> {
  const { promise, resolve, reject } = Promise.withResolvers<RemoteCommand>();
  try {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(remoteCommand(channel))));
  } catch (error) {
    reject(error instanceof Error ? error : new Error('exec failed', { cause: error }));
  }
  return promise;
}

/** The server refused one more channel, as opposed to being gone. */
const isRefused = (error: unknown): boolean => error instanceof Error && 'reason' in error;

/** ssh2's words when the server declines the command itself, as for users that may only copy files. */
const isNotRun = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Unable to exec');

interface Wire {
  readonly plan: ConnectionPlan;
  readonly alive: () => boolean;
  readonly gone: () => void;
}

const lostOn = ({ plan }: Wire, doing: string) => fault('CONNECTION_LOST', { host: plan.endpoint.label, port: plan.endpoint.port, doing });

/** Opens a channel; 'refused' when the server allows no more of them at this moment. */
async function openOn(wire: Wire, command: string, options: ExecOptions): Promise<RemoteCommand | 'refused'> {
  const { endpoint, client, user } = wire.plan;
  if (!wire.alive()) throw lostOn(wire, options.doing);
  try {
    const discard = (late: RemoteCommand) => late.channel.close();
    return await unlessAborted(openChannel(client, command), options.signal, { doing: options.doing, discard });
  } catch (error) {
    if (isFault(error)) throw error;
    if (isRefused(error) && wire.alive()) return 'refused';
    if (isNotRun(error) && wire.alive()) {
      const lastLine = `It runs no commands for ${user}.`;
      throw fault('SCRIPT_FAILED', { host: endpoint.label, script: options.doing, exitCode: 126, lastLine }, { cause: error });
    }
    wire.gone();
    throw lostOn(wire, options.doing);
  }
}

async function using<T>(remote: RemoteCommand, use: (remote: RemoteCommand) => Promise<T>): Promise<T> {
  try {
    return await use(remote);
  } finally {
    remote.channel.close();
  }
}

/** Keeps to the number of channels that the server bears. */
function channelUse(wire: Wire) {
  const room = slots(wire.plan.channels);
  const refused = () => fault('SESSION_REFUSED', { host: wire.plan.endpoint.label, port: wire.plan.endpoint.port });
  return async <T>(command: string, use: (remote: RemoteCommand) => Promise<T>, options: ExecOptions): Promise<T> => {
    if (options.spare === true) {
      const remote = await openOn(wire, command, options);
      if (remote === 'refused') throw refused();
      return await using(remote, use);
    }
    for (;;) {
      await room.turn(options.signal, options.doing);
      try {
        const remote = await openOn(wire, command, options);
        if (remote !== 'refused') return await using(remote, use);
        // sshd allows fewer sessions than we think: the limit is what it bore, and this call waits its turn.
        if (!room.lower()) throw refused();
      } finally {
        room.leave();
      }
    }
  };
}

export function keepConnection(plan: ConnectionPlan): Connection {
  const { client, endpoint } = plan;
  let alive = true;
  let used = 0;
  const gone = () => {
    if (!alive) return;
    alive = false;
    plan.onClose();
    client.destroy();
  };
  client.on('error', gone);
  client.on('end', gone);
  client.on('close', gone);
  const wire: Wire = { plan, alive: () => alive, gone };
  const exec = channelUse(wire);
  const count = (step: number) => {
    used += step;
    plan.onIdle(used === 0);
  };
  return {
    endpoint,
    user: plan.user,
    freeSudo: false,
    alive: wire.alive,
    lost: (doing) => lostOn(wire, doing),
    async exec(command, use, options) {
      count(1);
      try {
        return await exec(command, use, options);
      } finally {
        count(-1);
      }
    },
    close() {
      client.end();
      gone();
    },
  };
}
