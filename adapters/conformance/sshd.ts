// A real OpenSSH server for tests, with users of its own. It runs in a mount namespace in which /etc/passwd and its
// like are copies, and in a process namespace: nothing of this machine is changed, and all it started ends with it.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createServer } from 'node:net';

export const userPassword = 'lab-Passw0rd "$(x)';

/** Why real servers cannot be had here; null when they can. */
export function noSshdReason(): string | null {
  if (process.platform !== 'linux') return 'a real sshd is only started on Linux';
  if (process.getuid?.() !== 0) return 'starting an sshd with users of its own needs root';
  if (!existsSync('/usr/sbin/sshd')) return 'openssh-server is not installed';
  if (spawnSync('unshare', ['-m', '-p', '-f', '--mount-proc', 'true']).status !== 0)
    return 'mount and process namespaces cannot be made here';
  return null;
}

export const noSudoReason = (): string | null => noSshdReason() ?? (existsSync('/usr/bin/sudo') ? null : 'sudo is not installed');

/** The name of a group of tests; with the reason where it is left out. */
export const orWhyNot = (name: string, reason: string | null): string => (reason === null ? name : `${name}: skipped, ${reason}`);

/** free: sudo without a password; asks: with; bare: no sudo right. */
export const users = { free: 'labfree', asks: 'labasks', bare: 'labbare' } as const;

export interface Sshd {
  readonly port: number;
  readonly folder: string;
  /** Type and fingerprint of its key, as a target trusts it. */
  readonly hostKey: { readonly algorithm: string; readonly fingerprint: string };
  /** The key line for known_hosts, without the host. */
  readonly hostKeyLine: string;
  authorise(publicKey: string): void;
  /** Kills the sessions under way, keeps listening. */
  dropConnections(): void;
  /** Leaves the sessions open and silent, as a machine that hangs or a cable that was pulled. */
  freezeConnections(): void;
  /** Command lines of all that runs on it. */
  processes(): string[];
  stop(): Promise<void>;
}

/** It may have ended by itself meanwhile. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

export interface SshdOptions {
  /** Lines for sshd_config, first match wins. */
  readonly config?: readonly string[];
  /** Commands that only this machine has: name to shell script. */
  readonly programs?: Readonly<Record<string, string>>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Accounts of the copies. */
function writeAccounts(folder: string): void {
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: userPassword }).toString().trim();
  const [passwd, shadow, group] = ['passwd', 'shadow', 'group'].map((name) => readFileSync(`/etc/${name}`, 'utf8'));
  const names = Object.values(users);
  const lines = (make: (name: string, index: number) => string) => names.map((name, index) => `${make(name, index)}\n`).join('');
  mkdirSync(join(folder, 'home'), { mode: 0o755 });
  mkdirSync(join(folder, 'sudoers.d'), { mode: 0o750 });
  names.forEach((name, index) => {
    const home = join(folder, 'home', name);
    mkdirSync(home, { mode: 0o755 });
    execFileSync('chown', [`${60_100 + index}:${60_100 + index}`, home]);
  });
  writeFileSync(
    join(folder, 'passwd'),
    passwd + lines((name, index) => `${name}:x:${60_100 + index}:${60_100 + index}::${folder}/home/${name}:/bin/bash`),
  );
  writeFileSync(join(folder, 'shadow'), shadow + lines((name) => `${name}:${hash}:19000:0:99999:7:::`), { mode: 0o640 });
  writeFileSync(join(folder, 'group'), group + lines((name, index) => `${name}:x:${60_100 + index}:`));
  writeFileSync(
    join(folder, 'sudoers'),
    `Defaults lecture=always\nroot ALL=(ALL:ALL) ALL\n${users.free} ALL=(ALL) NOPASSWD: ALL\n${users.asks} ALL=(ALL) ALL\n@includedir /etc/sudoers.d\n`,
    { mode: 0o440 },
  );
}

const isListening = (port: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
};

async function untilListening(port: number, child: ChildProcess, words: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${words()}`);
    if (await isListening(port)) return;
    await sleep(10);
  }
  throw new Error(`sshd does not listen: ${words()}`);
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-sshd-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const keyFile = join(folder, 'host_ed25519');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile]);
  writeAccounts(folder);
  const authorised = join(folder, 'authorized_keys');
  writeFileSync(authorised, '', { mode: 0o644 });
  const config = [
    ...(options.config ?? []),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${keyFile}`,
    `AuthorizedKeysFile ${authorised} .ssh/authorized_keys`,
    'PidFile none',
    'UsePAM yes',
    'PermitRootLogin yes',
    'StrictModes no',
    'UseDNS no',
    'MaxStartups 200',
  ];
  writeFileSync(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
  // As shipped, but without the two seconds of thought after a wrong password.
  writeFileSync(join(folder, 'pam'), 'auth sufficient pam_unix.so nullok nodelay\nauth required pam_deny.so\n');
  const binds = ['passwd', 'shadow', 'group', 'sudoers', 'sudoers.d']
    .filter((name) => existsSync(`/etc/${name}`))
    .map((name) => `mount --bind ${folder}/${name} /etc/${name}`);
  if (existsSync('/etc/pam.d/common-auth')) binds.push(`mount --bind ${folder}/pam /etc/pam.d/common-auth`);
  const programs = Object.entries(options.programs ?? {});
  mkdirSync(join(folder, 'sbin'));
  for (const [name, text] of programs) writeFileSync(join(folder, 'sbin', name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  if (programs.length > 0) binds.push(`mount --bind ${folder}/sbin /usr/local/sbin`);
  const script = [...binds, 'mkdir -p /run/sshd', 'exec /usr/sbin/sshd -D -e -f "$1/sshd_config"'].join(' && ');
  const namespace = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('setpriv', [...namespace, 'sh', '-c', script, 'sh', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  await untilListening(port, child, () => words);
  const [type, blob] = readFileSync(`${keyFile}.pub`, 'utf8').split(' ');
  const fingerprint =
    execFileSync('ssh-keygen', ['-lf', `${keyFile}.pub`])
      .toString()
      .split(' ')[1] ?? '';
  const below = (pid: number) =>
    spawnSync('pgrep', ['-P', String(pid)])
      .stdout.toString()
      .split('\n')
      .filter(Boolean)
      .map(Number);
  const isSession = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sshd');
  // The privileged half of a session has the user's half as its child; both hold the socket.
  const sessions = () =>
    below(child.pid ?? -1)
      .flatMap((server) => below(server))
      .filter(isSession)
      .flatMap((session) => below(session).concat(session));
  const dropConnections = () => sessions().forEach((pid) => kill(pid, 'SIGKILL'));
  return {
    port,
    folder,
    hostKey: { algorithm: type ?? '', fingerprint },
    hostKeyLine: `${type} ${blob}`,
    authorise: (publicKey) => writeFileSync(authorised, `${publicKey}\n`, { flag: 'a' }),
    dropConnections,
    freezeConnections: () => sessions().forEach((pid) => kill(pid, 'SIGSTOP')),
    processes() {
      const all: string[] = [];
      const walk = (pid: number) => {
        try {
          all.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
        } catch {
          // Ended while we looked.
        }
        below(pid).forEach(walk);
      };
      below(child.pid ?? -1).forEach(walk);
      return all;
    },
    async stop() {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (child.exitCode !== null) resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
      await promise;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
