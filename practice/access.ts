// Who gets into a simulated machine, and what becomes of work on it when its power goes: the same faults in the same places as over real SSH.
import { fault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import type { Lab } from './lab.ts';
import { fingerprintOf, practicePassword, practiceUser, type Machine } from './machines.ts';

const algorithm = 'ssh-ed25519';

type Reached = Pick<HostTarget, 'label' | 'address' | 'port' | 'hostKey'>;

export function reach(lab: Lab, target: Reached): Machine {
  const at = { host: target.label, port: target.port };
  const machine = lab.machineAt(target.address) ?? lab.machineNamed(target.address);
  if (!machine || !lab.isUp(machine)) throw fault('NODE_UNREACHABLE', at);
  if (target.port !== 22) throw fault('SSH_REFUSED', at);
  return machine;
}

export function checkKey(machine: Machine, target: Reached): void {
  const at = { host: target.label, port: target.port };
  const fingerprint = fingerprintOf(machine);
  if (!target.hostKey) throw fault('HOST_KEY_UNKNOWN', { ...at, fingerprint, algorithm });
  if (target.hostKey.fingerprint !== fingerprint)
    throw fault('HOST_KEY_CHANGED', { ...at, trusted: target.hostKey.fingerprint, fingerprint });
}

/** In the words of the adapter for real machines. */
function proofOf(login: Exclude<HostTarget['login'], { readonly method: 'password' }>): string {
  if (login.method === 'agent') return 'the SSH agent with 1 key';
  return login.method === 'hearth-key' ? "Hearth's key" : `the key ${login.path}`;
}

export function logIn(machine: Machine, target: HostTarget): void {
  const at = { host: target.label, port: target.port, user: target.user };
  if (target.login.method === 'password') {
    const right =
      target.user === practiceUser && target.login.password.reveal() === practicePassword && !machine.faults.has('wrong-password');
    if (!right) throw fault('PASSWORD_WRONG', at);
    return;
  }
  const accepted = target.user === practiceUser && target.login.method === 'hearth-key' && machine.hearthKeyInstalled;
  if (!accepted) throw fault('AUTH_REFUSED', { ...at, tried: proofOf(target.login), offered: 'publickey, password' });
}

export function becomeRoot(machine: Machine, target: HostTarget): void {
  const who = { host: target.label, user: target.user };
  if (machine.passwordlessSudo) return;
  if (!target.sudoPassword) throw fault('SUDO_PASSWORD_NEEDED', who);
  if (target.sudoPassword.reveal() !== practicePassword || machine.faults.has('wrong-password')) throw fault('SUDO_PASSWORD_WRONG', who);
}

/** All of it, as before every script. */
export function enter(lab: Lab, target: HostTarget, asRoot: boolean): Machine {
  const machine = reach(lab, target);
  checkKey(machine, target);
  logIn(machine, target);
  if (asRoot) becomeRoot(machine, target);
  return machine;
}

interface Work {
  readonly target: Pick<HostTarget, 'label' | 'port'>;
  readonly signal: AbortSignal;
  /** The script; for CONNECTION_LOST. */
  readonly doing: string;
}

/** Takes simulated time on the machine as it is switched on now. CONNECTION_LOST as soon as it loses its power, also when it comes back; the signal's reason. */
export function timeOn(lab: Lab, machine: Machine, { target, signal, doing }: Work): (ms: number) => Promise<void> {
  const power = lab.power(machine);
  return async (ms) => {
    try {
      await lab.clock.sleep(ms, AbortSignal.any([signal, power]));
    } catch (error) {
      if (signal.aborted || !power.aborted) throw error;
    }
    if (power.aborted) throw fault('CONNECTION_LOST', { host: target.label, port: target.port, doing: `${doing} on ${target.label}` });
  };
}
