// Ansible, Mitogen and pyinfra from PyPI, in a virtual environment under .cache that is made once.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../e2e/lab/lab.ts';
import { attempt, command } from '../e2e/lab/shell.ts';

const environment = join(import.meta.dirname, '..', '.cache', 'bench-venv');
const limitMs = 180_000;

export interface PythonPeers {
  readonly bin: string;
  readonly ansible: string;
  readonly pyinfra: string;
  readonly mitogen: string;
}

export interface FactPeer {
  /** Milliseconds of one gathering; an error unless every machine answered. */
  gather(): Promise<number>;
  close(): Promise<void>;
}

export async function pythonPeers(): Promise<PythonPeers> {
  const bin = join(environment, 'bin');
  if (!existsSync(bin)) await command('python3', ['-m', 'venv', environment]);
  const list = () => command(join(bin, 'pip'), ['list', '--format=freeze', '--disable-pip-version-check']);
  let listed = await list();
  const version = (name: string): string | undefined => new RegExp(`^${name}==(.*)$`, 'm').exec(listed)?.[1];
  const missing = ['ansible-core', 'pyinfra', 'mitogen'].filter((name) => version(name) === undefined);
  if (missing.length > 0) {
    process.stderr.write(`Installing ${missing.join(', ')} into .cache/bench-venv\n`);
    await command(join(bin, 'pip'), ['install', '-q', ...missing]);
    listed = await list();
  }
  const shown = (name: string): string => version(name) ?? '?';
  return { bin, ansible: shown('ansible-core'), pyinfra: shown('pyinfra'), mitogen: shown('mitogen') };
}

export async function timed(
  program: string,
  args: readonly string[],
  options: { env: Record<string, string>; answered: RegExp; wanted: number },
): Promise<number> {
  const began = performance.now();
  const said = await attempt(program, args, { env: options.env, timeoutMs: limitMs });
  const took = performance.now() - began;
  const answered = (said.stdout + said.stderr).match(options.answered)?.length ?? 0;
  if (said.code !== 0 || answered !== options.wanted) {
    throw new Error(
      `${program} ended with ${said.code} and ${answered} of ${options.wanted} answers:\n${(said.stderr || said.stdout).slice(-1500)}`,
    );
  }
  return took;
}

interface AnsibleHome {
  readonly folder: string;
  readonly inventory: string;
  readonly env: Record<string, string>;
  readonly close: () => Promise<void>;
}

/** Pipelining and kept connections, as its own documentation advises, and nothing of the person's own. */
export function ansibleHome(machines: readonly { readonly name: string; readonly ip: string; readonly user: string }[]): AnsibleHome {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const [inventory, config] = [join(folder, 'hosts'), join(folder, 'ansible.cfg')];
  writeFileSync(config, '');
  writeFileSync(inventory, machines.map(({ name, ip, user }) => `${name} ansible_host=${ip} ansible_user=${user}\n`).join(''));
  return {
    folder,
    inventory,
    env: {
      ANSIBLE_CONFIG: config,
      ANSIBLE_PIPELINING: 'True',
      ANSIBLE_HOST_KEY_CHECKING: 'False',
      ANSIBLE_HOME: join(folder, 'home'),
      ANSIBLE_SSH_CONTROL_PATH_DIR: join(folder, 'cp'),
      ANSIBLE_SSH_ARGS: '-o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR',
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
      ANSIBLE_NOCOLOR: '1',
    },
    async close() {
      // The kept connections are processes of their own; they end by their sockets.
      for (const { user, ip } of machines)
        await attempt('sh', [
          '-c',
          `for s in "$1"/*; do ssh -o ControlPath="$s" -O exit "$2" 2>/dev/null; done; true`,
          'sh',
          join(folder, 'cp'),
          `${user}@${ip}`,
        ]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes Ansible work by way of Mitogen. */
export async function mitogenEnv({ bin }: PythonPeers): Promise<Record<string, string>> {
  const where = 'import ansible_mitogen, os; print(os.path.join(os.path.dirname(ansible_mitogen.__file__), "plugins", "strategy"))';
  const plugins = (await command(join(bin, 'python'), ['-c', where])).trim();
  return { ANSIBLE_STRATEGY_PLUGINS: plugins, ANSIBLE_STRATEGY: 'mitogen_linear' };
}

export function openAnsible({ bin }: PythonPeers, lab: Lab, more: Record<string, string> = {}): FactPeer {
  const { inventory, env, close } = ansibleHome(lab.nodes);
  const args = ['all', '-i', inventory, '--private-key', lab.keys.privateKeyFile, '-f', '50', '-m', 'setup'];
  return {
    gather: () => timed(join(bin, 'ansible'), args, { env: { ...env, ...more }, answered: /^\S+ \| SUCCESS/gm, wanted: lab.nodes.length }),
    close,
  };
}

/** What Hearth asks a machine for, as far as pyinfra has it. */
const nearestFacts = [
  'server.Hostname',
  'server.Kernel',
  'server.Arch',
  'server.LinuxDistribution',
  'server.Mounts',
  'hardware.Cpus',
  'hardware.Memory',
  'hardware.NetworkDevices',
];

export function openPyinfra({ bin }: PythonPeers, lab: Lab): FactPeer {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const inventory = join(folder, 'inventory.py');
  const data = `{"ssh_user": "${lab.nodes[0]?.user ?? ''}", "ssh_key": "${lab.keys.privateKeyFile}", "ssh_strict_host_key_checking": "no", "ssh_known_hosts_file": "/dev/null"}`;
  writeFileSync(inventory, `machines = ([${lab.nodes.map(({ ip }) => `"${ip}"`).join(', ')}], ${data})\n`);
  return {
    gather: () =>
      timed(join(bin, 'pyinfra'), ['--parallel', '50', '-y', inventory, 'fact', ...nearestFacts], {
        env: { NO_COLOR: '1' },
        answered: /"?x86_64"?|"?aarch64"?/g,
        wanted: lab.nodes.length,
      }),
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}
