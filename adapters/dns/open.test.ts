import { lookup } from 'node:dns/promises';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openResolver } from './open.ts';

test('a question that is called off at once ends with its reason, and its late answer is nobody’s error', async () => {
  const late: unknown[] = [];
  const note = (error: unknown) => late.push(error);
  process.on('unhandledRejection', note);
  try {
    await expect(openResolver().addresses('nowhere.invalid', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    // Asked after it, of the same resolver.
    await expect(lookup('nowhere.invalid')).rejects.toThrow('nowhere.invalid');
    await setImmediate();
    expect(late).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
