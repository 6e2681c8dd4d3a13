// Ansible, Ansible by way of Mitogen, and pyinfra, told the same ten operations.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../e2e/lab/lab.ts';
import { ansibleHome, mitogenEnv, timed, type PythonPeers } from './python-peers.ts';
import { deploy, playbook } from './rerun-work.ts';

export interface RunPeer {
  readonly name: string;
  /** Milliseconds; an error unless every machine ended well and, where nothing was to be done, nothing was. */
  readonly run: (wanted: 'done' | 'unchanged') => Promise<number>;
  readonly close: () => Promise<void>;
}

const asRoot = (lab: Lab) => lab.nodes.map(({ name, ip }) => ({ name, ip, user: 'root' }));

function openPlaybook(
  python: PythonPeers,
  lab: Lab,
  { name, more }: { readonly name: string; readonly more: Record<string, string> },
): RunPeer {
  const { folder, inventory, env, close } = ansibleHome(asRoot(lab));
  const book = join(folder, 'book.yml');
  writeFileSync(book, playbook(lab));
  const args = ['-i', inventory, '--private-key', lab.keys.privateKeyFile, '-f', String(lab.nodes.length), book];
  const ended = { done: /ok=\d+ +changed=[1-9]\d* +unreachable=0 +failed=0/g, unchanged: /ok=\d+ +changed=0 +unreachable=0 +failed=0/g };
  return {
    name,
    run: (wanted) =>
      timed(join(python.bin, 'ansible-playbook'), args, { env: { ...env, ...more }, answered: ended[wanted], wanted: lab.nodes.length }),
    close,
  };
}

export const openAnsibleRun = (python: PythonPeers, lab: Lab): RunPeer =>
  openPlaybook(python, lab, { name: `Ansible ${python.ansible}`, more: {} });

export async function openMitogenRun(python: PythonPeers, lab: Lab): Promise<RunPeer> {
  return openPlaybook(python, lab, { name: `Mitogen ${python.mitogen}`, more: await mitogenEnv(python) });
}

export function openPyinfraRun(python: PythonPeers, lab: Lab): RunPeer {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const [inventory, work] = [join(folder, 'inventory.py'), join(folder, 'deploy.py')];
  const data = {
    ssh_user: 'root',
    ssh_key: lab.keys.privateKeyFile,
    ssh_strict_host_key_checking: 'no',
    ssh_known_hosts_file: '/dev/null',
  };
  // JSON of texts is Python.
  const hosts = lab.nodes.map(({ name, ip }) => `(${JSON.stringify(ip)}, ${JSON.stringify({ own_name: name })})`);
  writeFileSync(inventory, `machines = ([${hosts.join(', ')}], ${JSON.stringify(data)})\n`);
  writeFileSync(work, deploy(lab));
  const args = ['--parallel', String(lab.nodes.length), '-y', inventory, work];
  return {
    name: `pyinfra ${python.pyinfra}`,
    // What it counts as changed depends on its release; that all machines ended well is told by its exit code.
    run: () =>
      timed(join(python.bin, 'pyinfra'), args, {
        env: { NO_COLOR: '1' },
        answered: /Grand total/g,
        wanted: 1,
      }),
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}
