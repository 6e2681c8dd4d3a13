// Whole runs of what comes after the set-up, on the practice lab with both distributions.
import { afterEach, describe, expect, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import { channelOf, installable, type Installable } from '#contract/distributions.ts';
import type { Run, RunWish } from '#contract/runs.ts';
import { object, objects, text, type Raw } from '#core/cluster/trim/raw.ts';

const signal = new AbortController().signal;
type Room = Awaited<ReturnType<typeof openPracticeRoom>>;
const rooms: Room[] = [];
afterEach(() => {
  for (const room of rooms.splice(0)) room.lab.close();
});

interface Shape {
  readonly distribution: Installable;
  readonly nodes?: number;
  readonly controls?: number;
  readonly channel?: string;
}

/** Set up, with a component whose pods have somewhere to go. */
async function setUp({ distribution, nodes = 4, controls = 1, channel = channelOf(distribution) }: Shape): Promise<Room> {
  const room = await openPracticeRoom({
    distribution,
    channel,
    nodes,
    components: ['registry'],
    shape: (node, index) => ({
      ...node,
      role: index < controls ? 'control' : 'worker',
      labels: index === nodes - 1 ? { disk: 'ssd' } : {},
      taints: index === nodes - 1 ? [{ key: 'gpu', value: 'yes', effect: 'PreferNoSchedule' }] : [],
    }),
  });
  rooms.push(room);
  expect(otherThan(await room.perform('access'), ['done', 'unchanged'])).toEqual([]);
  expect(otherThan(await room.perform('provision'), ['done', 'unchanged'])).toEqual([]);
  await spread(room);
  return room;
}

/** The set-up began on one node; each pod that can run elsewhere is sent to the node that has the fewest. */
async function spread(room: Room): Promise<void> {
  for (const pod of await list(room, '/api/v1/pods')) {
    const { name, namespace } = object(pod['metadata']);
    if (isOfNetwork(pod)) continue;
    await ask(room, `/api/v1/namespaces/${text(namespace)}/pods/${text(name)}/eviction`, { method: 'POST', body: {} });
  }
  await room.clock.sleep(10_000);
}
const isOfNetwork = (pod: Raw) => objects(object(pod['metadata'])['ownerReferences']).some(({ kind }) => kind === 'DaemonSet');

const failures = (run: Run) =>
  run.tasks.filter(({ fault }) => fault !== null).map(({ id, fault }) => `${id}: ${fault?.code}: ${fault?.what} ${fault?.why}`);
async function succeeds(room: Room, wish: RunWish): Promise<Run> {
  const run = await room.fulfil(wish);
  expect(failures(run)).toEqual([]);
  expect(run.state).toBe('done');
  return run;
}

async function ask(room: Room, path: string, write?: { readonly method: 'POST' | 'PATCH'; readonly body: unknown }): Promise<Raw> {
  const client = await room.cluster();
  const answer = await client.request({ method: 'GET', path, signal, contentType: 'application/merge-patch+json', ...write });
  return object(answer.body);
}
const list = async (room: Room, path: string) => objects((await ask(room, path))['items']);
const nameOf = (raw: Raw) => text(object(raw['metadata'])['name']);
const nodeNames = async (room: Room) => (await list(room, '/api/v1/nodes')).map(nameOf).toSorted();
const nodeNamed = async (room: Room, name: string) => ask(room, `/api/v1/nodes/${name}`);
const podsOn = async (room: Room, node: string) =>
  (await list(room, '/api/v1/pods')).filter((pod) => object(pod['spec'])['nodeName'] === node && !isOfNetwork(pod)).map(nameOf);
const idOf = async (room: Room, name: string) => (await room.stored()).nodes.find((node) => node.name === name)?.id ?? '';

const volumeOn = (node: string) => ({
  method: 'POST' as const,
  body: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pvc-1' },
    spec: {
      capacity: { storage: '5Gi' },
      claimRef: { namespace: 'registry', name: 'images' },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] },
      },
    },
  },
});

describe.each(installable.options)('%s', (distribution) => {
  test('a worker is removed: emptied, out of the cluster and out of the inventory; the others keep their work', async () => {
    const room = await setUp({ distribution });
    const pods = (await list(room, '/api/v1/pods')).length;
    expect(await podsOn(room, 'elm')).not.toEqual([]);
    const nodeId = await idOf(room, 'elm');
    const run = await succeeds(room, { kind: 'remove-node', platformId: 'p1', nodeId, machine: 'leave', keepVolumes: false });
    expect(run.tasks.map(({ step }) => step).slice(0, 5)).toEqual(['may-leave', 'cordon-node', 'drain-node', 'depart-node', 'forget-node']);
    expect(await nodeNames(room)).toEqual(['ash', 'oak', 'yew']);
    expect((await room.stored()).nodes.map(({ name }) => name)).toEqual(['oak', 'ash', 'yew']);
    // One pod of the network went with its node; everything else runs on.
    expect((await list(room, '/api/v1/pods')).length).toBe(pods - 1);
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    await expect(room.wish({ kind: 'remove-node', platformId: 'p1', nodeId, machine: 'leave', keepVolumes: false })).rejects.toMatchObject({
      view: { code: 'NOT_FOUND' },
    });
  });

  test('a lost worker is struck off without being asked; one that still works is not', async () => {
    const room = await setUp({ distribution });
    const wish: RunWish = { kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'yew'), machine: 'lost', keepVolumes: false };
    expect((await room.fulfil(wish)).tasks.find(({ state }) => state === 'failed')?.fault?.code).toBe('NODE_STILL_WORKS');
    room.setFault(3, 'power-loss');
    await room.clock.sleep(60_000);
    await succeeds(room, wish);
    expect(await nodeNames(room)).toEqual(['ash', 'elm', 'oak']);
    expect((await room.stored()).nodes).toHaveLength(3);
    // Nobody counts it as a member any more, so later runs go on as ever.
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    await succeeds(room, { kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'ash'), machine: 'leave', keepVolumes: false });
    expect(await nodeNames(room)).toEqual(['elm', 'oak']);
  });

  test('a node that a run has left closed is opened by a person, and a set-up goes on with one that is closed', async () => {
    const room = await setUp({ distribution, nodes: 3 });
    await succeeds(room, { kind: 'close-node', platformId: 'p1', node: 'ash' });
    expect(object((await nodeNamed(room, 'ash'))['spec'])['unschedulable']).toBe(true);
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    await succeeds(room, { kind: 'open-node', platformId: 'p1', node: 'ash' });
    expect(object((await nodeNamed(room, 'ash'))['spec'])['unschedulable'] ?? false).toBe(false);
  });

  test('while a machine that is to leave does not answer, its run says what else there is', async () => {
    const room = await setUp({ distribution, nodes: 3 });
    room.setFault(2, 'power-loss');
    await room.clock.sleep(60_000);
    const wish = { kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'ash'), machine: 'leave', keepVolumes: false } as const;
    const failed = (await room.fulfil(wish)).tasks.find(({ state }) => state === 'failed');
    expect([failed?.step, failed?.fault?.code]).toEqual(['depart-node', 'LEAVER_AWAY']);
    expect(failed?.fault?.todo).toContain('remove ash as lost');
  });

  test('the first of three control nodes is removed: the cluster is reached by way of another from then on', async () => {
    const room = await setUp({ distribution, controls: 3 });
    await succeeds(room, { kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'oak'), machine: 'leave', keepVolumes: false });
    expect(await nodeNames(room)).toEqual(['ash', 'elm', 'yew']);
    expect((await room.cluster()).server).toContain('10.20.0.12');
  });

  test('the only control node is refused before there is a plan', async () => {
    const room = await setUp({ distribution, nodes: 2 });
    await expect(
      room.wish({ kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'oak'), machine: 'leave', keepVolumes: true }),
    ).rejects.toMatchObject({ view: { code: 'LAST_CONTROL_NODE' } });
  });

  test.each([0, 60_000])('a control node stays while the database would lose its majority, also %i ms after another failed', async (ms) => {
    const room = await setUp({ distribution, controls: 3 });
    room.setFault(2, 'power-loss');
    await room.clock.sleep(ms);
    const run = await room.fulfil({
      kind: 'remove-node',
      platformId: 'p1',
      nodeId: await idOf(room, 'elm'),
      machine: 'leave',
      keepVolumes: false,
    });
    expect(run.tasks.find(({ step }) => step === 'may-leave')?.fault?.code).toBe('NO_QUORUM');
    expect((await nodeNamed(room, 'elm'))['spec']).toEqual({});
  });

  test('a node with volumes is left alone until a person says that they may stay behind; none is deleted', async () => {
    const room = await setUp({ distribution });
    await ask(room, '/api/v1/persistentvolumes', volumeOn('ash'));
    const nodeId = await idOf(room, 'ash');
    const refused = await room.fulfil({ kind: 'remove-node', platformId: 'p1', nodeId, machine: 'leave', keepVolumes: false });
    expect(refused.tasks.find(({ state }) => state === 'failed')?.fault).toMatchObject({
      code: 'VOLUMES_ON_NODE',
      details: { volumes: 'registry/images as pvc-1' },
    });
    expect((await nodeNamed(room, 'ash'))['spec']).toEqual({});
    await succeeds(room, { kind: 'remove-node', platformId: 'p1', nodeId, machine: 'leave', keepVolumes: true });
    expect((await list(room, '/api/v1/persistentvolumes')).map(nameOf)).toEqual(['pvc-1']);
  });

  test('a worker is rebuilt: the snap is gone in between, labels and taints are back, and it takes pods', async () => {
    const room = await setUp({ distribution });
    const run = await succeeds(room, { kind: 'rebuild-node', platformId: 'p1', nodeId: await idOf(room, 'yew'), keepVolumes: false });
    const done = run.tasks.filter(({ state }) => state === 'done').map(({ step }) => step);
    expect(done).toEqual(expect.arrayContaining(['depart-node', 'purge-distribution', 'install-distribution', 'join-worker', 'mark-node']));
    const node = await nodeNamed(room, 'yew');
    expect(object(node['metadata'])['labels']).toMatchObject({ disk: 'ssd' });
    expect(object(node['spec'])['taints']).toMatchObject([{ key: 'gpu', value: 'yes' }]);
    expect(object(node['spec'])['unschedulable']).toBeUndefined();
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
  });

  test('a machine that was installed anew is rebuilt once its new host key is trusted', async () => {
    const room = await setUp({ distribution });
    room.setFault(2, 'changed-host-key');
    const wish: RunWish = { kind: 'rebuild-node', platformId: 'p1', nodeId: await idOf(room, 'ash'), keepVolumes: false };
    const stopped = await room.fulfil(wish);
    expect(stopped.tasks.find(({ state }) => state === 'failed')?.fault).toMatchObject({
      code: 'HOST_KEY_CHANGED',
      action: 'trust-host-key',
    });
    expect(await nodeNames(room)).toContain('ash');
    await room.trust(2);
    await succeeds(room, wish);
    expect(await nodeNames(room)).toEqual(['ash', 'elm', 'oak', 'yew']);
  });

  test('a further control node is renamed on the machine, in the cluster, in all hosts files and in the inventory', async () => {
    const room = await setUp({ distribution, controls: 3 });
    const nodeId = await idOf(room, 'elm');
    await succeeds(room, { kind: 'rename-node', platformId: 'p1', nodeId, name: 'birch', keepVolumes: false });
    expect(await nodeNames(room)).toEqual(['ash', 'birch', 'oak', 'yew']);
    expect((await room.stored()).nodes.map(({ id, name }) => `${id} ${name}`)).toContain(`${nodeId} birch`);
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    await expect(room.wish({ kind: 'rename-node', platformId: 'p1', nodeId, name: 'oak', keepVolumes: false })).rejects.toMatchObject({
      view: { code: 'PLAN_INVALID' },
    });
  });

  test('an upgrade goes node by node, control nodes first, and a second one finds nothing to do', async () => {
    const from = distribution === 'k8s' ? '1.35-classic/stable' : '1.35/stable';
    const to = channelOf(distribution);
    const room = await setUp({ distribution, channel: from, controls: 3 });
    const run = await succeeds(room, { kind: 'upgrade', platformId: 'p1', channel: to });
    const refreshed = run.tasks
      .filter(({ step }) => step === 'refresh-distribution')
      .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
    expect(refreshed.map(({ id }) => id.split(':')[1])).toEqual(['oak', 'elm', 'ash', 'yew']);
    for (const node of await list(room, '/api/v1/nodes')) {
      expect(object(object(node['status'])['nodeInfo'])['kubeletVersion']).toBe('v1.36.3');
      expect(object(node['spec'])['unschedulable']).toBeUndefined();
    }
    expect((await room.stored()).channel).toBe(to);
    const again = await room.fulfil({ kind: 'upgrade', platformId: 'p1', channel: to });
    expect(otherThan(again, ['unchanged'])).toEqual([]);
  });

  test('an upgrade of a single machine leaves its pods on it, and says why', async () => {
    const room = await setUp({ distribution, nodes: 1, channel: distribution === 'k8s' ? '1.35-classic/stable' : '1.35/stable' });
    const before = await podsOn(room, 'oak');
    expect(before).not.toEqual([]);
    const run = await succeeds(room, { kind: 'upgrade', platformId: 'p1', channel: channelOf(distribution) });
    expect(run.tasks.find(({ step }) => step === 'drain-node')).toMatchObject({
      state: 'unchanged',
      lastLine: 'No other node takes pods, so those of oak stay on it and pause for a moment.',
    });
    expect(await podsOn(room, 'oak')).toEqual(before);
  });

  test('an upgrade stops before the first node that may not be touched, and goes on once it may', async () => {
    const room = await setUp({ distribution, channel: distribution === 'k8s' ? '1.35-classic/stable' : '1.35/stable' });
    const id = await room.wish({ kind: 'upgrade', platformId: 'p1', channel: channelOf(distribution) });
    await room.reached(id, 'refresh-distribution:oak', 'running');
    room.setFault(3, 'power-loss');
    const run = await room.ended(id);
    expect(run.state).toBe('failed');
    const gate = run.tasks.find(({ fault }) => fault !== null);
    expect([gate?.id, gate?.fault?.code]).toEqual(['upgrade-gate:elm', 'NODE_NOT_READY']);
    expect(object((await nodeNamed(room, 'ash'))['spec'])['unschedulable']).toBeUndefined();
    expect((await room.stored()).channel).not.toBe(channelOf(distribution));
    room.setFault(3, 'power-loss', false);
    await room.clock.sleep(60_000);
    await room.runs.resume(id);
    expect(failures(await room.ended(id))).toEqual([]);
    expect((await room.stored()).channel).toBe(channelOf(distribution));
  });

  test('a pod that its budget holds stops the drain by name; with another replica it goes on', async () => {
    const room = await setUp({ distribution });
    const [pod] = await podsOn(room, 'elm');
    const all = await list(room, '/api/v1/pods');
    const held = all.find((one) => nameOf(one) === pod);
    const { namespace, labels } = object(object(held)['metadata']);
    await ask(room, `/apis/policy/v1/namespaces/${text(namespace)}/poddisruptionbudgets`, {
      method: 'POST',
      body: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'always' },
        spec: { minAvailable: 1, selector: { matchLabels: labels } },
      },
    });
    const wish: RunWish = { kind: 'remove-node', platformId: 'p1', nodeId: await idOf(room, 'elm'), machine: 'leave', keepVolumes: false };
    const run = await room.fulfil(wish);
    expect(run.tasks.find(({ fault }) => fault !== null)?.fault).toMatchObject({
      code: 'DRAIN_BLOCKED',
      // What stands behind it would be skipped as well.
      todo: expect.not.stringMatching(/skip/i),
    });
    expect(run.tasks.find(({ fault }) => fault !== null)?.fault?.why).toContain(
      `${text(namespace)}/${pod ?? ''} (The disruption budget always needs 1 healthy pods and has 1 currently)`,
    );
    expect(await nodeNames(room)).toContain('elm');
    await ask(room, `/apis/policy/v1/namespaces/${text(namespace)}/poddisruptionbudgets/always`, {
      method: 'PATCH',
      body: { spec: { minAvailable: 0 } },
    });
    await succeeds(room, wish);
    expect(await nodeNames(room)).not.toContain('elm');
  });

  test('certificates are renewed when their last month begins, and not before', async () => {
    const room = await setUp({ distribution, controls: 3 });
    const wish: RunWish = { kind: 'renew-certificates', platformId: 'p1' };
    expect(otherThan(await room.fulfil(wish), ['unchanged'])).toEqual([]);
    await room.clock.sleep(340 * 86_400_000);
    const run = await succeeds(room, wish);
    expect(run.tasks.filter(({ step }) => step === 'renew-certificates').map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(otherThan(await room.fulfil(wish), ['unchanged'])).toEqual([]);
  });

  const interrupted: readonly (readonly [string, (nodeId: string) => RunWish, readonly string[]])[] = [
    [
      'remove-node',
      (nodeId) => ({ kind: 'remove-node', platformId: 'p1', nodeId, machine: 'leave', keepVolumes: false }),
      ['drain-node:elm', 'depart-node:elm', 'prepare-hosts-file:oak'],
    ],
    [
      'rebuild-node',
      (nodeId) => ({ kind: 'rebuild-node', platformId: 'p1', nodeId, keepVolumes: false }),
      ['depart-node:elm', 'purge-distribution:elm', 'install-distribution:elm', 'join-worker:elm'],
    ],
    [
      'rename-node',
      (nodeId) => ({ kind: 'rename-node', platformId: 'p1', nodeId, name: 'birch', keepVolumes: false }),
      ['depart-node:elm', 'purge-distribution:elm', 'prepare-hostname:birch', 'install-distribution:birch', 'join-worker:birch'],
    ],
    [
      'upgrade',
      () => ({ kind: 'upgrade', platformId: 'p1', channel: channelOf(distribution) }),
      ['drain-node:oak', 'refresh-distribution:oak', 'refresh-distribution:elm'],
    ],
  ];
  test.each(interrupted)('%s that is cut off in the middle of a task goes on from there', async (_, wishFor, tasks) => {
    for (const task of tasks) {
      const room = await setUp({ distribution, channel: distribution === 'k8s' ? '1.35-classic/stable' : '1.35/stable' });
      const id = await room.wish(wishFor(await idOf(room, 'elm')));
      await room.reached(id, task, 'running');
      await room.runs.cancel(id);
      expect((await room.ended(id)).state, task).toBe('cancelled');
      await room.runs.resume(id);
      const run = await room.ended(id);
      expect([task, ...failures(run)]).toEqual([task]);
      expect(otherThan(await room.perform('provision'), ['unchanged']), task).toEqual([]);
      for (const node of await list(room, '/api/v1/nodes')) expect(object(node['spec'])['unschedulable'], task).toBeUndefined();
    }
  });
});
