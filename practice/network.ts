// The practice network: 10.20.0.0/24 with the machines of the lab, those with power answering.
import type { Network } from '#core/ports/network.ts';
import type { Lab } from './lab.ts';
import { fingerprintOf, practiceUser, type Machine } from './machines.ts';

const banner = 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14\r\n';
const answerMs = 20;
/** Shorter than in earnest, where it is seconds: nobody learns from waiting. */
const noAnswerMs = 250;
const announceMs = 300;
const sshPort = 22;

const here = { interface: 'practice0', address: '10.20.0.1', prefix: 24 };

/** Two machines this computer has met before, and two whose names are hashed. */
function sshFilesOf([first, second]: readonly Machine[]) {
  const hashed = [
    '|1|MDEyMzQ1Njc4OWFiY2RlZmdoaWo=|eHh4eHh4eHh4eHh4eHh4eHh4eHg=',
    '|1|YWJjZGVmZ2hpajAxMjM0NTY3ODk=|eXl5eXl5eXl5eXl5eXl5eXl5eXk=',
  ];
  const unnamed = hashed.map((hosts, index) => ({
    hosts,
    algorithm: 'ssh-ed25519',
    fingerprint: `SHA256:Hashed${'x'.repeat(36)}${index}`,
  }));
  const met = first === undefined ? [] : [{ hosts: first.spec.address, algorithm: 'ssh-ed25519', fingerprint: fingerprintOf(first) }];
  const named =
    second === undefined ? [] : [{ name: second.spec.name, address: second.spec.address, port: null, user: practiceUser, jump: null }];
  return { hosts: [...met, ...unnamed], aliases: named };
}

export function createPracticeNetwork(lab: Lab): Network {
  const machineAt = (address: string) => {
    const machine = lab.machineAt(address);
    return machine !== null && lab.isUp(machine) ? machine : null;
  };
  return {
    attached: () => [here],
    async knock({ address, port }, signal) {
      await lab.clock.sleep(machineAt(address) === null ? noAnswerMs : answerMs, signal);
      if (machineAt(address) === null) return { outcome: 'no-answer' };
      return port === sshPort ? { outcome: 'answered', greeting: banner } : { outcome: 'refused' };
    },
    async nameOf(address, signal) {
      await lab.clock.sleep(answerMs, signal);
      const machine = machineAt(address);
      return machine === null ? null : `${machine.hostname}.lab.home`;
    },
    async *browse(_services, signal) {
      for (const machine of lab.machines) {
        try {
          await lab.clock.sleep(announceMs, signal);
        } catch {
          return;
        }
        if (lab.isUp(machine)) yield { name: machine.hostname, address: machine.spec.address, port: sshPort };
      }
    },
    sshFiles: async () => sshFilesOf(lab.machines),
  };
}
