import { describe, expect, test } from 'vitest';
import type { PreflightCell } from '#contract/nodes.ts';
import type { Component } from '#contract/system.ts';
import { capacityOf, closureOf, fitOf, toggled, wantedBy } from './components-fit.ts';
import { Draft, textOf } from './draft.ts';
import { parseLabels } from './fields.ts';
import { content, facts, node } from './fixtures.ts';
import { byNodeId, verdictOf } from './issues.ts';
import { isKept } from './kept.ts';
import { recapOf } from './recap.ts';
import { jobsOf, passwordProblems } from './passwords.ts';
import { basisOf, cellKey, firstTrouble, moved, tableOf } from './preflight-table.ts';

const cell = (nodeId: string, check: string, state: PreflightCell['state']): PreflightCell => ({
  nodeId,
  check,
  title: check,
  state,
  found: 'f',
  wanted: 'w',
  reason: 'r',
  remedy: 'm',
  command: 'c',
  fix: null,
});
const table = (cells: PreflightCell[], running = false) =>
  tableOf(new Map(cells.map((each) => [cellKey(each), each])), [{ id: 'a' }, { id: 'b' }], running);

describe('the preflight table', () => {
  test('a single block decides, and is shown first', () => {
    const now = table([cell('a', 'cpu', 'warn'), cell('b', 'cpu', 'pass'), cell('b', 'disk', 'block'), cell('a', 'disk', 'pass')]);
    expect(now.verdict).toBe('blocked');
    expect(now.blockedNodes).toEqual(['b']);
    expect(now.rows.map((row) => row.worst)).toEqual(['warn', 'block']);
    expect(firstTrouble(now)?.check).toBe('disk');
  });
  test('warnings pass, unknowns do not, and nothing passes while it runs', () => {
    expect(table([cell('a', 'cpu', 'warn')]).verdict).toBe('passed');
    expect(table([cell('a', 'cpu', 'unknown')]).verdict).toBe('unknown');
    expect(table([cell('a', 'cpu', 'pass')], true).verdict).toBe('running');
    expect(table([]).verdict).toBe('unknown');
  });
  test('machines that left the list no longer count', () => {
    expect(table([cell('gone', 'cpu', 'block'), cell('a', 'cpu', 'pass')]).verdict).toBe('passed');
  });
  test('arrow keys stay inside', () => {
    const size = { rows: 2, columns: 3 };
    expect(moved({ row: 0, column: 0 }, 'up', size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 1, column: 1 }, 'down', size)).toEqual({ row: 1, column: 1 });
    expect(moved({ row: 1, column: 0 }, 'end', size)).toEqual({ row: 1, column: 2 });
  });
});

const component = (id: string, needs: string[], memoryGib: number): Component => ({
  id,
  title: id.toUpperCase(),
  summary: '',
  version: '1',
  core: false,
  needs,
  resources: { cpuMilli: 500, memoryBytes: memoryGib * 2 ** 30, storageBytes: 0 },
});
const catalogue = [component('certs', [], 1), component('registry', ['certs'], 2), component('ci', ['registry'], 40)];

describe('components', () => {
  test('what is needed comes along and says for whom', () => {
    const closure = closureOf(['ci', 'lost'], catalogue);
    expect(closure).toEqual({ ids: ['certs', 'registry', 'ci'], broughtBy: { registry: ['CI'], certs: ['REGISTRY'] }, missing: ['lost'] });
    expect(toggled(['ci'], 'ci', false)).toEqual([]);
    expect(toggled(['ci'], 'certs', true)).toEqual(['ci', 'certs']);
  });
  test('a circle in the catalogue ends', () => {
    const circle = [component('a', ['b'], 1), component('b', ['a'], 1)];
    expect(closureOf(['a'], circle).ids).toEqual(['a', 'b']);
  });
  test('fit is measured against what the machines have, not guessed without it', () => {
    const nodes = [node('a', { facts: facts({ cores: 8, memoryGib: 16 }) })];
    expect(fitOf(wantedBy(['certs'], catalogue), capacityOf(nodes))).toBe('fits');
    expect(fitOf(wantedBy(['ci'], catalogue), capacityOf(nodes))).toBe('too-much');
    expect(fitOf(wantedBy(['ci'], catalogue), capacityOf([node('a')]))).toBe('unknown');
  });
});

describe('what is wrong', () => {
  test('issues by position are tied to the machine and its page', () => {
    const state = { content: content(), pending: {} };
    const verdict = verdictOf(state, [{ path: 'nodes.1.address', severity: 'error', message: 'no' }]);
    expect(verdict.errors['nodes.n2.address']).toBe('no');
    expect([...verdict.wrongPages]).toEqual(['nodes']);
    expect(byNodeId('nodes.7.address', content())).toBe('nodes.7.address');
    expect(byNodeId('nodes.0.labels.disk', content())).toBe('nodes.n1.labels');
  });
  test('ranges that meet each other, hold a machine or run backwards are said beside their field', () => {
    const settings = { ...content().settings, podCidr: '10.0.0.0/8', ingressPool: { from: '10.0.0.9', to: '10.0.0.1' } };
    const { errors } = verdictOf({ content: content({ settings }), pending: {} }, []);
    expect(Object.keys(errors).toSorted()).toEqual(['settings.ingressPool.to', 'settings.podCidr', 'settings.serviceCidr']);
  });
  test('a machine inside a range is said beside the range only', () => {
    const settings = { ...content().settings, podCidr: '10.0.0.0/16' };
    const issues = [{ path: 'nodes.0.address', severity: 'error' as const, message: 'lies in the pod range' }];
    const { errors, wrongPages } = verdictOf({ content: content({ settings }), pending: {} }, issues);
    expect(Object.keys(errors)).toEqual(['settings.podCidr']);
    expect([...wrongPages]).toEqual(['settings']);
  });
  test('two control nodes are one too many', () => {
    const nodes = [node('n1', { role: 'control' }), node('n2', { role: 'control' })];
    expect(verdictOf({ content: content({ nodes }), pending: {} }, []).errors['roles']).toBe(
      'Two control nodes stop when either one stops; choose one or three.',
    );
  });
  test('of a cluster that stands it is said, and holds up nothing', () => {
    const nodes = [node('n1', { role: 'control' }), node('n2', { role: 'control' })];
    const { errors, warnings, wrongPages } = verdictOf({ content: content({ nodes }), pending: {} }, [], 'built');
    expect([errors['roles'], [...wrongPages]]).toEqual([undefined, []]);
    expect(warnings['roles']).toContain('Two control nodes stop');
  });
  test('an empty list is not an error before anybody wanted to go on', () => {
    const empty = content({ nodes: [] });
    expect(verdictOf({ content: empty, pending: {} }, [{ path: 'nodes', severity: 'error', message: 'none' }]).errors).toEqual({});
    // The engine looked at the list before a machine was added to it.
    expect(verdictOf({ content: content({}), pending: {} }, [{ path: 'nodes', severity: 'error', message: 'none' }]).wrongPages.size).toBe(
      0,
    );
  });
});

test('a second label and a second taint can be typed key by key', () => {
  const typed = (path: string, text: string): string => {
    const platform = { ...content({ nodes: [node('n1')] }), id: 'p', revision: 1, createdAt: 0, savedAt: 0 };
    const stored = async () => platform;
    const draft = new Draft(platform, { save: stored, load: stored, later: () => () => {}, keep: () => {}, isConflict: () => false });
    for (const letter of text) draft.type(path, textOf(draft.state, path) + letter);
    return textOf(draft.state, path);
  };
  expect(typed('nodes.n1.labels', 'disk=ssd, zone=1')).toBe('disk=ssd, zone=1');
  expect(typed('nodes.n1.taints', 'gpu=yes:NoSchedule, old:NoExecute')).toBe('gpu=yes:NoSchedule, old:NoExecute');
});

test('labels are read as written, and the wrong part is named', () => {
  expect(parseLabels('disk=ssd, example.com/rack=a')).toEqual({ labels: { disk: 'ssd', 'example.com/rack': 'a' } });
  for (const wrong of ['disk', 'di sk=x', 'a=ü', 'a=1,a=2', 'a=1, ']) expect(parseLabels(wrong)).toHaveProperty('message');
});

test('equal passwords need one run, missing ones are named', () => {
  expect(jobsOf({ nodeIds: ['a', 'b', 'c'], each: true, passwords: { a: 'x', b: 'y', c: 'x' } })).toEqual([
    { nodeIds: ['a', 'c'], password: 'x' },
    { nodeIds: ['b'], password: 'y' },
  ]);
  expect(passwordProblems({ nodeIds: ['a', 'b'], each: true, passwords: { a: 'x' } }, 'missing')).toEqual({ b: 'missing' });
  expect(passwordProblems({ nodeIds: ['a'], each: false, passwords: {} }, 'missing')).toEqual({ all: 'missing' });
});

test('foreign text in the storage of the window is not taken for a draft', () => {
  expect(isKept({ base: content(), content: content(), pending: { name: '' } })).toBe(true);
  for (const odd of [
    null,
    1,
    {},
    { base: content(), content: {}, pending: {} },
    { base: content(), content: content(), pending: { a: 1 } },
  ]) {
    expect(isKept(odd)).toBe(false);
  }
});

test('what was checked for other addresses is not called fit', () => {
  const before = content();
  const after = content({ settings: { ...before.settings, ingressPool: { from: '10.0.0.1', to: '10.0.0.5' } } });
  const table = { ...tableOf(new Map([['n1/a', cell('n1', 'a', 'pass')]]), [node('n1')], false), cluster: null, basis: basisOf(before) };
  expect([before, after].map((now) => recapOf('preflight', now, table))).toEqual(['all fit', 'checked before the settings changed']);
});
