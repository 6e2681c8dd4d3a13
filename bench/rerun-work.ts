// The ten operations of `rerun`, as each of the programs is told them. All work as root.
import { containerKernel } from '#steps/systems/kernel.ts';
import type { Lab } from '../e2e/lab/lab.ts';

/** Another name than the lab gives, so that there is something to change. */
export const newName = (name: string): string => `bench-${name}`;

export const ownFiles: readonly { readonly path: string; readonly content: string }[] = Array.from({ length: 6 }, (_, index) => ({
  path: `/etc/bench-setting-${index + 1}.conf`,
  content: `# Written by the bench.\nvalue = ${index + 1}`,
}));

const modulesFile = { path: '/etc/modules-load.d/hearth.conf', content: containerKernel.modules.join('\n') };
const sysctlFile = { path: '/etc/sysctl.d/90-hearth.conf', content: containerKernel.sysctls.join('\n') };

/** As a machine was before. */
export const backToBare = (name: string): string => `
hostname ${name}
printf '%s\\n' ${name} > /etc/hostname
sed -i -e '/^# BEGIN/,/^# END/d' /etc/hosts 2> /dev/null || { sed -e '/^# BEGIN/,/^# END/d' /etc/hosts > /tmp/bench-hosts; cat /tmp/bench-hosts > /etc/hosts; }
rm -f /etc/bench-setting-*.conf /etc/modules-load.d/hearth.conf /etc/sysctl.d/90-hearth.conf /var/lib/hearth/kernel-refused
`;

const entries = (lab: Lab): readonly string[] => lab.nodes.map(({ name, ip }) => `${ip} ${newName(name)}`);

/** JSON is YAML. Ten tasks: the name, the hosts file, one package, the kernel's two files in one, six files. */
export function playbook(lab: Lab): string {
  const copy = ({ path, content }: (typeof ownFiles)[number]) => ({
    name: path,
    'ansible.builtin.copy': { dest: path, content: `${content}\n` },
  });
  const tasks = [
    { name: 'name', 'ansible.builtin.copy': { dest: '/etc/hostname', content: 'bench-{{ inventory_hostname }}\n' } },
    { name: 'hosts', 'ansible.builtin.blockinfile': { path: '/etc/hosts', block: entries(lab).join('\n'), unsafe_writes: true } },
    { name: 'package', 'ansible.builtin.command': { cmd: 'true', creates: '/usr/bin/env' } },
    copy({ path: modulesFile.path, content: `${modulesFile.content}\n${sysctlFile.content}` }),
    ...ownFiles.map(copy),
  ];
  return JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }], null, 1);
}

export function deploy(lab: Lab): string {
  const text = (value: string) => JSON.stringify(value);
  const write = ({ path, content }: (typeof ownFiles)[number]) =>
    `files.put(src=io.StringIO(${text(`${content}\n`)}), dest=${text(path)}, mode=False)`;
  return [
    'import io',
    'from pyinfra import host',
    'from pyinfra.operations import files',
    `files.put(src=io.StringIO("bench-" + host.data.own_name + "\\n"), dest="/etc/hostname", mode=False)`,
    `files.block(path="/etc/hosts", content=${text(entries(lab).join('\n'))}, present=True, try_prevent_shell_expansion=True)`,
    'files.file(path="/usr/bin/env", present=True)',
    write({ path: modulesFile.path, content: `${modulesFile.content}\n${sysctlFile.content}` }),
    ...ownFiles.map(write),
    '',
  ].join('\n');
}
