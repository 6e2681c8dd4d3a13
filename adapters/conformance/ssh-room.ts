// One real SSH server for the tests of a group, and a Hosts that it lets in.
import { afterAll, beforeAll } from 'vitest';
import type { HostsPlan } from '#adapters/ssh/hosts.ts';
import { openSshLab, type SshLab } from './ssh-lab.ts';
import { startSshd, type Sshd, type SshdOptions } from './sshd.ts';

export interface SshRoom {
  readonly sshd: Sshd;
  readonly lab: SshLab;
}

interface SshRoomPlan {
  /** Name to text. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly limits?: HostsPlan['limits'];
  readonly server?: SshdOptions;
}

/** Called in a `describe`; what it gives is there while its tests run. */
export function sshRoom({ scripts, limits = { graceSeconds: 1 }, server = {} }: SshRoomPlan): SshRoom {
  let open: SshRoom | null = null;
  beforeAll(async () => {
    const sshd = await startSshd(server);
    const lab = openSshLab(scripts, { limits });
    sshd.authorise(await lab.publicKey());
    open = { sshd, lab };
  });
  afterAll(async () => {
    await open?.lab.end();
    await open?.sshd.stop();
  });
  const there = (): SshRoom => {
    if (open === null) throw new Error('The server is there only while the tests of its group run.');
    return open;
  };
  return {
    get sshd() {
      return there().sshd;
    },
    get lab() {
      return there().lab;
    },
  };
}
