import { describe, expect, it } from 'vitest';
import { identityOf, judgeLease, leaseTimes, leaveToAct, type LeaseQuestion, type SeenLease } from './lease.ts';

const me = { installation: 'mine', runId: 'r1' };
const now = 1_000_000;
const lease = (more: Partial<SeenLease> = {}): SeenLease => ({
  version: '7',
  holder: 'theirs/r9',
  console: 'laptop',
  since: now - 60_000,
  renewedAt: now - 5000,
  durationMs: 30_000,
  transitions: 2,
  ...more,
});
const judge = (seen: SeenLease | null, more: Partial<LeaseQuestion> = {}) =>
  judgeLease({ seen, me, isOurs: () => false, watched: null, now, ...more });

describe('the Lease of a cluster', () => {
  it('is made where there is none, taken where it is free, and renewed by its holder', () => {
    expect(judge(null).kind).toBe('create');
    expect(judge(lease({ holder: '' })).kind).toBe('take');
    expect(judge(lease({ holder: identityOf(me) })).kind).toBe('renew');
  });

  it('of a run of this data folder that no longer runs is taken at once; of one that does, not', () => {
    expect(judge(lease({ holder: 'mine/r0' })).kind).toBe('take');
    expect(judge(lease({ holder: 'mine/r0' }), { isOurs: (runId) => runId === 'r0' }).kind).toBe('leave');
    expect(judge(lease({ holder: 'mine-too/r0' })).kind).toBe('leave');
  });

  it('of another is taken only after it was seen unchanged for its duration, whatever its times say', () => {
    const old = lease({ renewedAt: now - 86_400_000 });
    expect(judge(old)).toMatchObject({ kind: 'leave', alive: false, watched: { version: '7', since: now } });
    const seenFor = (ms: number, version = '7') => judge(old, { watched: { version, since: now - ms } }).kind;
    expect([seenFor(29_999), seenFor(30_000), seenFor(90_000, '6')]).toEqual(['leave', 'take', 'leave']);
    const patient = lease({ durationMs: 120_000 });
    expect(judge(patient, { watched: { version: '7', since: now - 60_000 } }).kind).toBe('leave');
    const hasty = lease({ durationMs: 1000 });
    expect(judge(hasty, { watched: { version: '7', since: now - 5000 } }).kind).toBe('leave');
  });

  it('seems alive while its times are near or ahead of our clock', () => {
    const alive = (renewedAt: number | null) => judge(lease({ renewedAt }));
    expect(alive(now - 29_000)).toMatchObject({ alive: true });
    expect(alive(now + 600_000)).toMatchObject({ alive: true });
    expect(alive(now - 31_000)).toMatchObject({ alive: false });
    expect(alive(null)).toMatchObject({ alive: false });
  });

  it('lets its holder act for less time than others wait, and then only once it is renewed', () => {
    expect(leaseTimes.trustMs).toBeLessThan(leaseTimes.durationMs);
    expect(leaseTimes.renewEveryMs).toBeLessThan(leaseTimes.trustMs);
    expect(leaveToAct({ kind: 'held', until: now }, now - 1)).toBe('yes');
    expect(leaveToAct({ kind: 'held', until: now }, now)).toBe('later');
    expect(leaveToAct({ kind: 'unbound' }, now)).toBe('yes');
    expect(leaveToAct({ kind: 'asking' }, now)).toBe('later');
    expect(leaveToAct({ kind: 'watching' }, now)).toBe('later');
    expect(leaveToAct({ kind: 'lost', seen: lease() }, now)).toBe('no');
  });
});
