// A machine for tests: a folder that stands for its files, and stand-ins for the programs that scripts call. The scripts are the
// real ones, run by bash; their absolute paths lead into the folder, which is $HOME too.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';

export interface FakeMachine {
  readonly files: Readonly<Record<string, string>>;
  /** Bodies of programs by their names. */
  readonly programs: Readonly<Record<string, string>>;
}

export interface BootedMachine {
  readonly root: string;
  readonly run: (call: ScriptCall) => ScriptAnswer;
  readonly read: (path: string) => string;
}

/** The end of a body that prints this text. */
export const answers = (text: string): string => `cat <<'END'\n${text}\nEND`;

const prelude = `set -euo pipefail
exec 3>&1
answer() { printf 'ANSWER %s %s\\n' "$1" "$(printf %s "$2" | base64 -w0)" >&3; }
say() { printf '%s\\n' "$*" >&3; }
say_and_keep() { cat; }
have() { command -v "$1" >/dev/null 2>&1; }
`;

/** Whoever calls it removes `root` in the end. */
export function boot({ files, programs }: FakeMachine): BootedMachine {
  const root = mkdtempSync(join(tmpdir(), 'hearth-machine-'));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [path, text] of Object.entries(files)) put(join(root, path), `${text}\n`);
  for (const [name, body] of Object.entries(programs)) {
    put(join(root, 'bin', name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  }
  return {
    root,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    run({ script, args }) {
      const text = readFileSync(join(import.meta.dirname, '../../installer-steps/scripts', `${script}.sh`), 'utf8');
      const moved = text.replaceAll(/(?<=[\s"'(<=])\/(?=(?:etc|proc|sys|run|var|lib)\/)/g, `${root}/`);
      const env: Record<string, string> = { PATH: `${root}/bin:/usr/bin:/bin`, HOME: root, LC_ALL: 'C' };
      for (const [name, value] of Object.entries(args)) env[`ARG_${name.toUpperCase()}`] = value;
      const { stdout, stderr, status } = spawnSync('bash', ['-c', prelude + moved], { env, encoding: 'utf8', timeout: 60_000 });
      const told = new Map<string, string[]>();
      for (const [, name = '', value = ''] of stdout.matchAll(/^ANSWER (\S+) (\S*)$/gm))
        told.set(name, [...(told.get(name) ?? []), Buffer.from(value, 'base64').toString()]);
      return { exitCode: status ?? -1, answers: told, lastLine: stderr.trim() };
    },
  };
}
