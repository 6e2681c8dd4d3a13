// The whole plan on the practice lab: from bare machines to a component, and then nothing left to do.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { Platform } from '#contract/platforms.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { sketchLog, sketchTarget } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice } from '#practice/open.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { planFor } from './plans/plan-for.ts';
import { steps } from './registry.ts';

const components = loadCatalog(join(import.meta.dirname, '../catalog/components'));
const signal = new AbortController().signal;

async function practiceRoom(count: number) {
  const clock = virtualClock();
  const lab = openPractice({ clock });
  const store = memoryStore();
  const machines = lab.nodes().slice(0, count);
  const platform: Platform = sketchPlatform({
    components: ['registry', 'cert-manager'],
    nodes: await Promise.all(
      machines.map(async ({ name, address }, index) => {
        const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, signal);
        const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
        const labels: Record<string, string> = index === 1 ? { disk: 'ssd' } : {};
        return sketchNode(index + 1, { name, address, user: practiceUser, hostKey, facts: null, labels });
      }),
    ),
  });
  const log = sketchLog();
  const { hosts, hearthKey, kube, helm, charts } = lab;
  let made = 0;
  const runs = createRuns({
    store: store.runs,
    clock,
    log,
    steps,
    ports: { hosts, hearthKey, kube, helm, charts, secrets: memorySecrets(), clock },
    platforms: { get: async () => platform },
    target: (on, node) => ({ ...sketchTarget(on, node), hostKey: node.hostKey }),
    newId: () => `run${(made += 1)}`,
  });
  const perform = async (kind: 'access' | 'provision') => {
    const plan = planFor({ kind, platform, passwordlessSudo: true, components, durationOf: () => null });
    const id = await runs.start({ plan, platform, startedBy: 'test', password: new Secret(practicePassword) });
    for await (const _ of runs.watch(id, -1, signal));
    return runs.get(id);
  };
  return { perform, log, lab };
}

describe('on the practice lab', () => {
  test('bare machines become a platform, and a second run finds every task unchanged', async () => {
    const { perform, log, lab } = await practiceRoom(3);
    expect(await perform('access')).toMatchObject({ state: 'done' });
    const first = await perform('provision');
    expect(first.tasks.filter((task) => !['done', 'unchanged'].includes(task.state)).map((task) => [task.id, task.fault?.what])).toEqual(
      [],
    );
    expect(first.counts.done).toBeGreaterThan(0);
    const second = await perform('provision');
    expect(second.tasks.filter((task) => task.state !== 'unchanged').map((task) => [task.id, task.state, task.lastLine])).toEqual([]);
    expect((await perform('access')).counts.unchanged).toBe(6);
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    lab.close();
  });

  test('a machine of another cluster is refused, the others are set up without it', async () => {
    const { perform, lab } = await practiceRoom(3);
    await perform('access');
    const [, , third] = lab.nodes();
    lab.setFault(third?.name ?? '', { fault: 'already-in-cluster', on: true });
    const run = await perform('provision');
    expect(run.state).toBe('failed');
    const failed = run.tasks.filter((task) => task.state === 'failed');
    expect(failed.map((task) => [task.step, task.fault?.code])).toEqual([['preflight', 'ALREADY_IN_CLUSTER']]);
    const components = run.tasks.filter((task) => task.step === 'verify-component');
    expect(components.map((task) => task.state).every((state) => state === 'done' || state === 'unchanged')).toBe(true);
    lab.close();
  });
});
