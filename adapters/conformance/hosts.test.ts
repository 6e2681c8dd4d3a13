import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice } from '#practice/open.ts';
import { hostsConformance } from './hosts.ts';
import { openSshLab } from './ssh-lab.ts';
import { freePort, noSudoReason, orWhyNot, startSshd, userPassword, users } from './sshd.ts';

hostsConformance('the practice lab', async () => {
  const practice = openPractice({ clock: systemClock, kubeconfigs: kubeconfigReader });
  const node = practice.nodes()[0];
  if (node === undefined) throw new Error('The practice lab is empty.');
  return {
    hosts: practice.hosts,
    machine: { label: node.name, address: node.address, port: 22, user: practiceUser, jump: null },
    password: practicePassword,
    publicKey: (await practice.hearthKey.publicKey()).publicKey,
    closedPort: 2222,
    end: async () => practice.close(),
  };
});

const reason = noSudoReason();
describe.skipIf(reason !== null)(orWhyNot('over SSH', reason), () => {
  hostsConformance('a real sshd', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'installer-steps', 'scripts');
    const scripts = Object.fromEntries(readdirSync(folder).map((file) => [file.slice(0, -3), readFileSync(join(folder, file), 'utf8')]));
    const sshd = await startSshd();
    const lab = openSshLab(scripts);
    return {
      hosts: lab.hosts,
      machine: { label: 'node1', address: '127.0.0.1', port: sshd.port, user: users.asks, jump: null },
      password: userPassword,
      publicKey: await lab.publicKey(),
      closedPort: await freePort(),
      async end() {
        await lab.end();
        await sshd.stop();
      },
    };
  });
});
