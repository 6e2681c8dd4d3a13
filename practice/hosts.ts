// Simulated machines behind the Hosts port: the same faults in the same places as over real SSH.
import { fault, type Fault } from '#core/fault.ts';
import type { Rung, RungName, SeenKey } from '#contract/nodes.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall, ScriptIo } from '#core/ports/hosts.ts';
import { isFault } from '#core/fault.ts';
import type { Lab } from './lab.ts';
import { fingerprintOf, practicePassword, practiceUser, type Machine } from './machines.ts';
import { machineScripts } from './scripts/machine.ts';
import { microk8sScripts } from './scripts/microk8s.ts';
import { ScriptExit, type Answers } from './scripts/script.ts';

const scripts = { ...machineScripts, ...microk8sScripts };
const algorithm = 'ssh-ed25519';
const handshakeMs = 60;

type Reached = Pick<HostTarget, 'address' | 'port' | 'hostKey'>;

function reach(lab: Lab, target: Reached): Machine {
  const at = { host: target.address, port: target.port };
  const machine = lab.machineAt(target.address) ?? lab.machineNamed(target.address);
  if (!machine || !lab.isUp(machine)) throw fault('NODE_UNREACHABLE', at);
  if (target.port !== 22) throw fault('SSH_REFUSED', at);
  return machine;
}

function checkKey(machine: Machine, target: Reached): void {
  const at = { host: target.address, port: target.port };
  const fingerprint = fingerprintOf(machine);
  if (!target.hostKey) throw fault('HOST_KEY_UNKNOWN', { ...at, fingerprint, algorithm });
  if (target.hostKey.fingerprint !== fingerprint)
    throw fault('HOST_KEY_CHANGED', { ...at, trusted: target.hostKey.fingerprint, fingerprint });
}

function logIn(machine: Machine, target: HostTarget): void {
  const at = { host: target.address, port: target.port, user: target.user };
  if (target.login.method === 'password') {
    const right =
      target.user === practiceUser && target.login.password.reveal() === practicePassword && !machine.faults.has('wrong-password');
    if (!right) throw fault('PASSWORD_WRONG', at);
    return;
  }
  const accepted = target.user === practiceUser && target.login.method === 'hearth-key' && machine.hearthKeyInstalled;
  if (!accepted) throw fault('AUTH_REFUSED', { ...at, tried: target.login.method, offered: 'publickey, password' });
}

function becomeRoot(machine: Machine, target: HostTarget): void {
  const who = { host: target.label, user: target.user };
  if (machine.passwordlessSudo) return;
  if (!target.sudoPassword) throw fault('SUDO_PASSWORD_NEEDED', who);
  if (target.sudoPassword.reveal() !== practicePassword) throw fault('SUDO_PASSWORD_WRONG', who);
}

const listed = (answers: Answers): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));

async function runScript(lab: Lab, target: HostTarget, work: { readonly call: ScriptCall; readonly io: ScriptIo }): Promise<ScriptAnswer> {
  const { call, io } = work;
  const machine = reach(lab, target);
  checkKey(machine, target);
  logIn(machine, target);
  if (call.asRoot) becomeRoot(machine, target);
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
  const spend = async (ms: number) => {
    await lab.clock.sleep(ms, io.signal);
    if (!lab.isUp(machine)) throw fault('CONNECTION_LOST', { host: target.label, port: target.port, doing: call.script });
  };
  try {
    await spend(handshakeMs);
    const answers = await script({ lab, machine, args: call.args, secret: (name) => call.secretArgs?.[name]?.reveal() ?? '', say, spend });
    return { exitCode: 0, answers: listed(answers), lastLine };
  } catch (error) {
    if (io.signal.aborted) throw fault('CANCELLED', { doing: call.script });
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
    run: (target, call, io) => runScript(lab, target, { call, io }),
    async upload(target, file) {
      checkKey(reach(lab, target), target);
      return `/tmp/practice/${file.name}`;
    },
    close: async () => undefined,
  };
}
