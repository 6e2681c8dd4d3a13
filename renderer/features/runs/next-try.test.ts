import { expect, test } from 'vitest';
import { task as taskShape } from '#contract/runs.ts';
import type { Task } from '#contract/runs.ts';
import { t } from '#renderer/texts/current.ts';
import { isAwaited, nextTryAt } from './next-try.ts';
import { usualMsOf } from './run-model.ts';

const task = (more: Partial<Task>): Task => {
  const planned = {
    id: 'a',
    step: 'a',
    title: 'A',
    phase: 'p',
    nodeId: null,
    needs: [],
    lane: null,
    changes: [],
    estimateMs: 1,
    input: {},
  };
  const untouched = { attempt: 1, attempts: 3, startedAt: null, endedAt: null, fault: null, lastLine: '' };
  return taskShape.parse({ ...planned, ...untouched, state: 'waiting', ...more });
};
const waits = (retryAt: number | null): Task => task({ state: 'running', retryAt });

test('a run that only waits for another try says when the first of them begins', () => {
  expect(nextTryAt({ tasks: [waits(9_000), waits(5_000), task({ state: 'done' })] })).toBe(5_000);
});

test('it says nothing of the kind while a try or another task is under way', () => {
  expect(nextTryAt({ tasks: [waits(9_000), waits(null)] })).toBeNull();
  expect(nextTryAt({ tasks: [waits(9_000), task({ state: 'running' })] })).toBeNull();
  expect(nextTryAt({ tasks: [task({ retryAt: 9_000 })] })).toBeNull();
});

test('a time is called usual only where earlier runs speak for most of the work', () => {
  const known = (estimateMs: number): Task => task({ estimateMs, usual: true });
  const guessed = (estimateMs: number): Task => task({ estimateMs });
  const usual = (...tasks: Task[]) => usualMsOf({ estimateMs: 60_000, tasks });
  expect(usual(guessed(9_000))).toBeNull();
  expect(usual(known(5_000), guessed(5_000))).toBeNull();
  expect(usual(known(9_000), guessed(1_000))).toBe(60_000);
  expect(usual()).toBeNull();
});

test('beyond its last try a task is waiting for what does not answer, and is not at its last attempt', () => {
  const at = (attempt: number, retryAt: number | null): boolean => isAwaited(task({ state: 'running', attempt, attempts: 4, retryAt }));
  expect([at(3, 9_000), at(4, null), at(4, 9_000), at(6, null)]).toEqual([false, false, true, true]);
  expect([t.runs.attempt(4, 4), t.runs.attempt(6, 4)]).toEqual(['attempt 4 of 4', 'attempt 6; what does not answer is waited for']);
});
