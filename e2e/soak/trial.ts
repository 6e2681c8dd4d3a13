// One trial: bare machines, a set-up that is disturbed, and what must be true at its end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '#contract/runs.ts';
import { kubectlOn } from '../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../fixtures/hearth.ts';
import { startMachines, type Machines } from '../fixtures/machines.ts';
import { createPlatform, prepareAccess, readLog, readRun, startRun } from '../fixtures/platform.ts';
import { restOf, type Rest } from '../fixtures/rest.ts';
import { sleep } from '../lab/shell.ts';

const components = ['registry'];
const machineCount = 3;

/** A set-up under way, on machines and by an engine that may both be disturbed. */
export interface Trial {
  readonly machines: Machines;
  readonly runId: string;
  rest(): Rest;
  read(): Promise<Run>;
  /** SIGKILL, and a new engine with the same data; resolves when it answers. */
  killEngine(): Promise<void>;
  /** What must be so once the run is done; empty when it is. */
  findings(): Promise<readonly string[]>;
}

/** A run that is interrupted is about to be taken up. */
const isOver = ({ state }: Run): boolean => state === 'done' || state === 'failed' || state === 'cancelled';

const settled = ({ tasks }: Run) =>
  tasks
    .filter(({ state }) => state === 'done' || state === 'unchanged')
    .map(({ id, state, startedAt, endedAt, attempt }) => JSON.stringify({ id, state, startedAt, endedAt, attempt }));

/** What is wrong with the run's journal and log. */
async function journalFindings(rest: Rest, run: Run): Promise<string[]> {
  const wrong = run.state === 'done' ? [] : [`the run is ${run.state}: ${run.headline}`];
  for (const { id, state, fault } of run.tasks)
    if (state !== 'done' && state !== 'unchanged') wrong.push(`${id} is ${state}: ${fault?.what ?? ''} ${fault?.why ?? ''}`.trim());
  const seqs = (await readLog(rest, run.id)).map(({ seq }) => seq);
  const gap = seqs.findIndex((seq, index) => seq !== index);
  if (gap !== -1) wrong.push(`line ${gap} of the log has the number ${seqs[gap]}`);
  return wrong;
}

/** What is wrong with the machines. */
async function worldFindings(machines: Machines): Promise<string[]> {
  const wrong: string[] = [];
  const kubectl = kubectlOn(machines, 'node1');
  const listed = (await kubectl('get', 'nodes', '--no-headers')).split('\n').map((line) => line.split(/\s+/u).slice(0, 2).join(' '));
  const wanted = machines.nodes.map(({ name }) => `${name} Ready`);
  if (listed.toSorted().join() !== wanted.toSorted().join()) wrong.push(`the cluster has ${listed.join(', ')}`);
  const ready = await kubectl('get', 'deployment', 'registry', '--namespace', 'registry', '--output', 'jsonpath={.status.readyReplicas}');
  if (ready !== '1') wrong.push(`the registry has ${ready === '' ? 'no' : ready} ready pods`);
  // One install, however often it was asked for.
  const releases = await kubectl('get', 'secret', '--namespace', 'registry', '--selector', 'owner=helm', '--output', 'name');
  if (releases.split('\n').length !== 1) wrong.push(`the registry was installed more than once: ${releases.replaceAll('\n', ', ')}`);
  for (const { name } of machines.nodes) {
    const keys = await machines.exec(name, 'grep -c hearth /home/ubuntu/.ssh/authorized_keys');
    if (keys.stdout.trim() !== '1') wrong.push(`${name} has ${keys.stdout.trim()} key lines of Hearth`);
  }
  return wrong;
}

/** Runs `disturb` on a fresh lab of this name while a set-up is under way there. */
async function withTrial<T>(labName: string, disturb: (trial: Trial) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-soak-'));
  const machines = await startMachines({ count: machineCount, name: labName });
  let hearth: Hearth | null = null;
  try {
    let current = (hearth = await startHearth({ dataDir }));
    const platform = await createPlatform(restOf(current), machines.nodes, components);
    await prepareAccess(restOf(current), machines, platform.id);
    const runId = await startRun(restOf(current), { platformId: platform.id, kind: 'provision' });
    const before = new Set<string>();
    const read = () => readRun(restOf(current), runId);
    return await disturb({
      machines,
      runId,
      rest: () => restOf(current),
      read,
      async killEngine() {
        for (const task of settled(await read())) before.add(task);
        await current.kill();
        current = hearth = await startHearth({ dataDir, port: current.port });
      },
      async findings() {
        const run = await read();
        const now = new Set(settled(run));
        const redone = [...before].filter((task) => !now.has(task)).map((task) => `done before a kill, and not left alone: ${task}`);
        return [
          ...(await journalFindings(restOf(current), run)),
          ...redone,
          ...(run.state === 'done' ? await worldFindings(machines) : []),
        ];
      },
    });
  } finally {
    await hearth?.stop();
    await machines.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export interface Outcome {
  /** Kills, or faults by their names. */
  readonly events: readonly string[];
  /** From the start of the run to its end. */
  readonly seconds: number;
  /** Empty when all was as it must be. */
  readonly findings: readonly string[];
}

/** A set-up that is disturbed, as an outcome even where something breaks off. `disturb` writes down what it does, and answers with what it found. */
export async function tryOn(labName: string, disturb: (trial: Trial, events: string[]) => Promise<readonly string[]>): Promise<Outcome> {
  const events: string[] = [];
  let began = Date.now();
  const findings = await withTrial(labName, (trial) => {
    began = Date.now();
    return disturb(trial, events);
  }).catch((error: unknown) => [`it broke off: ${String(error)}`]);
  return { events, seconds: (Date.now() - began) / 1000, findings };
}

/** Milliseconds, looking again and again; true when the run was over before. */
export async function overWithin(trial: Trial, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    if (isOver(await trial.read())) return true;
    const left = end - Date.now();
    if (left <= 0) return false;
    await sleep(Math.min(left, 250));
  }
}
