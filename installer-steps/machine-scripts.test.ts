// What a machine is told about itself and its neighbours: the looks that every run begins with, beside the changes they judge.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { play, scratch } from '#adapters/conformance/script-stage.ts';
import * as machine from './calls/machine.ts';

function rootWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(scratch, 'root-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('the names of all machines: written once, seen as they stand, other lines left alone', () => {
  const root = rootWith({ 'etc/hosts': '127.0.0.1 localhost\n10.9.9.9 printer' });
  const [two, three] = [2, 3].map((count) =>
    Array.from({ length: count }, (_, index) => ({ name: `node${index}`, address: `10.0.0.${index}` })),
  );
  const holds = (entries = two ?? []) => machine.hostsFileHolds(play(machine.checkHostsFile(entries), { root }));
  const hosts = () => readFileSync(join(root, 'etc/hosts'), 'utf8');
  expect([holds(), holds([])]).toEqual([false, true]);
  play(machine.writeHostsFile(two ?? []), { root });
  expect([holds(), holds(three), holds([])]).toEqual([true, false, false]);
  expect(hosts()).toContain('127.0.0.1 localhost\n10.9.9.9 printer\n');
  writeFileSync(join(root, 'etc/hosts'), hosts().replace('10.0.0.1 node1', '10.0.0.7 node1'));
  expect(holds()).toBe(false);
});

test('the kernel: what is missing is named, what was set holds, what was refused is not asked for again', () => {
  const wants = { modules: ['overlay', 'nothing_of_that_name'], sysctls: ['net.ipv4.ip_forward=1', 'fs.inotify.max_user_watches=1000'] };
  const root = rootWith({
    'proc/sys/net/ipv4/ip_forward': '0\n',
    'proc/sys/fs/inotify/max_user_watches': '4000\n',
    'sys/module/overlay/version': '',
  });
  const missing = () => machine.missingOf(play(machine.checkKernel(wants), { root }));
  expect(missing()).toEqual(['module:nothing_of_that_name', 'sysctl:net.ipv4.ip_forward=1', 'file']);
  const prepared = play(machine.prepareKernel(wants), { root, commands: { modprobe: 'exit 1' } });
  expect(machine.refusedOf(prepared)).toEqual(['module:nothing_of_that_name']);
  expect(missing()).toEqual([]);
  writeFileSync(join(root, 'proc/sys/net/ipv4/ip_forward'), '0\n');
  appendFileSync(join(root, 'etc/sysctl.d/90-hearth.conf'), 'vm.swappiness=10\n');
  expect(missing()).toEqual(['sysctl:net.ipv4.ip_forward=1', 'file']);
});

test('the name of a machine is the one its kernel has', () => {
  expect(machine.hostnameOf(play(machine.checkHostname(), { root: rootWith({ 'proc/sys/kernel/hostname': 'oak\n' }) }))).toBe('oak');
});
