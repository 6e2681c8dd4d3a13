// The Hosts port over SSH.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { BatchIo, Hosts, HostTarget, ScriptAnswer, ScriptCall, ScriptIo } from '#core/ports/hosts.ts';
import type { Log } from '#core/ports/log.ts';
import { aliasReader } from './alias.ts';
import { batchCall, batchText, batchValues } from './batch.ts';
import { climb } from './climb.ts';
import type { Connection } from './connection.ts';
import type { OwnKey } from './hearth-key.ts';
import type { RemoteGroup } from './output.ts';
import { buildPayload } from './payload.ts';
import { openPool, type Pool } from './pool.ts';
import { lookAtKey, type ReachSettings } from './reach.ts';
import { runScript } from './run-script.ts';
import type { ScriptLibrary } from './scripts.ts';
import { slots, type Slots } from './slots.ts';
import { upload } from './upload.ts';

export interface HostLimits {
  /** Each stage of connecting: name, TCP, greeting, key exchange, login. */
  readonly connectMs: number;
  /** Each rung of the connection doctor. */
  readonly rungMs: number;
  /** An unused connection is closed after this. */
  readonly idleMs: number;
  readonly keepAliveMs: number;
  /** Channels at once on one connection. */
  readonly channels: number;
  /** Between TERM and KILL for a process group that is to end. */
  readonly graceSeconds: number;
  /** How long the left-over of a lost run is waited for before it is ended. Default: half of the call's time limit. */
  readonly leftOverMs: number | null;
}

const usual: HostLimits = {
  connectMs: 10_000,
  // Whatever fails is named within five seconds.
  rungMs: 4_000,
  idleMs: 60_000,
  keepAliveMs: 10_000,
  channels: 8,
  graceSeconds: 5,
  leftOverMs: null,
};

export interface HostsPlan {
  readonly scripts: ScriptLibrary;
  readonly hearthKey: OwnKey;
  readonly log: Log;
  readonly clock: Clock;
  /** Default: the person's own file and the system's. */
  readonly knownHostsPaths?: readonly string[];
  /** Default: ~/.ssh/config. */
  readonly sshConfigPath?: string;
  /** Default: SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  readonly limits?: Partial<HostLimits>;
}

const inSsh = (name: string) => join(homedir(), '.ssh', name);

interface Engine {
  readonly plan: HostsPlan;
  readonly limits: HostLimits;
  readonly pool: Pool;
}

/** Ends a process group left on the machine: over the same connection, else over a new one; bounded in time. */
async function endGroup(
  engine: Engine,
  connection: Connection,
  order: { target: HostTarget; asRoot: boolean; group: RemoteGroup },
): Promise<void> {
  const { plan, limits, pool } = engine;
  const { target, group, asRoot } = order;
  const seconds = limits.graceSeconds;
  const timeoutMs = (seconds + 6) * 1000;
  const call = { args: { pid: group.pid, born: group.born, grace: String(seconds) }, changes: false };
  const text = 'hearth_end_group "$ARG_PID" "$ARG_BORN" "$ARG_GRACE"';
  const over = async (way: Connection, signal: AbortSignal) => {
    const payload = buildPayload({ prelude: plan.scripts.prelude, scriptText: text, call, owner: '', waitSeconds: 1 });
    const io = { signal, onLine: () => undefined };
    const run = { script: 'the end of a script', label: target.label, payload, asRoot, timeoutMs, sudoPassword: target.sudoPassword, io };
    return await runScript(way, {
      ...run,
      secrets: [],
      spare: true,
      clock: plan.clock,
      onOpen: () => undefined,
      endGroup: async () => undefined,
    });
  };
  const overNew = async () => {
    const signal = AbortSignal.timeout(timeoutMs + limits.connectMs);
    const fresh = await pool.fresh(target, signal);
    try {
      return await over(fresh, signal);
    } finally {
      fresh.close();
    }
  };
  try {
    const answer = connection.alive() ? await over(connection, AbortSignal.timeout(timeoutMs)).catch(overNew) : await overNew();
    if (answer.exitCode !== 0) plan.log.warn('A process group did not end', { host: target.label, pid: group.pid });
  } catch (error) {
    plan.log.warn('A process group could not be ended', {
      host: target.label,
      pid: group.pid,
      cause: isFault(error) ? error.view.code : String(error),
    });
  }
}

interface Work {
  readonly call: ScriptCall;
  readonly scriptText: string;
  readonly values?: readonly string[];
  readonly io: ScriptIo;
  readonly onPart?: BatchIo['onAnswer'];
}

async function run(engine: Engine, target: HostTarget, { call, scriptText, values, io, onPart }: Work): Promise<ScriptAnswer> {
  const { plan, limits } = engine;
  const { fingerprint } = await plan.hearthKey.publicKey();
  const waitSeconds = (limits.leftOverMs ?? call.timeoutMs / 2) / 1000;
  const payload = buildPayload({
    prelude: plan.scripts.prelude,
    scriptText,
    call,
    owner: fingerprint,
    waitSeconds,
    ...(values === undefined ? {} : { values }),
  });
  const passwords = target.login.method === 'password' ? [target.login.password] : [];
  const attempt = async (connection: Connection, onOpen: () => void) =>
    await runScript(connection, {
      script: call.script,
      label: target.label,
      payload,
      asRoot: call.asRoot,
      timeoutMs: call.timeoutMs,
      sudoPassword: target.sudoPassword,
      secrets: [...Object.values(call.secretArgs ?? {}), ...passwords],
      spare: false,
      io,
      onPart,
      clock: plan.clock,
      onOpen,
      endGroup: (group) => endGroup(engine, connection, { target, asRoot: call.asRoot, group }),
    });
  if (call.freshLogin === true) {
    const own = await engine.pool.fresh(target, io.signal);
    return await attempt(own, () => undefined).finally(() => own.close());
  }
  const connection = await engine.pool.get(target, io.signal);
  const progress = { sent: false };
  try {
    return await attempt(connection, () => {
      progress.sent = true;
    });
  } catch (error) {
    // The shared connection had died unnoticed: nothing was sent over it, so one on a new connection repeats nothing.
    if (progress.sent || connection.alive() || !isFault(error) || error.view.code !== 'CONNECTION_LOST') throw error;
    return await attempt(await engine.pool.get(target, io.signal), () => undefined);
  }
}

/** One change at a time per machine from here; the machine's own lock then only meets left-overs and other computers. */
function changeLanes() {
  const lanes = new Map<string, Slots>();
  return async <T>(target: HostTarget, io: ScriptIo, work: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify([target.address, target.port, target.jump]);
    const lane = lanes.get(key) ?? slots(1);
    lanes.set(key, lane);
    await lane.turn(io.signal, `Waiting for ${target.label}`);
    try {
      return await work();
    } finally {
      lane.leave();
    }
  };
}

export function openHosts(plan: HostsPlan): Hosts {
  const limits = { ...usual, ...plan.limits };
  const settings: ReachSettings = {
    hearthKey: plan.hearthKey,
    knownHostsPaths: plan.knownHostsPaths ?? [inSsh('known_hosts'), inSsh('known_hosts2'), '/etc/ssh/ssh_known_hosts'],
    agentSocket: plan.agentSocket ?? process.env['SSH_AUTH_SOCK'],
    keepAliveMs: limits.keepAliveMs,
    hostName: aliasReader(plan.sshConfigPath ?? inSsh('config'), plan.log),
  };
  const pool = openPool({ settings, limits, clock: plan.clock });
  const engine = { plan, limits, pool };
  const inLane = changeLanes();
  return {
    async readHostKey(target, signal) {
      const watch = { stageMs: limits.rungMs, signal, clock: plan.clock, onPass: () => undefined };
      const { shown, state } = await lookAtKey({ ...target, login: { method: 'hearth-key' } }, settings, watch);
      return { algorithm: shown.type, fingerprint: shown.fingerprint, state, trusted: target.hostKey?.fingerprint ?? null };
    },
    climb: (target, signal) => climb({ target, settings, signal, clock: plan.clock, rungMs: limits.rungMs, prelude: plan.scripts.prelude }),
    async run(target, call, io) {
      const work = { call, scriptText: plan.scripts.text(call.script), io };
      return call.changes ? await inLane(target, io, () => run(engine, target, work)) : await run(engine, target, work);
    },
    async runAll(target, batch, { onAnswer, ...io }) {
      const values = batchValues(plan.scripts, batch);
      await run(engine, target, { call: batchCall(batch), scriptText: batchText, values, io, onPart: onAnswer });
    },
    async upload(target, file, signal) {
      const connection = await pool.get(target, signal);
      return await upload(connection, file, signal);
    },
    async close() {
      pool.close();
    },
  };
}
