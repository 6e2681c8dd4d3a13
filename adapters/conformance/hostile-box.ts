// Runs a script again and again in one real bash, each time with another value in some of its arguments, where only memory can
// be written: in namespaces of its own, over a file system that is read only. The commands that scripts call there are stand-ins
// that notice a value which reaches them as an option.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, realPrelude } from './script-stage.ts';

const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', '--net', '--uts', '--ipc'];

/** Why there can be no such box here; null when there can. */
export function noBoxReason(): string | null {
  if (process.platform !== 'linux') return 'namespaces are there on Linux only';
  if (process.getuid?.() !== 0) return 'a file system of its own needs root';
  return spawnSync('unshare', [...namespaces, 'true']).status === 0 ? null : 'namespaces cannot be made here';
}

/** Stands in a value for the path that only a command in it would make. */
export const canary = '@canary@';
/** What an option is called that stands in a value. */
export const option = '--hearth-option';

/** What scripts may use of the prelude. */
const prelude = /^# answer NAME VALUE[\s\S]*?^have\(\).*\n/m.exec(realPrelude)?.[0] ?? '';

const commands =
  'snap microk8s k8s helm kubectl apt-get dnf hostnamectl hostname timedatectl modprobe visudo sudo journalctl systemctl ss swapoff swapon vgs docker restorecon sleep getent curl';

const driver = readFileSync(join(import.meta.dirname, 'hostile-box.sh'), 'utf8');

export interface Try {
  /** The arguments that hold the value; the others are as in `good`. */
  readonly fields: readonly string[];
  readonly value: string;
  /** How every command ends that the script calls. */
  readonly commandsEnd: 0 | 1;
}

export interface HostileRun {
  readonly script: string;
  readonly good: Readonly<Record<string, string>>;
  readonly tries: readonly Try[];
  /** What bash runs after each, such as what reads a file that the script wrote. */
  readonly after?: string;
}

/** The tries in which something of the value was run, and those in which it became an option. */
export function runHostile({ script, good, tries, after = '' }: HostileRun) {
  const env = {
    PATH: '/tmp/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    LC_ALL: 'C',
    COMMANDS: commands,
    PRELUDE: prelude,
    SCRIPT: readFileSync(join(folder, `${script}.sh`), 'utf8'),
    AFTER: after,
    ...Object.fromEntries(Object.entries(good).map(([name, value]) => [variable(name), value])),
  };
  const input = tries.map(({ fields, value, commandsEnd }) => `${fields.map(variable).join(' ')}\0${commandsEnd}\0${value}\0`).join('');
  const { stdout, stderr, status } = spawnSync('unshare', [...namespaces, 'bash', '-c', driver], { env, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The box ended with ${status}: ${stderr}`);
  const told = (word: string) =>
    [...stdout.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].flatMap(([, number]) => tries[Number(number)] ?? []);
  return { run: told('run'), options: told('option') };
}

const variable = (name: string) => `ARG_${name.toUpperCase()}`;
