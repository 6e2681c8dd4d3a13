import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection } from '#renderer/connection.ts';
import { latePart } from './late-part.ts';

/** A part behind an engine that can be away. */
function served() {
  const lab = { isAway: false, asked: 0 };
  const part = latePart(() => {
    lab.asked += 1;
    return lab.isAway ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('table');
  });
  const goAway = (): void => {
    lab.isAway = true;
    connection.set('lost');
  };
  const comeBack = (): void => {
    lab.isAway = false;
    connection.set('open');
  };
  return { lab, part, goAway, comeBack };
}

describe('a part that is fetched late', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    connection.set('open');
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is fetched once', async () => {
    const { lab, part } = served();
    await Promise.all([part.fetch(), part.fetch()]);
    await part.fetch();
    expect([part.snapshot(), lab.asked]).toEqual([{ phase: 'there', part: 'table' }, 1]);
  });

  it('that cannot be fetched is missing, and comes by itself once the connection is open again', async () => {
    const { part, goAway, comeBack } = served();
    goAway();
    await part.fetch();
    expect(part.snapshot().phase).toBe('missing');
    comeBack();
    await vi.runAllTimersAsync();
    expect(part.snapshot()).toEqual({ phase: 'there', part: 'table' });
  });

  it('that failed before the loss was noticed, or while it ended, comes as well', async () => {
    const { lab, part, comeBack } = served();
    lab.isAway = true;
    const early = part.fetch();
    await vi.advanceTimersByTimeAsync(10);
    connection.set('lost');
    connection.set('lost');
    comeBack();
    await vi.runAllTimersAsync();
    await early;
    expect(part.snapshot().phase).toBe('there');
  });

  it('that is not there although the engine answers is said to be missing', async () => {
    const { lab, part } = served();
    lab.isAway = true;
    const fetched = part.fetch();
    await vi.runAllTimersAsync();
    await fetched;
    expect([part.snapshot().phase, lab.asked]).toEqual(['missing', 2]);
  });
});
