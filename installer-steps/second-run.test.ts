// A plan that is carried out asks little when it is carried out again: how often a machine is spoken to is counted at the port.
import { describe, expect, test } from 'vitest';
import { openPracticeRoom, otherThan, type LabPorts } from '#adapters/conformance/practice-room.ts';
import { installable } from '#contract/distributions.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';

interface Trip {
  readonly label: string;
  readonly scripts: readonly string[];
  readonly changes: boolean;
}

/** Helm of the lab asks no machine, the real one does; here it asks for something too. */
const helmLook = (release: { readonly name: string; readonly namespace: string }): ScriptCall => ({
  script: 'check-hostname',
  args: { release: `${release.namespace}/${release.name}` },
  asRoot: true,
  changes: false,
  timeoutMs: 30_000,
});

function counting(trips: Trip[]) {
  return ({ hosts, helm }: LabPorts): LabPorts => {
    const counted: LabPorts['hosts'] = {
      ...hosts,
      run(target, call, io) {
        trips.push({ label: target.label, scripts: [call.script], changes: call.changes });
        return hosts.run(target, call, io);
      },
      runAll(target, batch, io) {
        trips.push({ label: target.label, scripts: batch.looks.map(({ script }) => script), changes: false });
        return hosts.runAll(target, batch, io);
      },
    };
    return {
      hosts: counted,
      helm: {
        ...helm,
        stateCall: (_, release) => helmLook(release),
        async state(on, release, io) {
          if (on.kind === 'node') await (io.hosts ?? counted).run(on.target, helmLook(release), io);
          return helm.state(on, release, io);
        },
      },
    };
  };
}

async function setUpTwice(distribution: (typeof installable.options)[number], controls: number) {
  const trips: Trip[] = [];
  const room = await openPracticeRoom({
    distribution,
    nodes: 4,
    components: ['registry', 'cert-manager'],
    shape: (node, index) => ({
      ...node,
      role: index < controls ? 'control' : 'worker',
      labels: { place: `shelf-${index}` },
      taints: [{ key: 'for', value: 'tests', effect: 'PreferNoSchedule' }],
    }),
    around: counting(trips),
  });
  expect(otherThan(await room.perform('access'), ['done', 'unchanged'])).toEqual([]);
  expect(otherThan(await room.perform('provision'), ['done', 'unchanged'])).toEqual([]);
  trips.length = 0;
  return { room, trips };
}

describe.each(installable.options)('the second run of a finished plan, %s', (distribution) => {
  test.each([1, 3])('%i lead: changes nothing and speaks to each machine at most twice', async (controls) => {
    const { room, trips } = await setUpTwice(distribution, controls);
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    expect(trips.filter(({ changes }) => changes)).toEqual([]);
    for (const { name } of room.platform.nodes) {
      const own = trips.filter(({ label }) => label === name);
      expect(own.length, JSON.stringify(own)).toBeLessThanOrEqual(2);
      expect(own.flatMap(({ scripts }) => scripts)).toContain('check-kernel');
    }
    trips.length = 0;
    expect(otherThan(await room.perform('access'), ['unchanged'])).toEqual([]);
    for (const { name } of room.platform.nodes) expect(trips.filter(({ label }) => label === name).length).toBeLessThanOrEqual(2);
    room.lab.close();
  });
});

test('what was undone behind its back is found and mended by the second run', async () => {
  const { room, trips } = await setUpTwice('microk8s', 1);
  const [, second] = room.platform.nodes;
  if (second === undefined) throw new Error('There is no second machine.');
  const target = { ...second, label: second.name, login: { method: 'hearth-key' as const }, sudoPassword: null, jump: null };
  const call = { script: 'remove-hosts-block', args: {}, asRoot: true, changes: true, timeoutMs: 30_000 };
  await room.lab.hosts.run(target, call, { signal: new AbortController().signal, onLine: () => undefined });
  const run = await room.perform('provision');
  expect(run.tasks.filter(({ state }) => state !== 'unchanged').map(({ id, state }) => [id, state])).toEqual([
    [`prepare-hosts-file:${second.name}`, 'done'],
  ]);
  expect(trips.filter(({ changes }) => changes).map(({ label, scripts }) => `${label} ${scripts.join(' ')}`)).toEqual([
    `${second.name} write-hosts-file`,
  ]);
  room.lab.close();
});
