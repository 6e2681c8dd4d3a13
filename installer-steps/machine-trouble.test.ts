// Machines that restart, hang, have a full disk or a locked package manager in the middle of a set-up: whenever it happens and however
// long it lasts, the run ends well, or stops with the trouble's own name and goes on from there. Nothing is waited for without end.
import { expect, test } from 'vitest';
import { openPracticeRoom, otherThan, type LabPorts } from '#adapters/conformance/practice-room.ts';
import { createDice, type Dice } from '#core/dice.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall, ScriptIo } from '#core/ports/hosts.ts';

type Trouble = 'restart' | 'freeze' | 'stuck-script' | 'full-disk' | 'package-lock';
const troubles: readonly Trouble[] = ['restart', 'freeze', 'stuck-script', 'full-disk', 'package-lock'];

/** How a run may call each, where it stops. What others see of a machine that is away counts as its own. */
const away = ['NODE_UNREACHABLE', 'CONNECTION_LOST', 'NODE_NOT_READY', 'CLUSTER_UNREACHABLE', 'NO_QUORUM'];
const names: Readonly<Record<Trouble, readonly string[]>> = {
  restart: away,
  freeze: away,
  'stuck-script': ['TIMED_OUT'],
  'full-disk': ['DISK_FULL'],
  'package-lock': ['PACKAGE_LOCKED'],
};

interface Happening {
  readonly trouble: Trouble;
  readonly node: number;
  readonly fromMs: number;
  readonly forMs: number;
}

const nodes = 4;
/** A set-up of the practice lab takes a second longer. */
const withinMs = 14_000;
const longestMs = 600_000;
/** From the beginning of a run to its end or stop: its longest trouble, what its own limits allow after it, and no more. */
const boundMs = 7_200_000;

function happeningsOf(dice: Dice): readonly Happening[] {
  return Array.from({ length: 1 + dice(3) }, () => {
    const share = dice(1000) / 1000;
    return {
      trouble: troubles[dice(troubles.length)] ?? 'restart',
      node: dice(nodes),
      fromMs: dice(withinMs),
      forMs: 1000 + Math.floor(share ** 2 * longestMs),
    };
  });
}

/** Keepalives without an answer, until the connection counts as dead. */
const silentMs = 45_000;
/** How long the package manager itself waits for its lock. */
const lockWaitMs = 30_000;
const packageScripts: ReadonlySet<string> = new Set(['install-packages', 'snap-install']);

/** Machines as they answer while they are in trouble; what they do by themselves in the practice lab is left to it. */
function troubledHosts(
  hosts: Hosts,
  { clock, has }: { readonly clock: Clock; readonly has: (trouble: Trouble, address: string) => boolean },
): Hosts {
  const locked: ScriptAnswer = { exitCode: 0, answers: new Map([['problem', ['locked|unattended-upgr']]]), lastLine: '' };
  const wait = async (ms: number, io: ScriptIo, until: () => boolean) => {
    for (const end = clock.now() + ms; clock.now() < end && !until();) await clock.sleep(1000, io.signal);
    return until();
  };
  const answered = async (
    target: HostTarget,
    call: Pick<ScriptCall, 'script' | 'timeoutMs'>,
    io: ScriptIo,
  ): Promise<ScriptAnswer | null> => {
    const doing = `${call.script} on ${target.label}`;
    const is = (trouble: Trouble) => has(trouble, target.address);
    if (is('freeze') && !(await wait(silentMs, io, () => !is('freeze'))))
      throw fault('CONNECTION_LOST', { host: target.label, port: target.port, doing });
    if (is('stuck-script') && !(await wait(call.timeoutMs, io, () => !is('stuck-script'))))
      throw fault('TIMED_OUT', { doing, seconds: call.timeoutMs / 1000 });
    if (!packageScripts.has(call.script) || !is('package-lock')) return null;
    return (await wait(lockWaitMs, io, () => !is('package-lock'))) ? null : locked;
  };
  return {
    ...hosts,
    run: async (target, call, io) => (await answered(target, call, io)) ?? hosts.run(target, call, io),
    async runAll(target, batch, io) {
      await answered(target, { script: 'several looks', timeoutMs: batch.timeoutMs }, io);
      await hosts.runAll(target, batch, io);
    },
  };
}

async function withTroubles(seed: number) {
  const happenings = happeningsOf(createDice(seed));
  const now = new Set<Happening>();
  const addresses: string[] = [];
  const has = (trouble: Trouble, address: string) => [...now].some((one) => one.trouble === trouble && addresses[one.node] === address);
  let clock: Clock | null = null;
  const late: Clock = { now: () => clock?.now() ?? 0, sleep: async (ms, signal) => clock?.sleep(ms, signal) };
  const around = (ports: LabPorts): LabPorts => ({ ...ports, hosts: troubledHosts(ports.hosts, { clock: late, has }) });
  const room = await openPracticeRoom({ nodes, components: ['registry'], around });
  clock = room.clock;
  addresses.push(...room.platform.nodes.map(({ address }) => address));
  await room.perform('access');
  const over = happenings.map(async (one) => {
    await room.clock.sleep(one.fromMs);
    now.add(one);
    const own = one.trouble === 'restart' ? 'power-loss' : one.trouble === 'full-disk' ? 'full-disk' : null;
    if (own !== null) room.setFault(one.node, own);
    await room.clock.sleep(one.forMs);
    now.delete(one);
    const same = [...now].some((other) => other.trouble === one.trouble && other.node === one.node);
    if (own !== null && !same) room.setFault(one.node, own, false);
  });
  const runId = await room.start('provision');
  const first = await room.ended(runId);
  const tookMs = (first.endedAt ?? Number.POSITIVE_INFINITY) - first.startedAt;
  await Promise.all(over);
  // The cluster has noticed that they are back.
  await room.clock.sleep(10_000);
  if (first.state === 'failed') await room.runs.resume(runId);
  const last = await room.ended(runId);
  room.lab.close();
  return { happenings, first, last, tookMs, errors: room.log.lines.filter((line) => line.startsWith('error')) };
}

/** Few enough for a machine that has other work too. */
const seedsAtOnce = 10;

test.each(Array.from({ length: 50 }, (_, index) => index * seedsAtOnce))(
  'a trouble of a machine is got over, or named and got over when it is gone (seeds from %i)',
  { timeout: 60_000 },
  async (base) => {
    for (let seed = base + 1; seed <= base + seedsAtOnce; seed += 1) {
      const { happenings, first, last, tookMs, errors } = await withTroubles(seed);
      const known = new Set(happenings.flatMap(({ trouble }) => names[trouble]));
      const unnamed = first.tasks.flatMap(({ id, state, fault }) =>
        state === 'failed' && !known.has(fault?.code ?? '') ? [`${id}: ${fault?.code} ${fault?.what} ${fault?.why}`] : [],
      );
      expect({ seed, unnamed, errors }).toEqual({ seed, unnamed: [], errors: [] });
      expect(tookMs, `seed ${seed}`).toBeLessThan(boundMs);
      expect({ seed, left: otherThan(last, ['done', 'unchanged']) }).toEqual({ seed, left: [] });
    }
  },
);
