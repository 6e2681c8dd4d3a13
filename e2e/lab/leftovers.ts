import { ask } from './control.ts';
import { readInstance } from './instance.ts';
import type { Lab } from './lab.ts';
import { attempt, command, sleep } from './shell.ts';

/**
 * Notes what a running lab has on the machine, and gives a question to ask after its end: what is there still, as
 * text, empty once all is gone. It waits a little for that. Other labs on the machine do not count.
 */
export async function watchLeftovers(lab: Lab): Promise<() => Promise<string>> {
  const slot = readInstance(lab.folder)?.slot ?? 0;
  const spaces: string[] = [];
  for (const node of lab.nodes) {
    const { pid } = await ask(lab.folder, { op: 'pid', node: node.name });
    spaces.push((await command('readlink', [`/proc/${String(pid)}/ns/pid`])).trim());
  }
  const look = `ip netns list | grep hearth-lab${slot}-; ip -o link show | grep -E ' (labbr${slot}|lv${slot}-)'; losetup -a | grep '${lab.folder}/'
ls -d ${lab.folder} /sys/fs/cgroup/*/hearth-lab${slot}-* /run/hearth-lab-slot${slot} 2>/dev/null
ls -l /proc/[0-9]*/ns/pid 2>/dev/null | grep -F ${spaces.map((space) => `-e '${space}'`).join(' ')}; true`;
  return async () => {
    let left = '';
    for (let tries = 0; tries < 100; tries++) {
      left = (await attempt('bash', ['-c', look])).stdout.trim();
      if (left === '') return left;
      await sleep(100);
    }
    return left;
  };
}
