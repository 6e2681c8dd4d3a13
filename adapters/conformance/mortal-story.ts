// A run that is killed: told once without a kill and then with them, and compared.
import { expect } from 'vitest';
import type { Point } from './mortal-engine.ts';
import { openMortalRoom, type Begin, type Found, type Shape } from './mortal-room.ts';

export type MortalRoom = Awaited<ReturnType<typeof openMortalRoom>>;

export interface Story {
  readonly title: string;
  readonly shape: Shape;
  /** Without kills, what comes before. */
  readonly before?: (room: MortalRoom) => Promise<unknown>;
  readonly begin: (room: MortalRoom) => Begin;
}

/** What only waits for others, or switches on what an earlier task may switch on too, finds it so or does it as time would have it. */
const atOthersPace: ReadonlySet<string> = new Set(['verify-component', 'enable-feature']);

/** All that must be the same whether and whenever an engine was killed. */
export async function endOf(room: MortalRoom) {
  const { run, log } = await room.found();
  return {
    state: run?.state,
    tasks: run?.tasks.map(({ id, step, state, fault }) =>
      `${id} ${state === 'unchanged' && atOthersPace.has(step) ? 'done' : state} ${fault?.what ?? ''}`.trim(),
    ),
    /** Numbers that are missing or there twice. */
    gaps: log.filter(({ seq }, index) => seq !== index).map(({ seq }) => seq),
    effects: Object.fromEntries([...room.effects].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    world: await room.world(),
    errors: room.log.lines.filter((line) => line.startsWith('error')),
  };
}
type End = Awaited<ReturnType<typeof endOf>>;

/** Tasks that had ended, as they stood then; a run taken up leaves them alone. */
const settledIn = ({ run }: Found) =>
  (run?.tasks ?? [])
    .filter(({ state }) => state === 'done' || state === 'unchanged')
    .map(({ id, state, startedAt, endedAt, attempt }) => ({ id, state, startedAt, endedAt, attempt }));

export async function openStory({ shape, before, begin }: Story) {
  const room = await openMortalRoom(shape);
  await before?.(room);
  return { room, live: (killAt?: number) => room.live(begin(room), killAt) };
}

export interface Calm {
  readonly points: readonly Point[];
  readonly end: End;
}

/** Nobody is killed: how it ends, and where it can be killed. */
export async function tellCalmly(story: Story): Promise<Calm> {
  const { room, live } = await openStory(story);
  const { points } = await live();
  const end = await endOf(room);
  room.close();
  return { points, end };
}

/** One engine after another is killed at these points of its life, the last one is not. False when none came so far. */
export async function tellWithKills(story: Story, calm: Calm, kills: readonly number[]) {
  const { room, live } = await openStory(story);
  let killed = 0;
  for (const killAt of kills) {
    if (!(await live(killAt)).killed) break;
    killed += 1;
  }
  const left = await room.found();
  await live();
  const end = await endOf(room);
  const found = await room.found();
  room.close();
  return { killed, left, end, found };
}

/** As `tellWithKills`, and all must have come as without. Returns how many were killed. */
export async function expectSameEnd(story: Story, calm: Calm, kills: readonly number[]): Promise<number> {
  const { killed, left, end, found } = await tellWithKills(story, calm, kills);
  const point = calm.points[(kills[0] ?? 0) - 1];
  const at = `killed at ${kills.join(', then ')} (${point?.step ?? ''}, ${point?.moment ?? ''})`;
  expect({ at, ...end }).toEqual({ at, ...calm.end });
  if (left.run?.id !== found.run?.id) return killed;
  expect(settledIn(found), at).toEqual(expect.arrayContaining(settledIn(left)));
  // What was written once stands as it was written.
  expect(found.log.slice(0, left.log.length), at).toEqual(left.log);
  return killed;
}
