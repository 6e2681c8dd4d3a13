// As somebody with playbooks I take my inventory to Ansible: the same machines, groups and values, and no secret in any file.
import { expect } from '@playwright/test';
import { z } from 'zod';
import { platform } from '#contract/platforms.ts';
import { ansibleMissing, ansibleWith, type Ansible } from '../../fixtures/ansible.ts';
import { needs, test } from '../../fixtures/journey.ts';
import type { Rest } from '../../fixtures/rest.ts';
import { startLab, type Lab } from '../../lab/lab.ts';

needs('bare');
const without = ansibleMissing();
test.skip(without !== null, without ?? '');

const token = `it's "quoted" {{ braces }} $(id) ünd \\n`;

const exported = z.object({
  text: z.string(),
  environment: z.array(z.object({ variable: z.string(), secret: z.string() })),
});
const listed = z.looseObject({
  _meta: z.object({ hostvars: z.record(z.string(), z.record(z.string(), z.json())) }),
  web: z.object({ hosts: z.array(z.string()) }),
  dgx: z.object({ hosts: z.array(z.string()) }),
  k8s_control_plane: z.object({ hosts: z.array(z.string()) }),
  k8s_workers: z.object({ hosts: z.array(z.string()) }),
});

const documentOf = ({ nodes }: Pick<Lab, 'nodes'>): string => `hearth: 1
name: Lab
variables:
  motto: every machine, said once
  registry_token: !secret registry-token
groups:
  web: # those that answer from outside
    groups: [dgx]
    variables:
      listen_ports: [80, 443]
      motto: said by the group
  dgx:
    variables: {motto: said by the inner group}
nodes:
${nodes
  .map(
    ({ name, ip, user }, index) => `  ${name}:
    address: ${ip}
    role: ${index === 0 ? 'control' : 'worker'}
    user: ${user}
    groups: [${index === 2 ? 'dgx' : 'web'}]
    variables: {rack: "0${index + 1}"}
`,
  )
  .join('')}`;

// One task, with a value of the group, one of the machine and the secret.
const playbook = `- hosts: all
  gather_facts: false
  tasks:
    - name: Write what the inventory says
      ansible.builtin.copy:
        dest: /tmp/said-by-ansible
        mode: "0600"
        content: "{{ motto }}|{{ rack }}|{{ listen_ports | join(',') }}|{{ registry_token }}"
`;

/** A platform with that inventory and its secret; answers what is exported of it. */
async function exportOf(rest: Rest, text: string): Promise<z.infer<typeof exported>> {
  const { id, revision } = platform.parse(await rest.call('POST', '/platforms', { name: 'Lab' }));
  await rest.call('PUT', `/platforms/${id}/inventory/secrets/registry-token`, { value: token });
  await rest.call('PUT', `/platforms/${id}/inventory`, { text, expectedRevision: revision, message: 'All that Ansible needs' });
  return exported.parse(await rest.call('GET', `/platforms/${id}/inventory/ansible`));
}

async function expectCommand(ansible: Ansible, key: readonly string[]): Promise<void> {
  const { stdout, stderr } = await ansible.run('ansible', ['all', ...key, '-m', 'command', '-a', 'hostname']);
  const answers = [...stdout.matchAll(/^(\S+) \| CHANGED \| rc=0 >>\n(\S+)$/gm)].map(([, name, hostname]) => `${name} is ${hostname}`);
  expect(answers, stdout + stderr).toHaveLength(3);
  expect(answers).toEqual(expect.arrayContaining(['node1 is node1', 'node2 is node2', 'node3 is node3']));
}

test('the exported inventory runs a command, a list and a playbook on three machines', async ({ hearth, rest }) => {
  const lab = await startLab({ nodes: 3, name: 'e2e', userKey: true, layers: ['python'] });
  const { text, environment } = await exportOf(rest, documentOf(lab));
  const ansible = ansibleWith([
    { path: 'hosts.yml', text },
    { path: 'book.yml', text: playbook },
  ]);
  try {
    expect(text).not.toContain('quoted');
    expect(environment.map(({ secret }) => secret)).toEqual(['registry-token']);
    const key = ['--private-key', lab.keys.privateKeyFile];
    await expectCommand(ansible, key);

    const list = await ansible.run('ansible-inventory', ['--list']);
    const { _meta, web, dgx, k8s_control_plane: control, k8s_workers: workers } = listed.parse(JSON.parse(list.stdout));
    expect([web.hosts, dgx.hosts, control.hosts, workers.hosts]).toEqual([['node1', 'node2'], ['node3'], ['node1'], ['node2', 'node3']]);
    for (const { name, ip, user } of lab.nodes)
      expect(_meta.hostvars[name]).toMatchObject({
        ansible_host: ip,
        ansible_user: user,
        listen_ports: [80, 443],
        motto: name === 'node3' ? 'said by the inner group' : 'said by the group',
      });

    // The secret is looked up in the environment, under the name that the export says.
    const secrets = Object.fromEntries(environment.map(({ variable }) => [variable, token]));
    const played = await ansible.run('ansible-playbook', [...key, ansible.at('book.yml')], secrets);
    expect(played.stdout.match(/ok=1 +changed=1 +unreachable=0 +failed=0/g), played.stdout + played.stderr).toHaveLength(3);
    for (const [name, motto, rack] of [
      ['node1', 'said by the group', '01'],
      ['node2', 'said by the group', '02'],
      ['node3', 'said by the inner group', '03'],
    ] as const) {
      const written = await lab.exec(name, 'cat /tmp/said-by-ansible');
      expect(written.stdout, name).toBe(`${motto}|${rack}|80,443|${token}`);
    }
    expect(hearth.said()).not.toContain('quoted');
  } finally {
    ansible.remove();
    await lab.stop();
  }
});
