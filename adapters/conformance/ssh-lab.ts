// What the SSH tests share: a Hosts over scripts given as text, and targets on a test server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHearthKey } from '#adapters/ssh/hearth-key.ts';
import { openHosts, type HostsPlan } from '#adapters/ssh/hosts.ts';
import { loadScripts } from '#adapters/ssh/scripts.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall, ScriptLine } from '#core/ports/hosts.ts';
import { isFault } from '#core/fault.ts';
import { users, type Sshd } from './sshd.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

export interface SshLab {
  readonly folder: string;
  readonly hosts: Hosts;
  readonly warnings: string[];
  publicKey(): Promise<string>;
  /** Another Hosts on the same data, as after a restart of the engine. */
  again(plan?: Partial<HostsPlan>): Hosts;
  end(): Promise<void>;
}

/** `scripts`: name to text. */
export function openSshLab(scripts: Readonly<Record<string, string>>, plan: Partial<HostsPlan> = {}): SshLab {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-ssh-'));
  mkdirSync(join(folder, 'scripts'));
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, 'scripts', `${name}.sh`), text);
  writeFileSync(join(folder, 'known_hosts'), '');
  const warnings: string[] = [];
  const log = {
    info: () => undefined,
    warn: (message: string, details?: Record<string, unknown>) => void warnings.push(`${message} ${JSON.stringify(details)}`),
    error: (message: string) => message,
  };
  const hearthKey = openHearthKey(folder);
  const base: HostsPlan = {
    scripts: loadScripts(join(folder, 'scripts')),
    hearthKey,
    log,
    clock,
    knownHostsPaths: [join(folder, 'known_hosts')],
    sshConfigPath: join(folder, 'config'),
    agentSocket: '',
  };
  const opened: Hosts[] = [];
  const again = (more: Partial<HostsPlan> = {}) => {
    const hosts = openHosts({ ...base, ...plan, ...more });
    opened.push(hosts);
    return hosts;
  };
  return {
    folder,
    hosts: again(),
    warnings,
    publicKey: async () => (await hearthKey.publicKey()).publicKey,
    again,
    async end() {
      await Promise.all(opened.map((hosts) => hosts.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const targetOn = (sshd: Pick<Sshd, 'port' | 'hostKey'>, more: Partial<HostTarget> = {}): HostTarget => ({
  label: 'node1',
  address: '127.0.0.1',
  port: sshd.port,
  user: users.free,
  login: { method: 'hearth-key' },
  jump: null,
  hostKey: sshd.hostKey,
  sudoPassword: null,
  ...more,
});

export const callOf = (script: string, more: Partial<ScriptCall> = {}): ScriptCall => ({
  script,
  args: {},
  asRoot: false,
  changes: false,
  timeoutMs: 15_000,
  ...more,
});

export interface Told extends ScriptAnswer {
  readonly lines: readonly ScriptLine[];
}

export async function runOn(hosts: Hosts, target: HostTarget, call: ScriptCall): Promise<Told> {
  const { signal } = new AbortController();
  const lines: ScriptLine[] = [];
  const answer = await hosts.run(target, call, { signal, onLine: (line) => lines.push(line) });
  return { ...answer, lines };
}

/** The code of the fault that a promise rejects with; anything else is thrown on. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isFault(error)) return error.view.code;
    throw error;
  }
  return 'no fault';
}
