import { describe, expect, it, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import { practiceFault } from '#contract/system.ts';
import type { Run } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import { scriptNames } from '#steps/calls/call.ts';
import { scripts } from './hosts.ts';

const signal = new AbortController().signal;
const failures = (run: Run) => run.tasks.filter((task) => task.state === 'failed').map((task) => `${task.id} ${task.fault?.code}`);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: unknown) => (isFault(error) ? error.view.code : String(error)),
  );

test('the lab answers every script that steps call', () => {
  expect(scriptNames.filter((name) => scripts[name] === undefined)).toEqual([]);
});

async function roomWithAccess(nodes = 3) {
  const room = await openPracticeRoom({ nodes });
  expect((await room.perform('access')).state).toBe('done');
  return room;
}

const nodeStatus = async (room: Awaited<ReturnType<typeof roomWithAccess>>, name: string) => {
  const { body } = await (await room.cluster()).request({ method: 'GET', path: `/api/v1/nodes/${name}`, signal });
  return JSON.stringify(body);
};

describe('a fault of the lab shows where it would in earnest', () => {
  it('there is a test for each', () => {
    expect([...practiceFault.options].toSorted()).toEqual(
      ['already-in-cluster', 'changed-host-key', 'clock-skew', 'full-disk', 'power-loss', 'slow-join', 'wrong-password'].toSorted(),
    );
  });

  it('wrong password: the key cannot be installed', async () => {
    const room = await openPracticeRoom();
    room.setFault(1, 'wrong-password');
    expect(failures(await room.perform('access'))).toEqual(['install-key:elm PASSWORD_WRONG']);
  });

  it('changed host key: nothing is done on the machine', async () => {
    const room = await roomWithAccess();
    room.setFault(1, 'changed-host-key');
    expect(failures(await room.perform('provision'))).toEqual(['read-facts:elm HOST_KEY_CHANGED']);
  });

  it.each([
    ['clock-skew', 'CLOCK_SKEWED'],
    ['full-disk', 'DISK_FULL'],
    ['already-in-cluster', 'ALREADY_IN_CLUSTER'],
  ] as const)('%s: the check before the work finds it', async (fault, code) => {
    const room = await roomWithAccess();
    room.setFault(2, fault);
    expect(failures(await room.perform('provision'))).toEqual([`preflight:ash ${code}`]);
  });

  it('a disk that fills up after the check: the snap is not installed', async () => {
    const room = await roomWithAccess();
    const runId = await room.start('provision');
    await room.reached(runId, 'prepare-packages:ash', 'running');
    room.setFault(2, 'full-disk');
    expect(failures(await room.ended(runId))).toEqual(['install-distribution:ash DISK_FULL']);
  });

  it('slow join: it takes its time and comes to its end', async () => {
    const room = await roomWithAccess();
    room.setFault(2, 'slow-join');
    const run = await room.perform('provision');
    const join = run.tasks.find((task) => task.id === 'join-worker:ash');
    expect(run.state).toBe('done');
    expect((join?.endedAt ?? 0) - (join?.startedAt ?? 0)).toBeGreaterThan(20_000);
  });

  it('a worker without power: it does not answer', async () => {
    const room = await roomWithAccess();
    room.setFault(1, 'power-loss');
    expect(failures(await room.perform('provision'))).toEqual(['read-facts:elm NODE_UNREACHABLE']);
  });
});

describe('power that goes', () => {
  it('in the middle of a task and comes back: the task is tried again and the run ends well', async () => {
    const room = await roomWithAccess();
    const runId = await room.start('provision');
    await room.reached(runId, 'install-distribution:elm', 'running');
    room.setFault(1, 'power-loss');
    await room.clock.sleep(500);
    const during = (await room.runs.get(runId)).tasks.find((task) => task.id === 'install-distribution:elm');
    expect(during).toMatchObject({ state: 'running', fault: { code: 'CONNECTION_LOST' } });
    room.setFault(1, 'power-loss', false);
    const run = await room.ended(runId);
    expect(otherThan(run, ['done', 'unchanged'])).toEqual([]);
    expect(run.tasks.find((task) => task.id === 'install-distribution:elm')?.attempt).toBeGreaterThan(1);
  });

  it('and stays away: the task fails in the end, the others go on', async () => {
    const room = await roomWithAccess();
    const runId = await room.start('provision');
    await room.reached(runId, 'install-distribution:elm', 'running');
    room.setFault(1, 'power-loss');
    const run = await room.ended(runId);
    expect(failures(run)).toEqual(['install-distribution:elm NODE_UNREACHABLE']);
    expect(run.tasks.find((task) => task.id === 'join-worker:ash')?.state).toBe('done');
  });

  it('from a worker: its node and pods are no longer ready, until it is back', async () => {
    const room = await roomWithAccess();
    await room.perform('provision');
    expect(await nodeStatus(room, 'elm')).toContain('KubeletReady');
    const daemons = async () => {
      const path = '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node';
      return (await (await room.cluster()).request({ method: 'GET', path, signal })).body;
    };
    await room.clock.sleep(5000);
    expect(await daemons()).toMatchObject({ status: { desiredNumberScheduled: 3, numberReady: 3 } });
    room.setFault(1, 'power-loss');
    await room.clock.sleep(5000);
    expect(await nodeStatus(room, 'elm')).toContain('NodeStatusUnknown');
    expect(await daemons()).toMatchObject({ status: { desiredNumberScheduled: 3, numberReady: 2 } });
    room.setFault(1, 'power-loss', false);
    await room.clock.sleep(5000);
    expect(await nodeStatus(room, 'elm')).toContain('KubeletReady');
    expect(await daemons()).toMatchObject({ status: { numberReady: 3 } });
  });

  it('from the control node: the cluster is unreachable and its watches break at once', async () => {
    const room = await roomWithAccess();
    await room.perform('provision');
    const client = await room.cluster();
    const watch = await client.stream({ path: '/api/v1/nodes', query: { watch: '1', resourceVersion: '' }, signal });
    const reading = (async () => {
      for await (const _ of watch.chunks) void _;
    })();
    room.setFault(0, 'power-loss');
    expect(await codeOf(reading)).toBe('CLUSTER_UNREACHABLE');
    expect(await codeOf(client.request({ method: 'GET', path: '/api/v1/nodes', signal }))).toBe('CLUSTER_UNREACHABLE');
    room.setFault(0, 'power-loss', false);
    expect(await codeOf(client.request({ method: 'GET', path: '/api/v1/nodes', signal }))).toBe('fine');
  });
});
