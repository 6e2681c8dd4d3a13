// Simulated machines behind the Hosts port: the same faults in the same places as over real SSH.
import { fault, isFault, type Fault } from '#core/fault.ts';
import type { Rung, RungName, SeenKey } from '#contract/nodes.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall, ScriptIo } from '#core/ports/hosts.ts';
import type { Lab } from './lab.ts';
import { becomeRoot, checkKey, enter, logIn, reach, timeOn } from './access.ts';
import { fingerprintOf } from './machines.ts';
import { machineScripts } from './scripts/machine.ts';
import { clusterScripts } from './scripts/cluster.ts';
import { loginScripts } from './scripts/login.ts';
import { lifeScripts } from './scripts/life.ts';
import { ScriptExit, type Answers } from './scripts/script.ts';

export const scripts = { ...machineScripts, ...clusterScripts, ...lifeScripts, ...loginScripts };
const algorithm = 'ssh-ed25519';
const handshakeMs = 60;

const listed = (answers: Answers): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));

interface Work {
  readonly call: ScriptCall;
  readonly io: ScriptIo;
  /** Until the script begins. */
  readonly waitMs: number;
}

async function runScript(lab: Lab, target: HostTarget, { call, io, waitMs }: Work): Promise<ScriptAnswer> {
  if (io.signal.aborted) throw fault('CANCELLED', { doing: `${call.script} on ${target.label}` });
  const machine = enter(lab, target, call.asRoot);
  const script = scripts[call.script];
  if (!script)
    throw fault('SCRIPT_FAILED', {
      host: target.label,
      script: call.script,
      exitCode: 127,
      lastLine: 'The practice lab has no such script.',
    });
  let lastLine = '';
  const say = (text: string) => {
    lastLine = text;
    io.onLine({ stream: 'out', text });
  };
  const spend = timeOn(lab, machine, { target, signal: io.signal, doing: call.script });
  try {
    await spend(waitMs);
    const answers = await script({ lab, machine, args: call.args, secret: (name) => call.secretArgs?.[name]?.reveal() ?? '', say, spend });
    return { exitCode: 0, answers: listed(answers), lastLine };
  } catch (error) {
    if (io.signal.aborted) throw fault('CANCELLED', { doing: `${call.script} on ${target.label}` });
    if (!(error instanceof ScriptExit)) throw error;
    return { exitCode: error.code, answers: new Map(), lastLine: error.message };
  }
}

const found: Readonly<Record<RungName, (target: HostTarget) => string>> = {
  resolve: (target) => `${target.address} is an address.`,
  tcp: (target) => `Port ${target.port} answers.`,
  banner: () => 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14',
  'host-key': () => 'The trusted key was shown.',
  auth: (target) => `Logged in as ${target.user}.`,
  sudo: (target) => (target.sudoPassword ? 'sudo works with the password.' : 'sudo needs no password.'),
};

async function* climb(lab: Lab, target: HostTarget, signal: AbortSignal): AsyncIterable<Rung> {
  const tests: Readonly<Record<RungName, () => void>> = {
    resolve: () => undefined,
    tcp: () => void reach(lab, target),
    banner: () => undefined,
    'host-key': () => checkKey(reach(lab, target), target),
    auth: () => logIn(reach(lab, target), target),
    sudo: () => becomeRoot(reach(lab, target), target),
  };
  let failed: Fault | null = null;
  const order: readonly RungName[] = ['resolve', 'tcp', 'banner', 'host-key', 'auth', 'sudo'];
  for (const rung of order) {
    if (failed) {
      yield { rung, state: 'not-reached', found: '', fault: null };
      continue;
    }
    yield { rung, state: 'running', found: '', fault: null };
    await lab.clock.sleep(handshakeMs, signal);
    try {
      tests[rung]();
      yield { rung, state: 'pass', found: found[rung](target), fault: null };
    } catch (error) {
      if (!isFault(error)) throw error;
      failed = error;
      yield { rung, state: 'fail', found: error.view.what, fault: error.view };
    }
  }
}

export function createPracticeHosts(lab: Lab): Hosts {
  return {
    async readHostKey(target, signal): Promise<SeenKey> {
      await lab.clock.sleep(handshakeMs, signal);
      const machine = reach(lab, target);
      const fingerprint = fingerprintOf(machine);
      const state = !target.hostKey ? 'new' : target.hostKey.fingerprint === fingerprint ? 'trusted' : 'changed';
      return { algorithm, fingerprint, state, trusted: target.hostKey?.fingerprint ?? null };
    },
    climb: (target, signal) => climb(lab, target, signal),
    run: (target, call, io) => runScript(lab, target, { call, io, waitMs: handshakeMs }),
    async runAll(target, { asRoot, looks, timeoutMs }, { onAnswer, ...io }) {
      for (const [index, { script, args }] of looks.entries()) {
        const call = { script, args, asRoot, changes: false, timeoutMs };
        onAnswer(await runScript(lab, target, { call, io, waitMs: index === 0 ? handshakeMs : 0 }));
      }
    },
    async upload(target, file) {
      checkKey(reach(lab, target), target);
      return `/tmp/practice/${file.name}`;
    },
    close: async () => undefined,
  };
}
