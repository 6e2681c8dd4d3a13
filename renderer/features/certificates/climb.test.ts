import { expect, test } from 'vitest';
import type { CertificateRung } from '#contract/authority.ts';
import { climb, hasPassed, settled, withRung } from './climb.ts';

const rung = (name: CertificateRung['rung'], state: CertificateRung['state']): CertificateRung => ({
  rung: name,
  state,
  found: '',
  remedy: '',
});

async function* told(...rungs: readonly CertificateRung[]) {
  yield* rungs;
}

async function climbed(stream: AsyncIterable<CertificateRung>, stop = new AbortController(), stopAfter = Infinity) {
  let rungs: readonly CertificateRung[] = [];
  let seen = 0;
  const ending = await climb(stream, stop.signal, (one) => {
    rungs = withRung(rungs, one);
    seen += 1;
    if (seen === stopAfter) stop.abort();
  });
  return { rungs, ending };
}

const [first, second] = ['name', 'wildcard'] as const;
const whole = () => told(rung(first, 'running'), rung(first, 'pass'), rung(second, 'running'), rung(second, 'skipped'));

test('what was climbed to its end without a failure has passed', async () => {
  const { rungs, ending } = await climbed(whole());
  expect(rungs.map(({ state }) => state)).toEqual(['pass', 'skipped']);
  expect(hasPassed(rungs, ending)).toBe(true);
});

test('a failed rung and one that was never reached are no pass', async () => {
  const { rungs, ending } = await climbed(told(rung(first, 'fail'), rung(second, 'not-reached')));
  expect(hasPassed(rungs, ending)).toBe(false);
});

test('what was stopped has not passed, even between two rungs, and nothing is shown as running', async () => {
  for (const after of [1, 2, 3]) {
    const { rungs, ending } = await climbed(whole(), new AbortController(), after);
    expect(hasPassed(rungs, ending)).toBe(false);
    expect(settled(rungs).some(({ state }) => state === 'running')).toBe(false);
  }
});

test('a stream that ends in the middle of a rung has not passed', async () => {
  const { rungs, ending } = await climbed(told(rung(first, 'pass'), rung(second, 'running')));
  expect(ending).toBe('cut');
  expect(hasPassed(rungs, ending)).toBe(false);
});
