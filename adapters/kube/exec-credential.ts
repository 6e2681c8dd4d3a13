// Runs an allowed credential plugin (client.authentication.k8s.io) and keeps its answer until it expires.
import { spawn } from 'node:child_process';
import { z } from 'zod';
import { fault } from '#core/fault.ts';
import type { ExecEntry } from './kubeconfig.ts';

export interface Credential {
  readonly token: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

export interface CredentialSource {
  /** Concurrent callers share one run of the program; the signal ends the waiting of one, not the program of all. */
  get(signal: AbortSignal): Promise<Credential>;
  /** The server did not take the last one. */
  refused(): void;
}

const answer = z.object({
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});

/** A plugin may open a browser and wait for a person. */
const longestRunMs = 60_000;
const longestAnswer = 2 ** 20;
/** Renewed a little before it expires, so that no request is refused at the edge. */
const earlyMs = 30_000;

interface ExecPlace {
  /** For sentences. */
  readonly server: string;
  /** Ends the program. */
  readonly signal: AbortSignal;
}

export const execCredentials = (exec: ExecEntry, at: ExecPlace): CredentialSource => {
  let held: { readonly credential: Credential; readonly until: number } | null = null;
  let running: Promise<Credential> | null = null;
  const renew = async (): Promise<Credential> => {
    const { status } = readAnswer(await run(exec, at), at.server);
    const credential = { token: status.token ?? null, cert: status.clientCertificateData ?? null, key: status.clientKeyData ?? null };
    const expires = status.expirationTimestamp === undefined ? Number.NaN : Date.parse(status.expirationTimestamp);
    held = { credential, until: Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires - earlyMs };
    return credential;
  };
  return {
    async get(signal) {
      if (held !== null && Date.now() < held.until) return held.credential;
      running ??= renew().finally(() => {
        running = null;
      });
      return unlessAborted(running, signal);
    },
    refused: () => {
      held = null;
    },
  };
};

const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

const failed = (server: string, reason: string, cause?: unknown) => fault('CLUSTER_REFUSED', { server, reason }, { cause });

const readAnswer = (out: string, server: string): z.infer<typeof answer> => {
  try {
    return answer.parse(JSON.parse(out));
  } catch (cause) {
    // The cause could repeat the answer, which is a credential.
    throw failed(
      server,
      'The login program answered with something that is no credential.',
      cause instanceof z.ZodError ? cause : undefined,
    );
  }
};

const run = (exec: ExecEntry, at: ExecPlace): Promise<string> => {
  const apiVersion = exec.apiVersion ?? 'client.authentication.k8s.io/v1';
  const info = { kind: 'ExecCredential', apiVersion, spec: { interactive: false } };
  const env = { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  for (const { name, value } of exec.env ?? []) Object.assign(env, { [name]: value });
  return new Promise((resolve, reject) => {
    const child = spawn(exec.command, exec.args ?? [], {
      env,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: longestRunMs,
      killSignal: 'SIGKILL',
      signal: at.signal,
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (out.length > longestAnswer) child.kill('SIGKILL');
    });
    child.once('error', (cause) => reject(failed(at.server, `The login program ${exec.command} cannot be run.`, cause)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(out);
      const how = signal === null ? `with exit code ${code}` : 'because it took too long or said too much';
      reject(failed(at.server, `The login program ${exec.command} ended ${how}. Run it in a terminal to see why.`));
    });
  });
};
