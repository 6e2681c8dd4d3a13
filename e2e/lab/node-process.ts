import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { addressOf, gatewayOf, nodeFolder, nodeName, type Instance } from './instance.ts';
import { insideFolder } from './paths.ts';
import { attempt, command, sleep, type CommandResult } from './shell.ts';

// The ways a node's init says that it ended on purpose (node/initd.go).
const exitReboot = 77;
const exitPoweroff = 78;

export type NodeState = 'off' | 'booting' | 'on';

/** One node: its disk, its namespaces, and the process that holds them. */
export class NodeProcess {
  readonly name: string;
  readonly ip: string;
  readonly folder: string;
  readonly namespace: string;
  state: NodeState = 'off';
  #instance: Instance;
  #child: ChildProcess | undefined;
  #wanted = false;

  constructor(instance: Instance, folder: string, index: number) {
    this.#instance = instance;
    this.name = nodeName(index);
    this.ip = addressOf(instance.slot, index);
    this.folder = nodeFolder(folder, this.name);
    this.namespace = `hearth-lab${instance.slot}-${this.name}`;
  }

  /** Gives the node its disk and host keys. */
  async prepare(labFolder: string): Promise<void> {
    mkdirSync(join(this.folder, 'hostkeys'), { recursive: true });
    const publicKey = join(labFolder, 'id_ed25519.pub');
    if (this.#instance.rootKey) copyFileSync(publicKey, join(this.folder, 'authorized.root'));
    if (this.#instance.userKey) copyFileSync(publicKey, join(this.folder, 'authorized.ubuntu'));
    await Promise.all([command('cp', ['--sparse=always', this.#instance.disk, join(this.folder, 'disk.img')]), this.makeHostKeys()]);
  }

  async makeHostKeys(): Promise<void> {
    const key = (kind: string): string => join(this.folder, 'hostkeys', `ssh_host_${kind}_key`);
    for (const kind of ['ed25519', 'rsa']) for (const end of ['', '.pub']) rmSync(key(kind) + end, { force: true });
    await Promise.all([
      command('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `root@${this.name}`, '-f', key('ed25519')]),
      command('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-C', `root@${this.name}`, '-f', key('rsa')]),
    ]);
  }

  /** Starts the node's namespaces; they end with this process, however it ends. */
  async boot(): Promise<void> {
    if (this.#child !== undefined) return;
    this.#wanted = true;
    this.state = 'booting';
    const log = openSync(join(this.folder, 'boot.log'), 'a');
    const env = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      DIR: this.folder,
      NAME: this.name,
      IP: this.ip,
      GATEWAY: gatewayOf(this.#instance.slot),
      LAYER: this.#instance.layer,
      ROOTFS: this.#instance.rootfs,
      CGROUP: `/${this.namespace}`,
      SNAP_SECONDS: String(this.#instance.snapSeconds),
    };
    const child = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'nsenter',
        `--net=/run/netns/${this.namespace}`,
        'unshare',
        '--mount',
        '--uts',
        '--ipc',
        '--pid',
        '--fork',
        '--kill-child',
        'bash',
        join(insideFolder, 'boot.sh'),
      ],
      { env, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#child = child;
    writeFileSync(join(this.folder, 'pid'), String(child.pid ?? 0));
    child.on('exit', (code) => this.#ended(code));
    await this.waitForSsh();
    writeFileSync(join(this.folder, 'init'), await this.initPid());
  }

  #ended(code: number | null): void {
    this.#child = undefined;
    this.state = 'off';
    rmSync(join(this.folder, 'pid'), { force: true });
    if (code === exitPoweroff) this.#wanted = false;
    // boot() waits for the disk to be let go of, and for ssh; what goes wrong there is in boot.log.
    if (code === exitReboot && this.#wanted) void this.boot().catch(() => undefined);
  }

  /** A unit that was started need not listen yet. */
  async waitForSsh(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (this.#child === undefined) break;
      if (await answers(this.ip, 22)) {
        this.state = 'on';
        return;
      }
      await sleep(50);
    }
    const log = existsSync(join(this.folder, 'boot.log')) ? readFileSync(join(this.folder, 'boot.log'), 'utf8') : '';
    throw new Error(`${this.name} did not come up: ${log.trim().split('\n').slice(-5).join('\n')}`);
  }

  /** Cuts the node's power. */
  async powerOff(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const init = Number((await attempt('pgrep', ['-P', String(child.pid)])).stdout);
    // With its init all of a node's processes end, and only then the process outside.
    if (init > 0) process.kill(init, 'SIGKILL');
    else child.kill('SIGKILL');
    await gone;
  }

  /** The pid, on this machine, of the node's init. */
  async initPid(): Promise<string> {
    const child = this.#child;
    if (child?.pid === undefined) throw new Error(`${this.name} is off.`);
    return (await command('pgrep', ['-P', String(child.pid)])).trim();
  }

  /** Runs a shell script on the node as root, without ssh. */
  async run(script: string): Promise<CommandResult> {
    return runInNode(await this.initPid(), { script });
  }
}

export interface NodeScript {
  readonly script: string;
  readonly input?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

export function runInNode(initPid: string, { script, input = '', timeoutMs = 600_000 }: NodeScript): Promise<CommandResult> {
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin';
  return attempt(
    'nsenter',
    ['-t', initPid, '-m', '-u', '-i', '-n', '-p', 'env', '-i', path, 'HOME=/root', 'USER=root', 'TERM=dumb', 'sh', '-c', `cd /; ${script}`],
    { input, timeoutMs },
  );
}

export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (good: boolean): void => {
      socket.destroy();
      resolve(good);
    };
    // sshd speaks first: its greeting is the sign that it serves.
    socket
      .once('data', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
      .once('close', () => end(false));
  });
}
