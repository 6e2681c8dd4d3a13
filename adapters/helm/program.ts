// The helm of this computer as a process of its own: no shell, no environment that could turn it elsewhere, ended with all it started.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '#adapters/error-code.ts';
import { signalGroup } from '#adapters/signal-group.ts';
import { lineSplitter } from '#adapters/ssh/lines.ts';
import { fault } from '#core/fault.ts';
import type { HelmIo } from '#core/ports/helm.ts';
import type { Secret } from '#core/secret.ts';

export interface HelmProgram {
  /** A path, or a name that is looked for on the PATH. */
  readonly path: string;
  /** Says where the path comes from, when it leads to nothing. */
  readonly missing: string;
}

export interface HelmCall {
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Left out for what needs no cluster. */
  readonly cluster?: { readonly kubeconfig: Secret; readonly server: URL };
  /** Private to this call; helm keeps whatever it wants to keep there. */
  readonly folder: string;
  readonly timeoutMs: number;
}

export interface HelmEnd {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** What it said last, for error sentences. */
  readonly lastLine: string;
}

/** After being asked to end, helm marks its release as failed. */
const graceMs = 10_000;
/** A history or a version is far shorter. */
const longestOut = 4 * 2 ** 20;

/** HELM_MISSING, HELM_FAILED when it takes too long; the signal's reason. Any exit code is an answer. */
export async function runHelm(program: HelmProgram, call: HelmCall, io: HelmIo): Promise<HelmEnd> {
  io.signal.throwIfAborted();
  const handed = call.cluster === undefined ? null : handOver(call.folder, call.cluster.kubeconfig);
  try {
    const child = spawn(program.path, [...call.args, ...(handed === null ? [] : ['--kubeconfig', handed.path])], {
      cwd: call.folder,
      env: environment(call),
      shell: false,
      windowsHide: true,
      // A group of its own, so that plugins and hooks end with it.
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', ...(handed?.fd == null ? [] : [handed.fd])],
    });
    return await ended(program, { child, call, io });
  } finally {
    handed?.close();
  }
}

interface HandedOver {
  readonly path: string;
  readonly fd: number | null;
  close(): void;
}

/**
 * Helm reads a kubeconfig several times, so a pipe is not enough. On Linux it gets a file that has no name any more, which is gone with
 * the last process that holds it; elsewhere a file that only its owner can read, in a folder that only its owner can enter.
 */
function handOver(folder: string, kubeconfig: Secret): HandedOver {
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, kubeconfig.reveal(), { mode: 0o600, flag: 'wx' });
  if (process.platform !== 'linux') return { path, fd: null, close: () => unlinkSync(path) };
  const fd = openSync(path, 'r');
  unlinkSync(path);
  return { path: '/dev/fd/3', fd, close: () => closeSync(fd) };
}

/** What the person has told helm or kubectl is not told to this one: other clusters, plugins, repositories, logins of registries. */
function environment({ folder, cluster }: HelmCall): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(HELM_|KUBE)/i.test(name));
  const homes = { HELM_CACHE_HOME: join(folder, 'cache'), HELM_CONFIG_HOME: join(folder, 'config'), HELM_DATA_HOME: join(folder, 'data') };
  return { ...Object.fromEntries(kept), ...homes, ...(cluster === undefined ? {} : unproxied(cluster.server)) };
}

/** As Hearth's own connection, helm's goes straight to the cluster. */
function unproxied({ hostname }: URL): Record<string, string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const hosts = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', host].filter((part) => part !== '').join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

interface Running {
  readonly child: ChildProcess;
  readonly call: HelmCall;
  readonly io: HelmIo;
}

function ended(program: HelmProgram, { child, call, io }: Running): Promise<HelmEnd> {
  const heard = { out: '', err: '', last: '', error: '' };
  const streams = (['out', 'err'] as const).map((stream) =>
    lineSplitter({
      mark: '\u0000',
      onLine(text) {
        if (heard[stream].length < longestOut) heard[stream] += `${text}\n`;
        if (text.trim() !== '') heard.last = text;
        if (text.startsWith('Error:')) heard.error = text;
        io.onLine({ stream, text });
      },
    }),
  );
  [child.stdout, child.stderr].forEach((source, index) => source?.on('data', (chunk: Buffer) => streams[index]?.push(chunk)));
  // What it did not read it did not want; how it ended says more.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(call.stdin ?? '');
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(call.timeoutMs);
    const stop = AbortSignal.any([io.signal, limit]);
    let kill: NodeJS.Timeout | undefined;
    const onStop = () => {
      signalGroup(child, 'SIGTERM');
      kill = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    };
    stop.addEventListener('abort', onStop, { once: true });
    const over = () => {
      clearTimeout(kill);
      stop.removeEventListener('abort', onStop);
    };
    child.once('error', (cause) => {
      over();
      reject(notRunnable(program, cause));
    });
    child.once('close', (code) => {
      over();
      for (const stream of streams) stream.end();
      if (io.signal.aborted) return reject(io.signal.reason);
      const lastLine = heard.error === '' ? heard.last : heard.error;
      if (limit.aborted) return reject(tooLong(call));
      resolve({ exitCode: code ?? -1, out: heard.out, err: heard.err, lastLine });
    });
    if (stop.aborted) onStop();
  });
}

const tooLong = ({ args, timeoutMs }: HelmCall) =>
  fault('HELM_FAILED', { release: args[1] ?? '', reason: `helm ${args[0] ?? ''} did not end within ${Math.round(timeoutMs / 1000)} s.` });

function notRunnable({ path, missing }: HelmProgram, cause: unknown) {
  const code = errorCode(cause);
  const reason = code === 'ENOENT' ? missing : `${path} cannot be run (${code === '' ? 'no reason was given' : code}).`;
  return fault('HELM_MISSING', { reason }, { cause });
}
