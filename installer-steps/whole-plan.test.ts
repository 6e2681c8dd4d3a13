// The whole plan on the practice lab: from bare machines to a component, and then nothing left to do.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { channelOf, distributions, installable, type Installable } from '#contract/distributions.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Run } from '#contract/runs.ts';
import { object, objects, text } from '#core/cluster/trim/raw.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { inventoryOf } from '#core/platform/amend.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
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

interface Wish {
  readonly machines: number;
  readonly controls: number;
  readonly distribution: Installable;
}

async function practiceRoom({ machines: count, controls, distribution }: Wish) {
  const clock = virtualClock();
  const lab = openPractice({ clock, kubeconfigs: kubeconfigReader });
  const store = memoryStore();
  const machines = lab.nodes().slice(0, count);
  const platform: Platform = sketchPlatform({
    components: ['registry', 'cert-manager'],
    distribution,
    channel: channelOf(distribution),
    settings: { ...sketchPlatform().settings, storageClass: distributions[distribution].storageClass },
    nodes: await Promise.all(
      machines.map(async ({ name, address }, index) => {
        const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, signal);
        const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
        const labels: Record<string, string> = index === 1 ? { disk: 'ssd' } : {};
        const role = index < controls ? 'control' : 'worker';
        return sketchNode(index + 1, { role, name, address, user: practiceUser, hostKey, facts: null, labels });
      }),
    ),
  });
  const log = sketchLog();
  const secrets = memorySecrets();
  const { hosts, hearthKey, kube, helm, charts } = lab;
  let made = 0;
  const runs = createRuns({
    store: store.runs,
    clock,
    log,
    steps,
    ports: {
      hosts,
      hearthKey,
      kube,
      helm,
      charts,
      secrets,
      inventory: inventoryOf({ platforms: store.platforms, clock, yaml }),
      clock,
      hash: (value) => value,
    },
    platforms: { get: async () => platform },
    target: (on, node) => ({ ...sketchTarget(on, node), hostKey: node.hostKey }),
    newId: () => `run${(made += 1)}`,
  });
  const perform = async (kind: 'access' | 'provision', onChange: (now: Run) => void = () => {}) => {
    const wish = kind === 'access' ? { kind, platformId: platform.id, passwordlessSudo: true } : { kind, platformId: platform.id };
    const plan = planFor({ wish, platform, components, durationOf: () => null });
    const id = await runs.start({ plan, platform, startedBy: 'test', password: new Secret(practicePassword) });
    for await (const _ of runs.watch(id, -1, signal)) onChange(await runs.get(id));
    return runs.get(id);
  };
  const nodeNames = async (): Promise<string[]> => {
    const kubeconfig = await secrets.get(kubeconfigName(platform.id));
    if (kubeconfig === null) return [];
    const { body } = await kube.connect(kubeconfig).request({ method: 'GET', path: '/api/v1/nodes', signal });
    return objects(object(body)['items']).map((item) => text(object(item['metadata'])['name']));
  };
  return { perform, log, lab, platform, nodeNames };
}

const shapes = installable.options.flatMap((distribution) => [
  { distribution, machines: 3, controls: 1 },
  { distribution, machines: 4, controls: 3 },
]);

describe('on the practice lab', () => {
  test.each(shapes)(
    '$distribution, $controls of $machines machines lead: bare machines become a platform, and a second run finds every task unchanged',
    async (wish) => {
      const { perform, log, lab, platform, nodeNames } = await practiceRoom(wish);
      expect(await perform('access')).toMatchObject({ state: 'done' });
      const first = await perform('provision');
      expect(first.tasks.filter((task) => !['done', 'unchanged'].includes(task.state)).map((task) => [task.id, task.fault?.what])).toEqual(
        [],
      );
      expect(first.counts.done).toBeGreaterThan(0);
      const joins = first.tasks.filter((task) => task.step === 'join-control' || task.step === 'join-worker');
      expect(joins.map((task) => task.step).toSorted()).toEqual([
        ...Array.from({ length: wish.controls - 1 }, () => 'join-control'),
        ...Array.from({ length: wish.machines - wish.controls }, () => 'join-worker'),
      ]);
      // One at a time.
      const spans = joins.map(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0] as const).toSorted(([a], [b]) => a - b);
      for (const [index, [start]] of spans.entries()) expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
      expect(await nodeNames()).toEqual(platform.nodes.map(({ name }) => name).toSorted());
      const second = await perform('provision');
      expect(
        second.tasks.filter((task) => task.state !== 'unchanged').map((task) => [task.id, task.state, task.fault?.what, task.fault?.why]),
      ).toEqual([]);
      expect((await perform('access')).counts.unchanged).toBe(2 * wish.machines);
      expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
      lab.close();
    },
  );

  test.each(installable.options)(
    '%s: the first of three control nodes loses its power: a worker joins by way of another',
    async (distribution) => {
      const { perform, lab, platform, log } = await practiceRoom({ distribution, machines: 4, controls: 3 });
      await perform('access');
      const [first = '', , third = '', worker = ''] = platform.nodes.map(({ name }) => name);
      const run = await perform('provision', (now) => {
        const done = now.tasks.find((task) => task.id === `join-control:${third}`)?.state === 'done';
        if (done) lab.setFault(first, { fault: 'power-loss', on: true });
      });
      expect(run.tasks.find((task) => task.id === `join-worker:${worker}`)?.state).toBe('done');
      expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
      lab.close();
    },
  );

  test('a machine of another cluster is refused, the others are set up without it', async () => {
    const { perform, lab } = await practiceRoom({ distribution: 'microk8s', machines: 3, controls: 1 });
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
