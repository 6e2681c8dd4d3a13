import { describe, expect, test } from 'vitest';
import { clusterLoginSettings } from '#contract/cluster-login.ts';
import type { RunKind, RunState, RunSummary, Task } from '#contract/runs.ts';
import { lastSetUp, loginOf, takesBackLogin } from './last-login.ts';

const counts = { waiting: 0, ready: 0, running: 0, done: 0, unchanged: 0, failed: 0, skipped: 0, cancelled: 0, interrupted: 0 };
const summary = (id: string, kind: RunKind, state: RunState): RunSummary => ({
  id,
  kind,
  state,
  title: id,
  platformId: 'p1',
  startedAt: 0,
  endedAt: 1,
  startedBy: 'window',
  counts,
  leftMs: null,
  headline: '',
});
const task = (step: string, state: Task['state'], more: Partial<Task> = {}): Task => ({
  id: `${step}:n1`,
  step,
  state,
  mode: 'apply',
  title: step,
  phase: 'all',
  nodeId: 'n1',
  needs: [],
  lane: null,
  changes: [],
  estimateMs: 0,
  input: {},
  attempt: 1,
  attempts: 1,
  startedAt: null,
  endedAt: null,
  fault: null,
  lastLine: '',
  ...more,
});

describe('the login that stands', () => {
  test('is the newest that came to its end, whatever failed since', () => {
    const runs = [
      summary('cut', 'cluster-login', 'cancelled'),
      summary('broken', 'cluster-login', 'failed'),
      summary('good', 'cluster-login', 'done'),
      summary('older', 'cluster-login', 'done'),
    ];
    expect(lastSetUp(runs)?.setUp.id).toBe('good');
    expect(lastSetUp(runs.slice(0, 2))).toBeNull();
  });

  test('may have been taken back only by what was undone since', () => {
    const runs = [summary('after', 'undo', 'done'), summary('good', 'cluster-login', 'done'), summary('before', 'undo', 'done')];
    expect(lastSetUp(runs)?.undos.map(({ id }) => id)).toEqual(['after']);
  });

  test('is taken back by an undo that has begun at an API server, not by one of something else', () => {
    const undone = { mode: 'undo' as const };
    expect(takesBackLogin({ tasks: [task('api-server-login', 'done', undone)] })).toBe(true);
    expect(takesBackLogin({ tasks: [task('api-server-login', 'failed', { ...undone, acted: true })] })).toBe(true);
    expect(takesBackLogin({ tasks: [task('api-server-login', 'cancelled', undone)] })).toBe(false);
    expect(takesBackLogin({ tasks: [task('mend-clock', 'done', undone)] })).toBe(false);
  });

  test('is what an API server was told, so none where that was skipped', () => {
    const login = clusterLoginSettings.parse({ issuer: 'https://auth.home.lan/realms/home', clientId: 'kubernetes' });
    const check = task('check-issuer', 'unchanged', { input: { login } });
    expect(loginOf({ tasks: [check, task('api-server-login', 'done', { input: { login } })] })).toEqual(login);
    expect(loginOf({ tasks: [check, task('api-server-login', 'skipped', { input: { login } })] })).toBeNull();
  });
});
