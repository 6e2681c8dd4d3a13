// One connection per machine and login, made on demand, shared, closed when idle, made anew after a loss.
import type { Clock } from '#core/ports/clock.ts';
import type { HostTarget, Login } from '#core/ports/hosts.ts';
import type { Secret } from '#core/secret.ts';
import { keepConnection, type Connection } from './connection.ts';
import { reach, type ReachSettings } from './reach.ts';
import { alarm, unlessAborted } from './stages.ts';

export interface PoolLimits {
  /** Longest time for each stage of connecting. */
  readonly connectMs: number;
  readonly idleMs: number;
  /** sshd's default MaxSessions is 10; two are left for ending things. */
  readonly channels: number;
}

export interface Pool {
  /** The shared connection. Concurrent callers share one attempt, and with it one failed login. */
  get(target: HostTarget, signal: AbortSignal): Promise<Connection>;
  /** One that is not shared; the caller closes it. */
  fresh(target: HostTarget, signal: AbortSignal): Promise<Connection>;
  close(): void;
}

interface Entry {
  readonly connecting: Promise<Connection>;
  stopIdle: () => void;
}

/** Two passwords are the same login only if they are the same object; no hash of a password is kept. */
function loginNames() {
  const passwords = new WeakMap<Secret, number>();
  let count = 0;
  return (login: Login): string => {
    if (login.method === 'key-file') return `key-file ${login.path}`;
    if (login.method !== 'password') return login.method;
    const known = passwords.get(login.password) ?? (count += 1);
    passwords.set(login.password, known);
    return `password ${known}`;
  };
}

export interface PoolPlan {
  readonly settings: ReachSettings;
  readonly limits: PoolLimits;
  readonly clock: Clock;
}

interface Events {
  readonly onIdle: (idle: boolean) => void;
  readonly onClose: () => void;
}

async function connect(plan: PoolPlan, target: HostTarget, { signal, events }: { readonly signal: AbortSignal; readonly events: Events }) {
  const watch = { stageMs: plan.limits.connectMs, signal, clock: plan.clock, onPass: () => undefined };
  const reached = await reach(target, plan.settings, watch);
  const onClose = () => {
    reached.close();
    events.onClose();
  };
  const endpoint = { label: target.label, address: target.address, port: target.port };
  const { channels } = plan.limits;
  return keepConnection({ endpoint, user: target.user, client: reached.client, channels, onIdle: events.onIdle, onClose });
}

/** Starts one shared connection; `forget` is called once, when it is of no more use. */
function startEntry(plan: PoolPlan, target: HostTarget, life: { readonly signal: AbortSignal; forget(entry: Entry): void }): Entry {
  const forget = () => {
    entry.stopIdle();
    life.forget(entry);
  };
  const rest = (connection: Connection) => {
    entry.stopIdle();
    entry.stopIdle = alarm(plan.clock, plan.limits.idleMs, () => {
      forget();
      connection.close();
    });
  };
  const onIdle = (idle: boolean) => {
    if (idle) entry.connecting.then(rest, () => undefined);
    else entry.stopIdle();
  };
  const connecting = connect(plan, target, { signal: life.signal, events: { onIdle, onClose: forget } });
  const entry: Entry = { connecting, stopIdle: () => undefined };
  connecting.then(rest, forget);
  return entry;
}

export function openPool(plan: PoolPlan): Pool {
  const entries = new Map<string, Entry>();
  const closing = new AbortController();
  const loginName = loginNames();
  const keyOf = (target: HostTarget) =>
    JSON.stringify([target.address, target.port, target.user, target.jump, target.hostKey?.fingerprint ?? null, loginName(target.login)]);
  const start = (key: string, target: HostTarget): Entry => {
    const forget = (entry: Entry) => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    return startEntry(plan, target, { signal: closing.signal, forget });
  };
  const unshared = { onIdle: () => undefined, onClose: () => undefined };

  return {
    async get(target, signal) {
      const key = keyOf(target);
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = start(key, target);
        entries.set(key, entry);
      }
      const connection = await unlessAborted(entry.connecting, signal, { doing: `Connecting to ${target.label}` });
      return connection.alive() ? connection : this.get(target, signal);
    },
    fresh: (target, signal) => connect(plan, target, { signal, events: unshared }),
    close() {
      closing.abort();
      for (const entry of entries.values()) {
        entry.stopIdle();
        entry.connecting.then(
          (connection) => connection.close(),
          () => undefined,
        );
      }
      entries.clear();
    },
  };
}
