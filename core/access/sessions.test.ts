import { expect, test } from 'vitest';
import type { SessionRecord } from '#core/ports/store.ts';
import { openSessions, sessionLife } from './sessions.ts';

const day = 86_400_000;

/** A data folder that outlives its engines. */
function folder() {
  const stored = new Map<string, SessionRecord>();
  let now = 1_000;
  let next = 0;
  let saves = 0;
  const errors: unknown[] = [];
  const store = {
    list: async () => [...stored.values()],
    async save(record: SessionRecord) {
      saves += 1;
      stored.set(record.hash, record);
    },
    async remove(hashes: readonly string[]) {
      for (const hash of hashes) stored.delete(hash);
    },
  };
  const deps = {
    store,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    randomness: { token: () => `value-${(next += 1)}`, id: () => 'id', hash: (value: string) => `hash of ${value}` },
    log: { error: (_: string, error: unknown) => `${errors.push(error)}` },
  };
  return { deps, stored, errors, launch: () => openSessions(deps), wait: (ms: number) => void (now += ms), saves: () => saves };
}

test('an opening value becomes one session, once, not after its time, and not in another launch', async () => {
  const { launch, wait } = folder();
  const sessions = await launch();
  const opening = sessions.issueOpening();
  const session = await sessions.exchange(opening);
  expect(session !== null && sessions.isValid(session)).toBe(true);
  expect(await sessions.exchange(opening)).toBeNull();
  expect(await sessions.exchange('guess')).toBeNull();
  const other = sessions.issueOpening();
  expect(await (await launch()).exchange(other)).toBeNull();
  const late = sessions.issueOpening();
  wait(day + 1);
  expect(await sessions.exchange(late)).toBeNull();
});

test('a session is known to the next launch, and its value is not stored', async () => {
  const { launch, stored } = folder();
  const session = await (await launch()).begin();
  const next = await launch();
  expect(next.isValid(session)).toBe(true);
  expect(next.isValid(`hash of ${session}`)).toBe(false);
  expect([...stored.keys()]).toEqual([`hash of ${session}`]);
  expect(JSON.stringify([...stored.values()])).not.toContain(`"${session}"`);
});

test('a session ends a week after its last use, and a month after its begin however much it is used', async () => {
  const { launch, wait } = folder();
  const sessions = await launch();
  const idle = await sessions.begin();
  const busy = await sessions.begin();
  for (let days = 0; days < 7; days += 1) {
    expect(sessions.isValid(busy)).toBe(true);
    wait(day);
  }
  expect(sessions.isValid(idle)).toBe(false);
  expect((await launch()).isValid(idle)).toBe(false);
  for (let days = 7; days < 30; days += 1) {
    expect(sessions.isValid(busy)).toBe(true);
    wait(day);
  }
  expect(sessions.isValid(busy)).toBe(false);
  expect(sessionLife).toEqual({ totalMs: 30 * day, idleMs: 7 * day });
});

test('its use is noted to the hour, without a write for every request', async () => {
  const { launch, wait, saves } = folder();
  const sessions = await launch();
  const session = await sessions.begin();
  for (let request = 0; request < 100; request += 1) sessions.isValid(session);
  expect(saves()).toBe(1);
  wait(3_600_000);
  sessions.isValid(session);
  expect(saves()).toBe(2);
});

test('a revoked session is revoked for the next launch too', async () => {
  const { launch } = folder();
  const sessions = await launch();
  const [one, two, three] = [await sessions.begin(), await sessions.begin(), await sessions.begin()];
  await sessions.end(one);
  expect([one, two, three].map((session) => sessions.isValid(session))).toEqual([false, true, true]);
  await sessions.endAll();
  const next = await launch();
  expect([one, two, three].map((session) => next.isValid(session))).toEqual([false, false, false]);
});

test('a session that cannot be stored is not handed out; a use that cannot be noted is only logged', async () => {
  const { deps, launch, wait, errors } = folder();
  const sessions = await launch();
  const session = await sessions.begin();
  deps.store.save = () => Promise.reject(new Error('the disk is full'));
  await expect(sessions.begin()).rejects.toThrow('the disk is full');
  wait(2 * 3_600_000);
  expect(sessions.isValid(session)).toBe(true);
  await Promise.resolve();
  expect(errors).toHaveLength(1);
});
