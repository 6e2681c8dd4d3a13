// What a machine is told about itself and its neighbours: the looks that every run begins with, beside the changes they judge.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { play, scratch } from '#adapters/conformance/script-stage.ts';
import { sudoRule } from './calls/access.ts';
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

test('the names outlive a start at which cloud-init makes /etc/hosts from its template', () => {
  const template = 'etc/cloud/templates/hosts.debian.tmpl';
  const root = rootWith({ 'etc/hosts': '127.0.0.1 localhost\n', [template]: '## template:jinja\n127.0.1.1 {{fqdn}} {{hostname}}\n' });
  const entries = [{ name: 'oak', address: '10.0.0.1' }];
  const holds = () => machine.hostsFileHolds(play(machine.checkHostsFile(entries), { root }));
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  play(machine.writeHostsFile(entries), { root });
  expect(holds()).toBe(true);
  expect(read(template)).toBe('## template:jinja\n127.0.1.1 {{fqdn}} {{hostname}}\n# BEGIN hearth\n10.0.0.1 oak\n# END hearth\n');
  writeFileSync(join(root, template), '## template:jinja\n');
  expect(holds()).toBe(false);
  play(machine.writeHostsFile(entries), { root });
  play(machine.removeHostsBlock(), { root });
  expect([read('etc/hosts'), read(template)]).toEqual(['127.0.0.1 localhost\n', '## template:jinja\n']);
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

test('sudo without a password also where visudo has something against a file of somebody else, and never where it is against ours', () => {
  const root = rootWith({ 'etc/sudoers.d/theirs': 'x' });
  const file = join(root, 'etc/sudoers.d/hearth-ubuntu');
  // `visudo -cf FILE` looks at one file, `visudo -c` at all of them.
  const answersWith = (visudo: string) => play(sudoRule('ubuntu'), { root, commands: { visudo } });
  expect(answersWith('[ "$1" = -cf ]').answers.get('state')).toEqual(['added']);
  expect(readFileSync(file, 'utf8')).toContain('ubuntu ALL=(ALL:ALL) NOPASSWD: ALL');
  rmSync(file);
  expect(answersWith(`[ "$1" = -cf ] || [ ! -e ${file} ]`).exitCode).toBe(3);
  expect(existsSync(file)).toBe(false);
});

test('a package is installed also where one of the repositories is broken', () => {
  const asked = join(scratch, 'asked-apt');
  const commands = {
    'apt-get': `echo "$*" >>${asked}; case "$*" in *update*) echo "E: Failed to fetch http://old.example"; exit 100 ;; esac`,
  };
  const answer = play(machine.installPackages(['nothing-of-that-name:nothing-of-that-name']), { commands });
  expect(answer.answers.get('failed')).toBeUndefined();
  expect(readFileSync(asked, 'utf8')).toContain('install --no-install-recommends nothing-of-that-name');
});

test('the name of a machine is the one its kernel has', () => {
  expect(machine.hostnameOf(play(machine.checkHostname(), { root: rootWith({ 'proc/sys/kernel/hostname': 'oak\n' }) }))).toBe('oak');
});
