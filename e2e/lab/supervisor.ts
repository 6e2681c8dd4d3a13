/**
 * Holds one lab: boots its nodes, answers its control socket, and ends with all of it. When an owner started it
 * attached, the owner's end closes its standard input; when it is killed itself, the nodes are killed with it by
 * the kernel, and the reaper, which waits on a pipe from here, clears the rest.
 */
import { spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyFault, isFaultName } from './faults.ts';
import { parseRecord, readInstance, type Instance } from './instance.ts';
import { NodeProcess } from './node-process.ts';
import { insideFolder } from './paths.ts';
import { command } from './shell.ts';

function startReaper(instance: Instance, folder: string): void {
  const script = 'cat > /dev/null; exec bash "$0" "$1" "$2"';
  const reaper = spawn('bash', ['-c', script, join(insideFolder, 'teardown.sh'), String(instance.slot), folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  reaper.unref();
}

class Supervisor {
  readonly #instance: Instance;
  readonly #folder: string;
  readonly #nodes: NodeProcess[];
  #ready = false;

  constructor(instance: Instance, folder: string) {
    this.#instance = instance;
    this.#folder = folder;
    this.#nodes = Array.from({ length: instance.nodes }, (_, index) => new NodeProcess(instance, folder, index + 1));
  }

  async start(): Promise<void> {
    await Promise.all([
      command('bash', [join(insideFolder, 'net-up.sh'), String(this.#instance.slot), String(this.#instance.nodes)]),
      ...this.#nodes.map((node) => node.prepare(this.#folder)),
    ]);
    this.#listen();
    await Promise.all(this.#nodes.map((node) => node.boot()));
    this.#ready = true;
  }

  #listen(): void {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('end', () => void this.#serve(socket, text));
    });
    server.listen(join(this.#folder, 'control.sock'));
  }

  async #serve(socket: Socket, text: string): Promise<void> {
    try {
      socket.end(JSON.stringify(await this.#answer(parseRecord(text))));
    } catch (error) {
      socket.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
  }

  async #answer(request: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (request['op'] === 'stop') {
      await Promise.all(this.#nodes.map((node) => node.powerOff()));
      setTimeout(() => process.exit(0), 10);
      return {};
    }
    if (request['op'] === 'status') {
      return { ready: this.#ready, nodes: this.#nodes.map((node) => ({ name: node.name, ip: node.ip, state: node.state })) };
    }
    const node = this.#nodes.find((candidate) => candidate.name === request['node']);
    if (node === undefined) throw new Error(`The lab has no node named ${String(request['node'])}.`);
    if (request['op'] === 'pid') return { pid: await node.initPid() };
    const name = String(request['name']);
    if (request['op'] !== 'fault' || !isFaultName(name)) throw new Error(`The lab has no fault named ${name}.`);
    const { value = 'on' } = request;
    if (typeof value !== 'string') throw new Error(`${name} takes a text: on, off or a number of seconds.`);
    await applyFault(node, name, value);
    return {};
  }
}

const folder = process.argv[2] ?? '';
const instance = readInstance(folder);
if (instance === undefined) throw new Error(`No lab in ${folder}.`);
writeFileSync(join(folder, 'supervisor.pid'), String(process.pid));
startReaper(instance, folder);
if (instance.attached) {
  // The owner holds the other end; it closes when the owner ends, by whatever means.
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0));
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
try {
  await new Supervisor(instance, folder).start();
} catch (error) {
  writeFileSync(join(folder, '..', `${instance.name}.failed`), error instanceof Error ? error.message : String(error));
  rmSync(join(folder, 'supervisor.pid'), { force: true });
  process.exit(1);
}
