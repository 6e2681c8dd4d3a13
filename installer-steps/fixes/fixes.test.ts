// What Hearth mends: by the real scripts, on a machine that is a folder; a second time nothing is done, and undone it is as before.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { goodFacts, sketchNode } from '#core/platform/fixtures.ts';
import type { Step } from '#core/runs/step.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import type { Node } from '#contract/nodes.ts';
import { boot, type BootedMachine, type FakeMachine } from '#adapters/conformance/fake-machine.ts';
import { room, tryStep, type Scripts } from '#steps/fixtures.ts';
import { scriptNames } from '#steps/calls/call.ts';
import { cleanPackages } from './clean-packages.ts';
import { newMachineId } from './new-machine-id.ts';
import { swapOff } from './swap-off.ts';
import { timeSyncOn } from './time-sync-on.ts';

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

function on(machine: FakeMachine, nodes: readonly Node[] = [sketchNode(1), sketchNode(2)]) {
  const booted: BootedMachine = boot(machine);
  roots.push(booted.root);
  const telling = (call: ScriptCall) => {
    const { exitCode, answers, lastLine } = booted.run(call);
    return { ...Object.fromEntries(answers), exit: String(exitCode), last: lastLine };
  };
  const scripts: Scripts = Object.fromEntries(scriptNames.map((name) => [name, telling]));
  const { context } = room({ scripts, platform: { nodes: [...nodes] }, node: 'node2' });
  return { ...booted, context, mend: (step: Step) => tryStep(step, context) };
}

test('swap: off now and at the next start, and back as it was', async () => {
  const fstab = '# a comment about swap\nUUID=1 / ext4 defaults 0 1\n/swap.img none swap sw 0 0\n\tLABEL=s none swap sw 0 0';
  const machine = on({
    files: { '/etc/fstab': fstab, '/proc/swaps': 'Filename Type Size\n/swap.img file 2097148' },
    programs: { swapoff: 'echo Filename Type Size >"$HOME/proc/swaps"', swapon: 'echo "/swap.img file 1" >>"$HOME/proc/swaps"' },
  });
  expect(await mendTwice(machine, swapOff)).toEqual(['differs', 'applied and holds', 'holds']);
  expect(machine.read('/etc/fstab')).toBe(
    '# a comment about swap\nUUID=1 / ext4 defaults 0 1\n#hearth-swap#/swap.img none swap sw 0 0\n#hearth-swap#LABEL=s none swap sw 0 0\n',
  );
  expect(machine.read('/etc/fstab.before-hearth')).toBe(`${fstab}\n`);
  expect(await swapOff.checkUndone?.(machine.context)).toMatchObject({ holds: false });
  await swapOff.undo?.(machine.context);
  expect(await swapOff.checkUndone?.(machine.context)).toMatchObject({ holds: true });
  expect(machine.read('/etc/fstab')).toBe(`${fstab.replace('\t', '')}\n`);
  expect(machine.read('/proc/swaps')).toContain('/swap.img');
  expect(existsSync(join(machine.root, 'etc/fstab.before-hearth'))).toBe(false);
});

test('swap that memory cannot take back stays listed, and the failure is said', async () => {
  const machine = on({
    files: { '/etc/fstab': '/swap.img none swap sw 0 0', '/proc/swaps': 'Filename Type\n/swap.img file' },
    programs: { swapoff: 'echo "swapoff: /swap.img: swapoff failed: Cannot allocate memory" >&2; exit 255' },
  });
  await expect(machine.mend(swapOff)).rejects.toMatchObject({
    view: { code: 'SCRIPT_FAILED', why: expect.stringContaining('allocate memory') },
  });
  expect(machine.read('/etc/fstab')).toBe('/swap.img none swap sw 0 0\n');
});

test('the time service is switched on, and off again', async () => {
  const timedatectl =
    'case $1 in show) echo CanNTP=yes; echo "NTP=$(cat "$HOME/ntp")" ;; set-ntp) [ $2 = true ] && echo yes >"$HOME/ntp" || echo no >"$HOME/ntp" ;; esac';
  const machine = on({ files: { '/ntp': 'no' }, programs: { timedatectl } });
  expect(await mendTwice(machine, timeSyncOn)).toEqual(['differs', 'applied and holds', 'holds']);
  await timeSyncOn.undo?.(machine.context);
  expect(machine.read('/ntp')).toBe('no\n');
});

const twin = 'a'.repeat(32);
const copies = (facts: Parameters<typeof goodFacts>[1] = {}) => [
  sketchNode(1, { facts: goodFacts(1, { machineId: twin }) }),
  sketchNode(2, { facts: goodFacts(2, { machineId: twin, ...facts }) }),
];

test('a copy gets a machine id of its own, and the bus the same', async () => {
  const machine = on(
    {
      files: {
        '/etc/machine-id': twin,
        '/var/lib/dbus/machine-id': twin,
        '/proc/sys/kernel/random/uuid': '0a1b2c3d-1111-4222-8333-444455556666',
      },
      programs: {},
    },
    copies(),
  );
  expect(await mendTwice(machine, newMachineId)).toEqual(['differs', 'applied and holds', 'holds']);
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) expect(machine.read(path)).toBe('0a1b2c3d111142228333444455556666\n');
});

test('a member of a cluster keeps its machine id, whatever was known of it', async () => {
  const files = { '/etc/machine-id': twin, '/etc/rancher/k3s/config.yaml': '' };
  const unknown = on({ files, programs: {} }, copies());
  await expect(unknown.mend(newMachineId)).rejects.toMatchObject({ view: { code: 'SCRIPT_FAILED' } });
  const known = on({ files, programs: {} }, copies({ membership: { kind: 'k3s', detail: '', members: [] } }));
  await expect(known.mend(newMachineId)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
  for (const machine of [unknown, known]) expect(machine.read('/etc/machine-id')).toBe(`${twin}\n`);
});

test('the package cache is cleared', async () => {
  const machine = on({
    files: { '/var/cache/apt/archives/one.deb': 'x'.repeat(5000) },
    programs: { 'apt-get': '[ "${!#}" = clean ] && rm -f "$HOME"/var/cache/apt/archives/*.deb' },
  });
  expect(await mendTwice(machine, cleanPackages)).toEqual(['differs', 'applied and holds', 'holds']);
});

/** Looks, mends, and mends again. */
async function mendTwice({ context, mend }: ReturnType<typeof on>, step: Step): Promise<string[]> {
  const before = await step.check(context);
  const first = await mend(step);
  const second = await mend(step);
  return [
    before.holds ? 'holds' : 'differs',
    first.applied && first.holds ? 'applied and holds' : first.seen,
    !second.applied && second.holds ? 'holds' : second.seen,
  ];
}
