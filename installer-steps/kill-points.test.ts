// kill -9 of the engine at every point of the set-up: before and after whatever it sends and whatever it writes down. Machines and
// cluster live on. Whatever the point, the next engine must bring the run to the same end, with nothing lost and nothing done twice.
import { expect, test } from 'vitest';
import { createDice } from '#core/dice.ts';
import type { Moment } from '#adapters/conformance/mortal-engine.ts';
import { expectSameEnd, tellCalmly, type Calm, type Story } from '#adapters/conformance/mortal-story.ts';
import type { Shape } from '#adapters/conformance/mortal-room.ts';

const shapes: readonly Shape[] = [
  { distribution: 'microk8s', machines: 3, controls: 1 },
  { distribution: 'microk8s', machines: 4, controls: 3 },
  { distribution: 'k8s', machines: 3, controls: 1 },
  { distribution: 'k8s', machines: 4, controls: 3 },
];
const setUp = (shape: Shape): Story => ({
  title: `${shape.distribution}, ${shape.controls} of ${shape.machines} machines lead`,
  shape,
  begin: (room) => room.once(room.planOf({ kind: 'provision', platformId: room.platform.id })),
});

/** Of each shape, so many that all together are 2,000 at least. */
const leastKills = 500;
const moments: readonly Moment[] = ['before send', 'after send', 'after exit', 'before journal'];

/** Which moments of the steps that changed something are no point; there must be none. */
function missed({ end, points }: Calm): readonly string[] {
  const acted = new Set(end.tasks?.filter((task) => task.endsWith(' done')).map((task) => task.split(/[ :]/u)[0] ?? ''));
  const found = new Set(points.map(({ step, moment }) => `${step}, ${moment}`));
  return [...acted].flatMap((step) => moments.map((moment) => `${step}, ${moment}`)).filter((point) => !found.has(point));
}

test.each(shapes.map(setUp))(
  '$title: killed at every point, the set-up ends as if nothing had been',
  { timeout: 600_000 },
  async (story) => {
    const calm = await tellCalmly(story);
    expect(calm.end).toMatchObject({ state: 'done', gaps: [], errors: [] });
    expect(missed(calm)).toEqual([]);
    let kills = 0;
    for (let at = 1; at <= calm.points.length; at += 1) kills += await expectSameEnd(story, calm, [at]);
    expect(kills).toBe(calm.points.length);
    // Two and three engines, one after another, also while they take up the run.
    const dice = createDice(1);
    while (kills < leastKills) kills += await expectSameEnd(story, calm, [1 + dice(calm.points.length), 1 + dice(60), 1 + dice(200)]);
  },
);
