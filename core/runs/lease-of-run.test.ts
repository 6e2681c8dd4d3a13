// Runs of two consoles over one cluster.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { virtualClock, type VirtualClock } from '#practice/clock/virtual-clock.ts';
import { createPracticeClient } from '#practice/cluster/client.ts';
import { createObjectStore, type ObjectStore } from '#practice/cluster/objects.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import type { RunStore } from '#core/ports/store.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep } from './fixtures.ts';
import { createRuns, type Runs } from './runs.ts';

let clock: VirtualClock;
let objects: ObjectStore;
let outage: Error | null;
beforeEach(() => {
  clock = virtualClock();
  objects = createObjectStore(() => clock.now());
  outage = null;
});
// Consoles of one test must not work on the cluster of the next.
afterEach(() => clock.stop());

const client = (): KubeClient =>
  createPracticeClient(objects, {
    server: 'https://10.20.0.11:16443',
    reach: () => {
      if (outage !== null) throw outage;
      return new AbortController().signal;
    },
    broken: () => new Error('broken'),
  });
const unreachable = () => fault('CLUSTER_UNREACHABLE', { server: 'https://10.20.0.11:16443', reason: 'It is off.' });
const held = () => objects.get('leases', 'hearth-run', 'kube-system')?.spec?.['holderIdentity'];

const plan = sketchPlan([
  { id: 'a', changes: ['a'] },
  { id: 'b', needs: ['a'], changes: ['b'] },
]);

interface Desk {
  readonly name: string;
  readonly store?: RunStore;
  /** What the first task does; it takes a minute when left out. */
  readonly act?: () => Promise<void>;
  readonly kubeconfig?: () => boolean;
}

/** A console with steps of its own and the cluster that all share. */
function sitDown({ name, store = memoryRuns(), act = () => clock.sleep(60_000), kubeconfig = () => true }: Desk) {
  const steps = [sketchStep('a', act), sketchStep('b', () => clock.sleep(60_000))];
  const lease = { installation: name, console: `desk of ${name}`, open: async () => (kubeconfig() ? client() : null) };
  const runs = createRuns(sketchDeps({ store, clock, steps, more: { lease, newId: () => `run-of-${name}` } }));
  return { runs, start: () => runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' }), store };
}

async function untilOver(runs: Runs, runId: string): Promise<Run> {
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
  return runs.get(runId);
}
const logOf = async (runs: Runs, runId: string) =>
  (await runs.logs(runId, { after: -1, limit: 1000 })).lines.map((line) => line.text).join('\n');

describe('a run over a cluster', () => {
  it('holds its Lease from begin to end, far beyond one duration, and gives it back', async () => {
    const mine = sitDown({ name: 'mine' });
    const runId = await mine.start();
    expect(held()).toBe('mine/run-of-mine');
    expect((await untilOver(mine.runs, runId)).state).toBe('done');
    await mine.runs.close();
    expect(held()).toBeUndefined();
    expect(objects.get('leases', 'hearth-run', 'kube-system')).toMatchObject({ spec: { leaseDurationSeconds: 30 } });
  });

  it('is refused while another console changes it, with its name and since when, and leaves no trace', async () => {
    const since = new Date(clock.now()).toISOString();
    const theirs = sitDown({ name: 'theirs' });
    const runId = await theirs.start();
    await clock.sleep(45_000);
    const mine = sitDown({ name: 'mine' });
    await expect(mine.start()).rejects.toMatchObject({
      view: { code: 'CLUSTER_HELD', details: { holder: 'desk of theirs, theirs/run-of-theirs', since } },
    });
    expect(await mine.store.list({ limit: 10 })).toEqual([]);
    expect((await untilOver(theirs.runs, runId)).state).toBe('done');
    expect((await untilOver(mine.runs, await mine.start())).state).toBe('done');
  });

  it('gives it back when the run could not be stored or taken up', async () => {
    const full = () => Promise.reject(new Error('The disk is full.'));
    const failing: readonly Partial<RunStore>[] = [{ create: full }, { lastLogSeq: full }];
    for (const part of failing) {
      const mine = sitDown({ name: 'mine', store: { ...memoryRuns(), ...part } });
      await expect(mine.start()).rejects.toThrow('The disk is full.');
      await mine.runs.close();
      expect(held()).toBeUndefined();
    }
  });

  it('takes over from a console that is gone, once that is certain, and says so', async () => {
    const theirs = sitDown({ name: 'theirs', act: () => new Promise(() => {}) });
    await theirs.start();
    const before = clock;
    // A power cut: nothing of that console goes on.
    before.stop();
    clock = virtualClock(before.now() + 120_000);
    const mine = sitDown({ name: 'mine' });
    const begun = clock.now();
    const run = await untilOver(mine.runs, await mine.start());
    expect(run.state).toBe('done');
    expect((run.tasks[0]?.startedAt ?? 0) - begun).toBeGreaterThanOrEqual(30_000);
    expect(await logOf(mine.runs, run.id)).toContain('still that of desk of theirs');
  });

  it('that lost its Lease starts nothing more, says who has it, and can be resumed later', async () => {
    const mine = sitDown({ name: 'mine' });
    const runId = await mine.start();
    const lease = objects.get('leases', 'hearth-run', 'kube-system');
    if (lease === null) throw new Error('no Lease');
    const other = { ...lease, metadata: { ...lease.metadata, annotations: {} }, spec: { ...lease.spec, holderIdentity: 'theirs/r9' } };
    objects.put('leases', other);
    const run = await untilOver(mine.runs, runId);
    expect(run.state).toBe('failed');
    expect(run.tasks.map(({ id, state, fault: why }) => `${id} ${state} ${why?.code ?? ''}`)).toEqual(['a done ', 'b failed LEASE_TAKEN']);
    expect(run.headline).toContain('theirs/r9');
    expect(held()).toBe('theirs/r9');
    objects.remove('leases', 'hearth-run', 'kube-system');
    await mine.runs.resume(runId);
    expect((await untilOver(mine.runs, runId)).state).toBe('done');
  });

  it('is not resumed while another console changes the cluster', async () => {
    const mine = sitDown({ name: 'mine', act: () => Promise.reject(fault('SNAP_MISSING', { host: 'n1' })) });
    const runId = await mine.start();
    expect((await untilOver(mine.runs, runId)).state).toBe('failed');
    const theirs = sitDown({ name: 'theirs' });
    await theirs.start();
    await expect(mine.runs.resume(runId)).rejects.toMatchObject({ view: { code: 'CLUSTER_HELD' } });
    expect((await mine.runs.get(runId)).state).toBe('failed');
  });
});

describe('a cluster that does not answer', () => {
  it('does not keep a run from mending it; it is asked again and held as soon as it answers', async () => {
    outage = unreachable();
    let seen: unknown = null;
    const mine = sitDown({
      name: 'mine',
      act: async () => {
        outage = null;
        await clock.sleep(30_000);
        seen = held();
      },
    });
    const runId = await mine.start();
    const run = await untilOver(mine.runs, runId);
    expect(run.tasks.map(({ state, fault: why }) => `${state} ${why?.what ?? ''}`)).toEqual(['done ', 'done ']);
    expect(seen).toBe('mine/run-of-mine');
    expect(await logOf(mine.runs, runId)).toMatch(/goes on without the cluster's Lease.*It is off\./);
  });

  it('in the middle of a run holds up the next task only until it is certain', async () => {
    const mine = sitDown({ name: 'mine' });
    const runId = await mine.start();
    await clock.sleep(1000);
    outage = unreachable();
    const run = await untilOver(mine.runs, runId);
    expect(run.state).toBe('done');
    expect(await logOf(mine.runs, runId)).toContain("goes on without the cluster's Lease");
  });
});

it('a run that makes the cluster holds its Lease as soon as there is a kubeconfig', async () => {
  let isThere = false;
  const mine = sitDown({
    name: 'mine',
    kubeconfig: () => isThere,
    act: async () => {
      isThere = true;
    },
  });
  const runId = await mine.start();
  expect(held()).toBeUndefined();
  await clock.sleep(1000);
  expect(held()).toBe('mine/run-of-mine');
  expect((await untilOver(mine.runs, runId)).state).toBe('done');
});

it('after a crash the same data folder goes on at once with the Lease of the run that it takes up', async () => {
  const store = memoryRuns();
  const first = sitDown({ name: 'mine', store, act: () => new Promise(() => {}) });
  const runId = await first.start();
  clock.stop();
  clock = virtualClock(clock.now() + 1000);
  const second = sitDown({ name: 'mine', store });
  const begun = clock.now();
  await second.runs.recover();
  const run = await untilOver(second.runs, runId);
  expect(run.state).toBe('done');
  expect((run.tasks[0]?.startedAt ?? 0) - begun).toBeLessThan(1000);
});
