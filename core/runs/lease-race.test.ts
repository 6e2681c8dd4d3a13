// Two consoles want the same cluster, with clocks that disagree, messages that come late, and sleeps in the worst moments.
import { expect, it } from 'vitest';
import type { Clock } from '#core/ports/clock.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { virtualClock, type VirtualClock } from '#practice/clock/virtual-clock.ts';
import { createPracticeClient } from '#practice/cluster/client.ts';
import { createObjectStore } from '#practice/cluster/objects.ts';
import { createLeaseKeeper, createLeaseRoom, type LeaseKeeper } from './lease-keeper.ts';

const raceMs = 150_000;

/** Small numbers that look random and are the same each time. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Console {
  readonly clock: Clock;
  /** Its whole process stands still, network and all, until then. */
  freeze(ms: number): void;
  /** Nothing of its code runs before this resolves. */
  awake(): Promise<void>;
  keeper: LeaseKeeper | null;
  lateAgain: number;
}

function createConsole(real: VirtualClock, dice: (below: number) => number): Console {
  const skew = (dice(3) - 1) * dice(600_000);
  const rate = 0.995 + dice(11) / 1000;
  const begin = real.now();
  let frozenUntil = 0;
  const awake = async () => {
    while (real.now() < frozenUntil) await real.sleep(frozenUntil - real.now());
  };
  const now = () => begin + skew + Math.floor((real.now() - begin) * rate);
  const sleep = async (ms: number, signal?: AbortSignal) => {
    const slept = real.sleep(ms / rate, signal);
    await slept.catch(() => undefined);
    await awake();
    return slept;
  };
  return { clock: { now, sleep }, freeze: (ms) => void (frozenUntil = real.now() + ms), awake, keeper: null, lateAgain: 0 };
}

interface Tally {
  starts: number;
  handOvers: number;
  /** Starts that were kept back because the Lease had run out in a sleep. */
  heldBack: number;
  wrong: string[];
}

interface Race {
  readonly seed: number;
  readonly real: VirtualClock;
  readonly dice: (below: number) => number;
  readonly cluster: KubeClient;
  readonly consoles: readonly [Console, Console];
  readonly tally: Tally;
  last: Console | null;
}

/** Messages take their time both ways; what was sent arrives, whether or not its sender still waits. */
function farClient({ real, dice, cluster }: Race, console: Console): KubeClient {
  const late = () => {
    // Time and again would be a cluster that does not answer, without which a run may go on.
    const isLate = real.now() > console.lateAgain && dice(8) === 0;
    if (isLate) console.lateAgain = real.now() + 40_000;
    return real.sleep(isLate ? dice(30_000) : dice(1200));
  };
  const never = new AbortController().signal;
  return {
    ...cluster,
    async request(request) {
      await late();
      const answer = await cluster.request({ ...request, signal: never });
      await late();
      await console.awake();
      request.signal.throwIfAborted();
      return answer;
    },
  };
}

const isOver = ({ real }: Race, begin: number) => real.now() - begin > raceMs;

/** A run of this console: asks for the Lease, starts tasks as it may, and ends. */
async function run(race: Race, console: Console, name: string): Promise<void> {
  const { dice, tally, consoles } = race;
  const other = consoles.find((one) => one !== console);
  const room = rooms.get(console) ?? createLeaseRoom();
  rooms.set(console, room);
  const deps = { installation: name, console: name, open: async () => farClient(race, console) };
  const keeper = createLeaseKeeper({ deps, room, clock: console.clock, runId: `run-${dice(1e9)}`, platformId: 'p1' });
  // Refused: the other one has it. The person tries again later.
  const isIn = await keeper.admit().then(
    () => true,
    () => false,
  );
  if (!isIn) return;
  console.keeper = keeper;
  keeper.keep({ onChange: () => {}, say: () => {} });
  for (let task = dice(60); task > 0; task -= 1) {
    await console.clock.sleep(200 + dice(3000));
    const answer = keeper.mayAct();
    if (answer === 'no') break;
    if (answer === 'later') {
      tally.heldBack += 1;
      continue;
    }
    tally.starts += 1;
    if (race.last !== null && race.last !== console) tally.handOvers += 1;
    race.last = console;
    if (other?.keeper?.mayAct() === 'yes') tally.wrong.push(`race ${race.seed}: both may start tasks`);
  }
  console.keeper = null;
  keeper.end();
}

const rooms = new WeakMap<Console, ReturnType<typeof createLeaseRoom>>();

async function hold(seed: number, tally: Tally): Promise<void> {
  const dice = createDice(seed);
  const real = virtualClock();
  const begin = real.now();
  const consoles = [createConsole(real, dice), createConsole(real, dice)] as const;
  const cluster = createPracticeClient(
    createObjectStore(() => real.now()),
    {
      server: 'https://10.20.0.11:16443',
      reach: () => new AbortController().signal,
      broken: () => new Error('broken'),
    },
  );
  const race: Race = { seed, real, dice, cluster, consoles, tally, last: null };
  const works = consoles.map(async (console, index) => {
    while (!isOver(race, begin)) {
      await run(race, console, `console-${index}`);
      await console.clock.sleep(dice(15_000));
    }
  });
  const weather = (async () => {
    while (!isOver(race, begin)) {
      await real.sleep(15_000 + dice(25_000));
      consoles[dice(2) === 0 ? 0 : 1].freeze(dice(70_000));
    }
  })();
  await Promise.all([...works, weather]);
  real.stop();
}

it('never may both start a task, in a thousand races', { timeout: 120_000 }, async () => {
  const tally: Tally = { starts: 0, handOvers: 0, heldBack: 0, wrong: [] };
  for (let seed = 1; seed <= 1000; seed += 1) await hold(seed, tally);
  expect(tally.wrong).toEqual([]);
  // They were races: both got their turn, and sleepers were kept back.
  expect(tally.starts).toBeGreaterThan(10_000);
  expect(tally.handOvers).toBeGreaterThan(500);
  expect(tally.heldBack).toBeGreaterThan(100);
});
