// kill -9 of the engine at every point of every real plan: before and after whatever it sends and whatever it writes down. Machines
// and cluster live on. Whatever the point, the next engine must bring the run to the same end, with nothing lost and nothing done twice.
import { describe, expect, test } from 'vitest';
import { openMortalRoom, type Begin, type Found, type Shape } from '#adapters/conformance/mortal-room.ts';
import type { Point } from '#adapters/conformance/mortal-engine.ts';
import type { Plan, RunWish } from '#contract/runs.ts';

type Room = Awaited<ReturnType<typeof openMortalRoom>>;

/** A kind of run: on what it begins, and how. */
interface Story {
  readonly title: string;
  readonly shape: Shape;
  /** Without kills, what the story begins with. */
  readonly before: (room: Room) => Promise<void>;
  readonly begin: (room: Room) => Begin;
}

async function openStory({ shape, before, begin }: Story) {
  const room = await openMortalRoom(shape);
  await before(room);
  return { room, live: (killAt?: number) => room.live(begin(room), killAt) };
}

/** All that must be the same whether and whenever an engine was killed. */
async function endOf(room: Room) {
  const { run, log } = await room.found();
  return {
    state: run?.state,
    tasks: run?.tasks.map(({ id, state, fault }) => `${id} ${state} ${fault?.what ?? ''}`.trim()),
    gaps: log.filter(({ seq }, index) => seq !== index).map(({ seq }) => seq),
    effects: Object.fromEntries([...room.effects].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    world: await room.world(),
    errors: room.log.lines.filter((line) => line.startsWith('error')),
  };
}

/** Tasks that had ended, as they stood then; a run taken up leaves them alone. */
const settled = ({ run }: Found) =>
  (run?.tasks ?? [])
    .filter(({ state }) => state === 'done' || state === 'unchanged')
    .map(({ id, state, startedAt, endedAt, attempt }) => ({ id, state, startedAt, endedAt, attempt }));

async function killedAt(story: Story, lives: readonly number[]) {
  const { room, live } = await openStory(story);
  for (const killAt of lives) if (!(await live(killAt)).killed) break;
  const left = await room.found();
  await live();
  const end = await endOf(room);
  const found = await room.found();
  room.close();
  return { end, undisturbed: { settled: settled(left), log: left.log }, found };
}

function expectSame(at: string, killed: Awaited<ReturnType<typeof killedAt>>, calm: Awaited<ReturnType<typeof endOf>>): void {
  expect({ at, ...killed.end }).toEqual({ at, ...calm });
  const { settled: then, log } = killed.undisturbed;
  expect(settled(killed.found), at).toEqual(expect.arrayContaining(then));
  expect(killed.found.log.slice(0, log.length), at).toEqual(log);
}

const provision: RunWish = { kind: 'provision', platformId: 'p1' };
const shapes = [
  { distribution: 'microk8s', machines: 3, controls: 1 },
  { distribution: 'microk8s', machines: 4, controls: 3 },
  { distribution: 'k8s', machines: 3, controls: 1 },
  { distribution: 'k8s', machines: 4, controls: 3 },
] as const;

const provisions = shapes.map((shape): Story => ({
  title: `set-up of ${shape.distribution}, ${shape.controls} of ${shape.machines} machines lead`,
  shape,
  before: async () => {},
  begin: (room) => room.once(room.planOf(provision)),
}));

describe('an engine killed at every point', () => {
  test.each(provisions)(
    '$title',
    async (story) => {
      const calm = await openStory(story);
      const { points } = await calm.live();
      const end = await endOf(calm.room);
      calm.room.close();
      expect(end).toMatchObject({ state: 'done', gaps: [], errors: [] });
      const t0 = performance.now();
      const bad: string[] = [];
      for (const [index, { step, moment }] of points.entries()) {
      if (index % Number(process.env['EVERY'] ?? 1) !== 0) continue;
        try {
          expectSame(`${index + 1}: ${step}, ${moment}`, await killedAt(story, [index + 1]), end);
        } catch (e) {
          bad.push(`${index + 1}: ${step}, ${moment}`);
          if (bad.length < 4) console.log(e instanceof Error ? e.message : e, (e as { diff?: string }).diff);
        }
      }
      console.log(process.memoryUsage().rss / 1e6, process.cpuUsage().user / 1e6, story.title, points.length, Math.round(performance.now() - t0), bad.length, bad);
    },
    600_000,
  );
});
