import { describe, expect, test } from 'vitest';
import { content, facts, node } from './fixtures.ts';
import { t } from '#renderer/texts/current.ts';
import { after, before, indexOf, landing, pageAt, pageOfPath, stepsOf, type Page, type Progress } from './steps.ts';

const start: Progress = { furthest: 0, reached: new Set(), preflight: 'unknown', wrong: new Set(), run: 'none', connected: false };
const key = { algorithm: 'ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
const known = content({
  nodes: [node('n1', { role: 'control', hostKey: key, facts: facts() }), node('n2', { hostKey: key, facts: facts() })],
});
const open = (steps: ReturnType<typeof stepsOf>): Page[] => steps.filter((step) => step.open).map((step) => step.page);

describe('which steps are open', () => {
  test('an empty platform has only the first two', () => {
    expect(open(stepsOf(content({ nodes: [] }), 'nodes', start))).toEqual(['distribution', 'nodes']);
  });
  test('machines that were let in open preflight, a block keeps roles closed', () => {
    const progress = { ...start, reached: new Set(['n1', 'n2']), furthest: indexOf('preflight') };
    const trusted = content({ nodes: known.nodes.map((each) => ({ ...each, facts: null })) });
    expect(open(stepsOf(trusted, 'preflight', progress))).toEqual(['distribution', 'nodes', 'access', 'preflight']);
    const blocked = stepsOf(known, 'access', { ...progress, preflight: 'blocked' });
    expect(open(blocked)).toEqual(['distribution', 'nodes', 'access', 'preflight']);
    expect(blocked[3]?.state).toBe('attention');
  });
  test('coming back after a restart, what was passed is still passed', () => {
    const steps = stepsOf(known, 'settings', { ...start, furthest: indexOf('settings') });
    expect(open(steps)).toEqual(['distribution', 'nodes', 'access', 'preflight', 'roles', 'settings']);
    expect(steps.map((step) => step.state)).toEqual(['done', 'done', 'done', 'done', 'done', 'current', 'todo', 'todo', 'todo']);
  });
  test('a wrong answer on an earlier page closes what comes after it', () => {
    const steps = stepsOf(known, 'review', { ...start, furthest: indexOf('review'), wrong: new Set<Page>(['settings']) });
    expect(steps[5]).toMatchObject({ state: 'attention', open: true });
    expect(steps[6]?.open).toBe(false);
  });
  test('a run stays reachable from everywhere, finish only when it is done', () => {
    const running = stepsOf(known, 'nodes', { ...start, furthest: indexOf('run'), run: 'running' });
    expect(open(running)).toContain('run');
    expect(open(running)).not.toContain('finish');
    expect(open(stepsOf(known, 'finish', { ...start, furthest: indexOf('finish'), run: 'done' }))).toContain('finish');
  });
});

describe('a cluster that is there already', () => {
  const existing = content({ distribution: 'existing', nodes: [] });
  const connected = { ...start, connected: true };
  test('is connected and looked at, without a page of machines', () => {
    expect(stepsOf(existing, 'connect', start).map(({ page }) => page)).toEqual([
      'distribution',
      'connect',
      'rights',
      'settings',
      'review',
      'run',
      'finish',
    ]);
    expect(open(stepsOf(existing, 'connect', start))).toEqual(['distribution', 'connect']);
    expect(open(stepsOf(existing, 'rights', connected))).toEqual(['distribution', 'connect', 'rights']);
    expect(open(stepsOf(existing, 'settings', { ...connected, furthest: indexOf('settings') }))).toContain('settings');
  });
  test('leads from page to page and back', () => {
    expect([after('distribution', existing), after('rights', existing)]).toEqual(['connect', 'settings']);
    expect([before('settings', existing), before('distribution', existing)]).toEqual(['rights', null]);
    expect([after('distribution', known), before('settings', known)]).toEqual(['nodes', 'roles']);
  });
  test('a page of machines that is asked for leads to the last one that may be opened', () => {
    expect(landing(stepsOf(existing, 'access', start), 'access', false)).toBe('distribution');
    expect(landing(stepsOf(existing, 'settings', connected), 'settings', false)).toBe('rights');
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
  expect(pageOfPath('kubeconfig')).toBe('connect');
  expect(pageAt('closed')).toBe('finish');
});

test('the step before the roles has one name wherever it is spoken of', () => {
  const { pages, go, back, settings } = t.wizard;
  const { title, heading } = pages.preflight;
  const spoken = [heading, go(title), back(title), settings.fit.unknown];
  for (const text of spoken) expect(text.toLowerCase()).toContain(title.toLowerCase());
});
