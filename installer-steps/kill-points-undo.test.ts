// kill -9 of the engine at every point of the shorter runs: access, mending, and taking back what was done.
import { describe, expect, test } from 'vitest';
import { endOf, expectSameEnd, openStory, tellCalmly, type MortalRoom, type Story } from '#adapters/conformance/mortal-story.ts';
import type { Plan } from '#contract/runs.ts';
import { line, linkTasks } from './plans/planned-step.ts';
import { everyNode } from './plans/subjects.ts';

const provision = (room: MortalRoom) => room.once(room.planOf({ kind: 'provision', platformId: room.platform.id }));
const access = ({ planOf, platform }: MortalRoom) => planOf({ kind: 'access', platformId: platform.id, passwordlessSudo: true });

const mends = ['swap-off', 'time-sync-on', 'new-machine-id', 'clean-packages'];
const mending = ({ platform }: MortalRoom): Plan => ({
  kind: 'fix',
  title: 'Mend',
  platformId: platform.id,
  phases: [{ id: 'fix', title: 'Mend' }],
  stays: [],
  digest: '',
  estimateMs: 0,
  tasks: linkTasks(
    mends.flatMap((step) => line({ step, phase: 'fix', subjects: everyNode, title: () => step, needs: [], seconds: 1 })(platform)),
  ),
});

const stories: readonly Story[] = [
  {
    title: 'mending',
    shape: { distribution: 'microk8s', machines: 3, controls: 1 },
    begin: (room) => room.once(mending(room)),
  },
  {
    title: 'the undo of access',
    shape: { distribution: 'microk8s', machines: 3, controls: 1, bare: true },
    before: (room) => room.live(room.once(access(room))),
    begin: (room) => room.undo,
  },
  ...(['microk8s', 'k8s'] as const).map((distribution) => ({
    title: `the undo of a set-up of ${distribution}`,
    shape: { distribution, machines: 3, controls: 1 },
    before: (room: MortalRoom) => room.live(provision(room)),
    begin: (room: MortalRoom) => room.undo,
  })),
  {
    title: 'the undo of a set-up with three control nodes',
    shape: { distribution: 'microk8s', machines: 4, controls: 3 },
    before: (room) => room.live(provision(room)),
    begin: (room) => room.undo,
  },
];

test.each(stories)('$title: killed at every point, it ends as if nothing had been', { timeout: 600_000 }, async (story) => {
  const calm = await tellCalmly(story);
  expect(calm.end).toMatchObject({ state: 'done', gaps: [], errors: [] });
  for (let at = 1; at <= calm.points.length; at += 1) await expectSameEnd(story, calm, [at]);
});

describe('access, for which a password was given that ended with the engine', () => {
  const story: Story = {
    title: 'access',
    shape: { distribution: 'microk8s', machines: 3, controls: 1, bare: true },
    begin: (room) => room.once(access(room)),
  };

  test(
    'killed at every point, it ends or asks for the password again, and is done with it, with one line of one key',
    { timeout: 600_000 },
    async () => {
      const calm = await tellCalmly(story);
      for (let at = 1; at <= calm.points.length; at += 1) {
        const { room, live } = await openStory(story);
        await live(at);
        await live();
        const { run } = await room.found();
        const asked = run?.tasks.flatMap(({ fault }) => (fault === null ? [] : [fault.code])) ?? [];
        expect(
          asked.filter((code) => code !== 'AUTH_REFUSED' && code !== 'SUDO_PASSWORD_NEEDED'),
          `killed at ${at}`,
        ).toEqual([]);
        expect([at, run?.state]).toEqual([at, asked.length === 0 ? 'done' : 'failed']);
        if (asked.length > 0) await room.live(room.again(access(room)));
        const { tasks: _, ...end } = await endOf(room);
        const { tasks: __, ...wanted } = calm.end;
        expect({ at, ...end }).toEqual({ at, ...wanted });
        room.close();
      }
    },
  );
});
