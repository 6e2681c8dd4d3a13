// Runs a script as bash does, with the real prelude's functions and small stand-ins for the commands it calls.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';

export const folder = join(import.meta.dirname, '../../installer-steps/scripts');
export const files = readdirSync(folder).filter((name) => name.endsWith('.sh'));
export const scratch = mkdtempSync(join(tmpdir(), 'hearth-scripts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** As the real prelude, with answers as plain JSON lines on a channel of their own. */
const prelude = `set -euo pipefail
exec 3>&1
answer() { printf 'ANSWER %s %s\\n' "$1" "$(printf %s "$2" | base64 -w0)" >&3; }
say() { printf '%s\\n' "$*" >&3; }
have() { command -v "$1" >/dev/null 2>&1; }
die() { printf '%s\\n' "$*" >&2; exit 1; }
`;
export const realPrelude = readFileSync(join(import.meta.dirname, '../ssh/prelude.sh'), 'utf8');
const sayAndKeep = /^say_and_keep\(\) \{\n[\s\S]*?^\}\n/m.exec(realPrelude)?.[0] ?? '';

interface Stage {
  /** Bodies of commands by their names; they come before the machine's own. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** Stands for the folder of the snaps' data. */
  readonly snapData?: string;
  /** Stands for / where a script reads and writes settings of the machine. */
  readonly root?: string;
}

const settingsPath = /\/(?=(?:etc|proc\/sys|sys\/module|var\/lib\/(?:hearth|kubelet))\b)/g;
/** Scripts delete here, so never on the machine itself. */
const clusterPath = '/etc/kubernetes';

let stages = 0;
/** A folder with the stand-ins, to go in front of the path. */
function commandsFolder(commands: NonNullable<Stage['commands']>): string {
  const bin = join(scratch, `bin${(stages += 1)}`);
  mkdirSync(bin);
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

function argumentsOf({ args, secretArgs = {} }: ScriptCall): Record<string, string> {
  const secrets = Object.entries(secretArgs).map(([name, secret]) => [name, secret.reveal()] as const);
  return Object.fromEntries([...Object.entries(args), ...secrets].map(([name, value]) => [`ARG_${name.toUpperCase()}`, value]));
}

function answersIn(stdout: string) {
  const answers = new Map<string, string[]>();
  const lines: string[] = [];
  for (const line of stdout.split('\n')) {
    const [, name, value = ''] = /^ANSWER (\S+) (\S*)$/.exec(line) ?? [];
    if (name === undefined) lines.push(line);
    else answers.set(name, [...(answers.get(name) ?? []), Buffer.from(value, 'base64').toString()]);
  }
  return { answers, lines };
}

export function play(
  call: ScriptCall,
  { commands = {}, home = scratch, snapData = '/var/snap', root = '' }: Stage = {},
): ScriptAnswer & { log: string } {
  const script = readFileSync(join(folder, `${call.script}.sh`), 'utf8')
    .replaceAll('/var/snap', snapData)
    .replaceAll(clusterPath, root === '' ? `${scratch}${clusterPath}` : clusterPath)
    .replaceAll(settingsPath, `${root}/`);
  const text = `${prelude}${sayAndKeep}${script}`;
  const path = `${commandsFolder(commands)}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const env = { PATH: path, HOME: home, LC_ALL: 'C', ...argumentsOf(call) };
  const { stdout, stderr, status } = spawnSync('bash', ['-c', text], { env, encoding: 'utf8', timeout: 60_000 });
  const { answers, lines } = answersIn(stdout);
  const log = `${lines.join('\n')}\n${stderr}`;
  return { exitCode: status ?? -1, answers, lastLine: log.trim().split('\n').at(-1) ?? '', log };
}
