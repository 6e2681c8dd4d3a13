import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { formCluster } from './cluster.ts';
import { ask } from './control.ts';
import type { FaultName, FaultValue } from './faults.ts';
import {
  addressOf,
  fingerprintOf,
  nodeFolder,
  nodeIndex,
  nodeName,
  nodePassword,
  nodeUser,
  readInstance,
  recordsIn,
  supervisorRuns,
  type Instance,
} from './instance.ts';
import { runInNode } from './node-process.ts';
import { dataFolder, insideFolder, instanceFolder, labFolder } from './paths.ts';
import { command, sleep, type CommandResult } from './shell.ts';

export type { FaultName, FaultValue } from './faults.ts';
export type { CommandResult } from './shell.ts';

export type LabOptions = {
  /** How many nodes; 3 when left out. */
  readonly nodes?: number;
  /** The lab's name and folder; 'lab' when left out. Labs of different names can run at once. */
  readonly name?: string;
  /** 'none': bare nodes. 'joined': MicroK8s on all of them, node1 the control plane, the others workers. */
  readonly cluster?: 'none' | 'joined';
  /** Put the lab's key into authorized_keys of ubuntu; otherwise only the password lets in. */
  readonly userKey?: boolean;
  /** Put the lab's key into authorized_keys of root; otherwise root cannot log in. */
  readonly rootKey?: boolean;
  /** How long `snap install` takes before it does anything; HEARTH_LAB_SNAP_SECONDS or 1 when left out. */
  readonly snapSeconds?: number;
  /** Pieces that lie over every node's tree: 'cert-manager' (its images, held after an install), 'python' (all of it). */
  readonly layers?: readonly ('cert-manager' | 'python')[];
  /** Live on after the caller's end, until `down`. */
  readonly detached?: boolean;
  readonly log?: (line: string) => void;
};

export type LabNode = {
  readonly name: string;
  readonly ip: string;
  readonly port: 22;
  readonly user: string;
  readonly password: string;
  /** The ed25519 host key's fingerprint, as ssh shows it; changes with the fault new-host-key. */
  readonly hostKeyFingerprint: string;
  readonly hostKeyFingerprints: { readonly ed25519: string; readonly rsa: string };
};

export type NodeStatus = { readonly name: string; readonly ip: string; readonly state: string };

export type ExecOptions = { readonly input?: string; readonly timeoutMs?: number };

export type Lab = {
  readonly name: string;
  readonly folder: string;
  /** The lab's key pair (ed25519), which the options userKey and rootKey let in. */
  readonly keys: { readonly privateKeyFile: string; readonly publicKeyFile: string };
  readonly nodes: readonly LabNode[];
  /** A node as it is now; read again after the fault new-host-key. */
  readonly node: (name: string) => LabNode;
  readonly status: () => Promise<readonly NodeStatus[]>;
  /** Runs a shell script on a node as root, not by ssh. */
  readonly exec: (node: string, script: string, options?: ExecOptions) => Promise<CommandResult>;
  readonly fault: (node: string, name: FaultName, value?: FaultValue) => Promise<void>;
  /** The admin's kubeconfig from a control plane node, usable on this machine. */
  readonly kubeconfig: (node?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

function describeNode(instance: Instance, folder: string, name: string): LabNode {
  const key = (kind: string): string => fingerprintOf(join(nodeFolder(folder, name), 'hostkeys', `ssh_host_${kind}_key.pub`));
  const prints = { ed25519: key('ed25519'), rsa: key('rsa') };
  return {
    name,
    ip: addressOf(instance.slot, nodeIndex(instance, name)),
    port: 22,
    user: nodeUser,
    password: nodePassword,
    hostKeyFingerprint: prints.ed25519,
    hostKeyFingerprints: prints,
  };
}

function handle(instance: Instance, folder: string, stop: () => Promise<void>): Lab {
  const names = Array.from({ length: instance.nodes }, (_, index) => nodeName(index + 1));
  const exec = async (node: string, script: string, options: ExecOptions = {}): Promise<CommandResult> => {
    const { pid } = await ask(folder, { op: 'pid', node });
    return runInNode(String(pid), { script, ...options });
  };
  return {
    name: instance.name,
    folder,
    stop,
    exec,
    keys: { privateKeyFile: join(folder, 'id_ed25519'), publicKeyFile: join(folder, 'id_ed25519.pub') },
    nodes: names.map((name) => describeNode(instance, folder, name)),
    node: (name) => describeNode(instance, folder, name),
    status: async () =>
      recordsIn((await ask(folder, { op: 'status' }))['nodes']).map((node) => ({
        name: String(node['name']),
        ip: String(node['ip']),
        state: String(node['state']),
      })),
    fault: async (node, name, value = 'on') => {
      await ask(folder, { op: 'fault', node, name, value });
    },
    kubeconfig: async (node = 'node1') => {
      const result = await exec(node, 'microk8s config');
      if (result.code !== 0 || !result.stdout.startsWith('apiVersion'))
        throw new Error(`${node} has no kubeconfig: ${result.stdout}${result.stderr}`);
      return result.stdout;
    },
  };
}

/** Removes what a lab left behind, or ends it when it runs. */
export async function removeLab(name: string): Promise<boolean> {
  const folder = instanceFolder(name);
  const instance = readInstance(folder);
  if (supervisorRuns(folder)) await ask(folder, { op: 'stop' }).catch(() => undefined);
  if (instance === undefined) rmSync(folder, { recursive: true, force: true });
  else await command('bash', [join(insideFolder, 'teardown.sh'), String(instance.slot), folder]);
  return instance !== undefined;
}

/** Folders of labs that this process is bringing up: they hold a slot, but have no supervisor yet. */
const starting = new Set<string>();

function slotFile(slot: number): string {
  return `/run/hearth-lab-slot${slot}`;
}

/** The folder of the lab that has this number, or had it and is dead. */
function slotHolder(slot: number): { readonly folder: string; readonly alive: boolean } {
  const [folder = '', starter = ''] = existsSync(slotFile(slot)) ? readFileSync(slotFile(slot), 'utf8').split('\n') : [];
  const comingUp = starter === String(process.pid) ? starting.has(folder) : existsSync(`/proc/${starter}`);
  return { folder, alive: folder !== '' && (comingUp || supervisorRuns(folder)) };
}

/** False when another lab was quicker. */
function claimSlot(slot: number, folder: string): boolean {
  try {
    starting.add(folder);
    writeFileSync(slotFile(slot), `${folder}\n${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a number that no other lab on this machine has, whoever runs it; clears what a dead lab left there. */
async function takeSlot(folder: string): Promise<number> {
  for (let slot = 0; slot < 10; slot++) {
    const holder = slotHolder(slot);
    if (holder.alive) continue;
    await command('bash', [
      join(insideFolder, 'teardown.sh'),
      String(slot),
      holder.folder === '' ? join(dataFolder(), '.lost') : holder.folder,
    ]);
    if (claimSlot(slot, folder)) return slot;
  }
  throw new Error('Ten labs are running; end one first.');
}

function requireMachine(): void {
  if (process.getuid?.() !== 0) throw new Error('The lab needs root: it makes namespaces, mounts and a bridge.');
  if (!existsSync('/sys/fs/cgroup/pids')) throw new Error('The lab needs control groups of version 1; it was not made for version 2.');
}

async function prepareInstance(options: LabOptions): Promise<{ instance: Instance; folder: string }> {
  requireMachine();
  const { layers = [], name = 'lab', nodes = 3, userKey = false, rootKey = false, detached = false } = options;
  const { snapSeconds = Number(process.env['HEARTH_LAB_SNAP_SECONDS'] ?? '1') } = options;
  const built = await build({ also: layers, ...(options.log === undefined ? {} : { log: options.log }) });
  const folder = instanceFolder(name);
  if (supervisorRuns(folder)) throw new Error(`A lab named ${name} is running; end it with "npm run lab -- down", or choose another name.`);
  await removeLab(name);
  const at = (piece: string, inner: string): string => join(built.get(piece) ?? '', inner);
  const instance: Instance = {
    name,
    slot: await takeSlot(folder),
    nodes,
    userKey,
    rootKey,
    snapSeconds,
    attached: !detached,
    layer: [...layers, 'layer'].map((piece) => at(piece, 'layer')).join(':'),
    disk: at('layer', 'disk.img'),
    rootfs: at('rootfs', 'rootfs'),
  };
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, 'instance.json'), `${JSON.stringify(instance, undefined, 2)}\n`);
  await command('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'hearth-lab', '-f', join(folder, 'id_ed25519')]);
  return { instance, folder };
}

function startSupervisor(instance: Instance, folder: string): ChildProcess {
  const log = openSync(join(folder, 'supervisor.log'), 'a');
  const child = spawn(process.execPath, [join(labFolder, 'supervisor.ts'), folder], {
    detached: true,
    cwd: '/',
    stdio: [instance.attached ? 'pipe' : 'ignore', log, log],
  });
  closeSync(log);
  child.unref();
  // The pipe is the leash of an attached lab, but it must not keep its owner alive.
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}

async function waitUntilReady(child: ChildProcess, instance: Instance, folder: string): Promise<void> {
  const failed = join(folder, '..', `${instance.name}.failed`);
  rmSync(failed, { force: true });
  for (;;) {
    if (child.exitCode !== null || existsSync(failed)) {
      const why = existsSync(failed) ? readFileSync(failed, 'utf8') : `its supervisor ended with ${child.exitCode}`;
      rmSync(failed, { force: true });
      throw new Error(`The lab did not come up: ${why}`);
    }
    const status = await ask(folder, { op: 'status' }).catch(() => undefined);
    if (status?.['ready'] === true) return;
    await sleep(30);
  }
}

/** Starts a lab. Attached, as tests use it, it ends with the calling process, however that ends. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { instance, folder } = await prepareInstance(options);
  try {
    await waitUntilReady(startSupervisor(instance, folder), instance, folder);
  } finally {
    starting.delete(folder);
  }
  const lab = handle(instance, folder, async () => {
    await removeLab(instance.name);
  });
  if (options.cluster === 'joined') await formCluster(lab);
  return lab;
}

/** The lab of that name that is running, or nothing. */
export function findLab(name = 'lab'): Lab | undefined {
  const folder = instanceFolder(name);
  const instance = readInstance(folder);
  if (instance === undefined || !supervisorRuns(folder)) return undefined;
  return handle(instance, folder, async () => {
    await removeLab(name);
  });
}
