// The exported inventory in the hands of the real Ansible, against real SSH servers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noAnsibleReason, runAnsible, writeFiles } from '#adapters/conformance/ansible.ts';
import { noSshdReason, orWhyNot, startSshd, users, type Sshd } from '#adapters/conformance/sshd.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { exportForAnsible } from './export.ts';

const reason = noAnsibleReason() ?? noSshdReason();
describe.skipIf(reason !== null)(orWhyNot('an exported inventory against two machines', reason), () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-ansible-ssh-'));
  const key = join(folder, 'key');
  const machines: Sshd[] = [];
  const inventory = join(folder, 'export.yml');

  beforeAll(async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    for (let count = 0; count < 2; count += 1) {
      const machine = await startSshd();
      machine.authorise(readFileSync(`${key}.pub`, 'utf8').trim());
      machines.push(machine);
    }
    const nodes = machines.map(
      ({ port }, index) =>
        `  node${index + 1}: {address: 127.0.0.1, port: ${port}, user: ${users.free}, role: ${index === 0 ? 'control' : 'worker'}}\n`,
    );
    const document = readDocument(
      `variables: {greeting: "it's \\"quoted\\" {{ inventory_hostname }}", token: !secret greeting-token}\nnodes:\n${nodes.join('')}`,
      yaml,
    );
    writeFiles(folder, [{ path: 'export.yml', text: exportForAnsible(document.data, dictionaryOf([])).text }]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(machines.map((machine) => machine.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const ansible = (args: readonly string[]) =>
    runAnsible('ansible', ['-i', inventory, '--private-key', key, ...args], {
      env: {
        ANSIBLE_HOST_KEY_CHECKING: 'False',
        ANSIBLE_PIPELINING: 'True',
        ANSIBLE_SSH_ARGS: '-o ControlMaster=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F /dev/null',
        HEARTH_SECRET_GREETING_TOKEN: 'from the environment',
      },
    });

  test('every machine answers a ping', { timeout: 120_000 }, async () => {
    const { stdout, stderr } = await ansible(['all', '-m', 'ping']);
    expect(stdout.match(/^node\d \| SUCCESS/gm)?.toSorted(), stdout + stderr).toEqual(['node1 | SUCCESS', 'node2 | SUCCESS']);
  });

  test('a command is run on the group of a role, with the values of the inventory', { timeout: 120_000 }, async () => {
    const { stdout, stderr } = await ansible(['k8s_workers', '-m', 'command', '-a', 'echo {{ greeting | quote }} {{ token | quote }}']);
    expect(stdout, stderr).toContain('it\'s "quoted" node2 from the environment');
    expect(stdout).not.toContain('node1');
  });
});
