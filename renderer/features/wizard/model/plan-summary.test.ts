import { expect, test } from 'vitest';
import type { Plan } from '#contract/runs.ts';
import { rulesOf } from './sudo-rules.ts';
import { longestChain } from '#renderer/kit/tasks/longest-chain.ts';
import { planFile, planFileName, sumPlan, type PlannedTask } from './plan-summary.ts';

const task = (id: string, part: Partial<PlannedTask> = {}): PlannedTask => ({
  id,
  step: id,
  mode: 'apply',
  title: id,
  phase: 'prepare',
  nodeId: null,
  needs: [],
  lane: null,
  changes: [],
  estimateMs: 1000,
  input: {},
  ...part,
});
const plan: Plan = {
  kind: 'provision',
  title: 'Build',
  platformId: 'p1',
  phases: [
    { id: 'prepare', title: 'Prepare' },
    { id: 'empty', title: 'Nothing' },
    { id: 'join', title: 'Join' },
  ],
  tasks: [
    task('a:n1', { nodeId: 'n1', changes: ['Set the host name'] }),
    task('a:n2', { nodeId: 'n2', estimateMs: 4000 }),
    task('b:n2', { nodeId: 'n2', needs: ['a:n2'], changes: ['one', 'two'] }),
    task('join', { phase: 'join', needs: ['a:n1', 'b:n2'] }),
  ],
  stays: [],
  digest: '',
  estimateMs: 6000,
};

test('a plan is summed by phase and by machine, the cluster last, empty phases left out', () => {
  const sum = sumPlan(plan, [
    { id: 'n1', name: 'oak' },
    { id: 'n2', name: 'elm' },
    { id: 'n3', name: 'ash' },
  ]);
  expect(sum).toMatchObject({ tasks: 4, changes: 3, estimateMs: 6000, inSeriesMs: 7000 });
  expect(sum.phases.map((phase) => [phase.id, phase.tasks.length, phase.estimateMs])).toEqual([
    ['prepare', 3, 5000],
    ['join', 1, 1000],
  ]);
  expect(sum.machines.map((machine) => [machine.nodeId, machine.changes])).toEqual([
    ['n1', 1],
    ['n2', 2],
    [null, 0],
  ]);
});

test('the longest chain counts what waits, not what runs side by side, and survives a circle', () => {
  expect(longestChain(plan.tasks)).toBe(6000);
  expect(longestChain([task('x', { needs: ['y'] }), task('y', { needs: ['x'] })])).toBeGreaterThan(0);
  expect(longestChain([])).toBe(0);
});

test('the file is the plan itself under a name any file system takes', () => {
  expect(JSON.parse(planFile(plan))).toEqual(plan);
  expect(planFileName('Mein Heim / ../etc')).toBe('mein-heim-etc-plan.json');
  expect(planFileName('家')).toBe('platform-plan.json');
});

test('the same sudo rule is shown once, for all machines that get it', () => {
  const rule = (nodeId: string, change: string) => task(`sudo-rule:${nodeId}`, { step: 'sudo-rule', nodeId, changes: [change] });
  const nodes = ['oak', 'elm', 'ash'].map((name) => ({ id: name, name }));
  expect(rulesOf([rule('oak', 'oak: file A'), rule('elm', 'elm: file A'), rule('ash', 'ash: file B'), task('other')], nodes)).toEqual([
    { rule: 'file A', machines: ['oak', 'elm'] },
    { rule: 'file B', machines: ['ash'] },
  ]);
});
