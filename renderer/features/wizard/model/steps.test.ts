import { describe, expect, test } from 'vitest';
import { content, facts, node } from './fixtures.ts';
import { landing, pageAt, pageOfPath, stepsOf, type Page, type Progress } from './steps.ts';

const start: Progress = { furthest: 0, reached: new Set(), preflight: 'unknown', wrong: new Set(), run: 'none' };
const key = { algorithm: 'ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
const known = content({
  nodes: [node('n1', { role: 'control', hostKey: key, facts: facts() }), node('n2', { hostKey: key, facts: facts() })],
});
const open = (steps: ReturnType<typeof stepsOf>): Page[] => steps.filter((step) => step.open).map((step) => step.page);

describe('which steps are open', () => {
  test('an empty platform has only the first', () => {
    expect(open(stepsOf(content({ nodes: [] }), 'nodes', start))).toEqual(['nodes']);
  });
  test('machines that were let in open preflight, a block keeps roles closed', () => {
    const progress = { ...start, reached: new Set(['n1', 'n2']), furthest: 2 };
    const trusted = content({ nodes: known.nodes.map((each) => ({ ...each, facts: null })) });
    expect(open(stepsOf(trusted, 'preflight', progress))).toEqual(['nodes', 'access', 'preflight']);
    const blocked = stepsOf(known, 'access', { ...progress, preflight: 'blocked' });
    expect(open(blocked)).toEqual(['nodes', 'access', 'preflight']);
    expect(blocked[2]?.state).toBe('attention');
  });
  test('coming back after a restart, what was passed is still passed', () => {
    const steps = stepsOf(known, 'settings', { ...start, furthest: 4 });
    expect(open(steps)).toEqual(['nodes', 'access', 'preflight', 'roles', 'settings']);
    expect(steps.map((step) => step.state)).toEqual(['done', 'done', 'done', 'done', 'current', 'todo', 'todo', 'todo']);
  });
  test('a wrong answer on an earlier page closes what comes after it', () => {
    const steps = stepsOf(known, 'review', { ...start, furthest: 5, wrong: new Set<Page>(['settings']) });
    expect(steps[4]).toMatchObject({ state: 'attention', open: true });
    expect(steps[5]?.open).toBe(false);
  });
  test('a run stays reachable from everywhere, finish only when it is done', () => {
    const running = stepsOf(known, 'nodes', { ...start, furthest: 6, run: 'running' });
    expect(open(running)).toContain('run');
    expect(open(running)).not.toContain('finish');
    expect(open(stepsOf(known, 'finish', { ...start, furthest: 7, run: 'done' }))).toContain('finish');
  });
});

test('an address that may not be opened leads to the last page that may', () => {
  const steps = stepsOf(content({ nodes: [] }), 'review', start);
  expect(landing(steps, 'review', false)).toBe('nodes');
  expect(landing(steps, 'run', true)).toBe('run');
  expect(landing(steps, 'run', false)).toBe('nodes');
});

test('fields know their page', () => {
  expect(pageOfPath('nodes.n1.labels')).toBe('roles');
  expect(pageOfPath('nodes.n1.address')).toBe('nodes');
  expect(pageOfPath('settings.domain')).toBe('settings');
  expect(pageAt('closed')).toBe('finish');
});
