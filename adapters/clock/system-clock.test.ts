import { describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

describe('the clock of the system', () => {
  it('wakes a sleeper with the reason of its signal', async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(1_000_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(systemClock.sleep(1, stop.signal)).rejects.toThrow('enough');
  });

  it('sleeps longer than the longest timer of Node', async () => {
    vi.useFakeTimers();
    try {
      let awake = false;
      const days = 30 * 86_400_000;
      const sleeping = systemClock.sleep(days).then(() => (awake = true));
      await vi.advanceTimersByTimeAsync(days - 1);
      expect(awake).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      await sleeping;
      expect(awake).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});
