// The Network port of this computer.
import { homedir, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Attachment, Network } from '#core/ports/network.ts';
import { knock, type KnockLimits } from './knock.ts';
import { browse, mdnsGroup } from './mdns.ts';
import { reverseName } from './reverse-name.ts';
import { readSshFiles } from './ssh-files.ts';

const limits: KnockLimits = { connectMs: 2000, greetingMs: 3000 };

/** "192.168.1.5/24" of each interface that is up; what is inside this computer only is left out. */
function attached(): readonly Attachment[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter((each) => each.family === 'IPv4' && !each.internal && each.cidr !== null)
      .map((each) => ({ interface: name, address: each.address, prefix: Number(each.cidr?.split('/')[1]) })),
  );
}

export function openNetwork({ clock, log }: { readonly clock: Clock; readonly log: Log }): Network {
  const inSsh = (name: string) => join(homedir(), '.ssh', name);
  const paths = { knownHosts: [inSsh('known_hosts'), inSsh('known_hosts2')], config: inSsh('config') };
  return {
    attached,
    knock: (at, signal) => knock(at, { clock, limits }, signal),
    nameOf: (address, signal) => reverseName(address, {}, signal),
    browse: (services, signal) => browse({ attached: attached(), services, clock, group: mdnsGroup }, signal),
    sshFiles: () => readSshFiles(paths, log),
  };
}
