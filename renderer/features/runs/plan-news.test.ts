import { expect, test } from 'vitest';
import type { Plan } from '#contract/runs.ts';
import { newsOf } from './plan-news.ts';

type PlannedTask = Plan['tasks'][number];
const task = (id: string, title: string, changes: string[] = []): PlannedTask => ({
  id,
  step: id,
  mode: 'apply',
  title,
  phase: 'all',
  nodeId: null,
  needs: [],
  lane: null,
  changes,
  estimateMs: 1000,
  input: {},
});
const plan = (digest: string, ...tasks: PlannedTask[]): Plan => ({
  kind: 'provision',
  title: 'Set up',
  platformId: 'p',
  phases: [],
  stays: [],
  estimateMs: 0,
  digest,
  tasks,
});
const shown = plan('1', task('install:oak', 'Install MicroK8s on oak', ['oak: the snap']), task('join:yew', 'Join yew'));

test('the same plan is no news, even if it takes another time', () => {
  expect(newsOf(shown, { ...shown, estimateMs: 5000 })).toBeNull();
});

test('another plan tells what came, what went, and what is done otherwise', () => {
  const now = plan(
    '2',
    task('install:oak', 'Install MicroK8s on oak', ['oak: the snap', 'oak: its channel']),
    task('join:ash', 'Join ash'),
  );
  expect(newsOf(shown, now)).toEqual(['New: Join ash.', 'No longer: Join yew.', 'Otherwise: Install MicroK8s on oak (oak: its channel).']);
});

test('a plan that reads the same and works with something else is another one all the same', () => {
  expect(newsOf(shown, { ...shown, digest: '2' })).toEqual([]);
});
