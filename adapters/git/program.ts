// The git of this computer as a process of its own: no shell, no settings of the person, no hooks, no questions, ended with all it started.
import { spawn, type ChildProcess } from 'node:child_process';
import { devNull } from 'node:os';
import { errorCode } from '#adapters/error-code.ts';
import { signalGroup } from '#adapters/signal-group.ts';

export interface GitCall {
  /** Of the command; what comes from a person stands behind `--`. */
  readonly args: readonly string[];
  /** The repository that it works on. */
  readonly folder: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface GitEnd {
  /** Null: it could not be started, took too long or said too much. */
  readonly exitCode: number | null;
  readonly out: Buffer;
  /** What it complained of, or why there is no exit code. */
  readonly err: string;
}

const longestOut = 16 * 2 ** 20;
const longestErr = 64 * 2 ** 10;
const graceMs = 2000;

/** Nothing of a repository may run a program here, and nothing goes on after the command. */
const settings: Readonly<Record<string, string>> = {
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'core.attributesFile': devNull,
  'credential.helper': '',
  'fetch.recurseSubmodules': 'false',
  'submodule.recurse': 'false',
  'gc.autoDetach': 'false',
  'maintenance.autoDetach': 'false',
  'commit.gpgSign': 'false',
  'push.gpgSign': 'false',
  'http.lowSpeedLimit': '100',
  'http.lowSpeedTime': '30',
  'init.defaultBranch': 'main',
};
const settingArgs = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** What was set for the person's own git is not set for this one. */
function environment(more: GitCall['env']): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(GIT_|SSH_ASKPASS|LC_|LANGUAGE$)/i.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oConnectTimeout=20 -oPermitLocalCommand=no -oClearAllForwardings=yes',
    GIT_SSH_VARIANT: 'ssh',
    // Of a command that is to reach somewhere, its one protocol.
    GIT_ALLOW_PROTOCOL: 'none',
    ...more,
  };
}

/** Rejects only with the signal's reason. */
export function runGit(program: string, call: GitCall): Promise<GitEnd> {
  call.signal.throwIfAborted();
  const own = ['-c', `safe.directory=${call.folder}`, `--git-dir=${call.folder}`];
  const child = spawn(program, [...settingArgs, ...own, ...call.args], {
    env: environment(call.env),
    shell: false,
    windowsHide: true,
    // A group of its own, so that its helpers end with it.
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // What it did not read it did not want; how it ended says more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(call.stdin ?? '');
  return ended(child, program, call);
}

function ended(child: ChildProcess, program: string, { timeoutMs, signal }: GitCall): Promise<GitEnd> {
  const heard = { out: [] as Buffer[], outBytes: 0, err: '' };
  let tooMuch = false;
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([signal, limit]);
    let kill: NodeJS.Timeout | undefined;
    const end = () => {
      if (kill !== undefined) return;
      signalGroup(child, 'SIGTERM');
      kill = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      heard.outBytes += chunk.length;
      tooMuch ||= heard.outBytes > longestOut;
      if (tooMuch) end();
      else heard.out.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      heard.err = (heard.err + chunk.toString('utf8')).slice(-longestErr);
    });
    stop.addEventListener('abort', end, { once: true });
    let left: NodeJS.Timeout | undefined;
    // A helper that outlives it, such as a shared connection of ssh, may hold its output open for as long as it likes.
    child.once('exit', () => {
      left = setTimeout(() => {
        signalGroup(child, 'SIGKILL');
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, graceMs);
    });
    const over = (exitCode: number | null, err: string) => {
      clearTimeout(kill);
      clearTimeout(left);
      stop.removeEventListener('abort', end);
      if (signal.aborted) return reject(signal.reason);
      resolve({ exitCode, out: Buffer.concat(heard.out), err });
    };
    child.once('error', (cause) => over(null, notRunnable(program, cause)));
    child.once('close', (code) => {
      if (limit.aborted) return over(null, `fatal: git did not end within ${Math.round(timeoutMs / 1000)} s.`);
      over(tooMuch ? null : (code ?? -1), tooMuch ? 'fatal: git said more than can be taken.' : heard.err);
    });
    if (stop.aborted) end();
  });
}

function notRunnable(program: string, cause: unknown): string {
  const code = errorCode(cause);
  return code === 'ENOENT' ? `fatal: There is no program ${program} on this computer.` : `fatal: ${program} cannot be run (${code}).`;
}
