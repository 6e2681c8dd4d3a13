import { describe, expect, test } from 'vitest';
import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import { plan as planSchema, type Plan } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { checkPlan, orderTasks } from '#core/runs/graph.ts';
import { steps } from '#steps/registry.ts';
import { planFor, type PlanRequest } from './plan-for.ts';

const component = (id: string, needs: string[] = []): ComponentFile => ({
  id,
  title: id.toUpperCase(),
  summary: id,
  version: '1',
  core: false,
  needs,
  asks: ['dns', 'storage'],
  resources: { cpuMilli: 1, memoryBytes: 1, storageBytes: 1 },
  architectures: ['amd64'],
  release: {
    name: id,
    namespace: id,
    chart: { name: id, version: '1', from: { kind: 'bundled' } },
    values: { host: `${id}.\${DOMAIN}` },
    timeoutSeconds: 60,
  },
  ready: [{ kind: 'Deployment', name: id }],
  health: null,
  estimateSeconds: 30,
});
const components = [component('wiki', ['database']), component('database'), component('other')];
const make = (platform: Partial<Platform> = {}, more: Partial<PlanRequest> = {}): Plan =>
  planFor({
    wish: { kind: 'provision', platformId: 'p1' },
    platform: sketchPlatform(platform),
    components,
    durationOf: () => null,
    ...more,
  });
const task = (plan: Plan, id: string) => {
  const found = plan.tasks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not in ${plan.tasks.map((one) => one.id).join(', ')}`);
  return found;
};
const reasonOf = (act: () => unknown): string => {
  try {
    act();
    return '';
  } catch (error) {
    if (isFault(error)) return `${error.view.code}: ${error.view.what}`;
    throw error;
  }
};
/** Is `first` needed by `second`, directly or by way of others? */
const before = (plan: Plan, first: string, second: string): boolean =>
  task(plan, second).needs.some((need) => need === first || before(plan, first, need));

const full = make({ components: ['wiki'], nodes: [sketchNode(1), sketchNode(2, { labels: { disk: 'ssd' } }), sketchNode(3)] });

describe('the plan of a set-up', () => {
  test('is a sound graph of known steps in known phases, as the contract has it', () => {
    expect(planSchema.safeParse(full).success).toBe(true);
    expect(() => checkPlan(full.tasks)).not.toThrow();
    expect(orderTasks(full.tasks).stuck).toEqual([]);
    for (const one of full.tasks) {
      expect(steps.has(one.step), one.step).toBe(true);
      expect(full.phases.map((phase) => phase.id)).toContain(one.phase);
      expect(one.title).not.toBe('');
    }
    expect(new Set(full.tasks.map((one) => one.id)).size).toBe(full.tasks.length);
    expect(full.estimateMs).toBeGreaterThan(0);
  });

  test('nothing is changed on a machine before its checks', () => {
    for (const one of full.tasks.filter(({ nodeId, step }) => nodeId !== null && !['read-facts', 'preflight'].includes(step)))
      expect(before(full, `preflight:${one.id.split(':')[1] ?? ''}`, one.id), one.id).toBe(true);
  });

  test('workers join one at a time, after the control plane and their own preparation, and not while dns restarts kubelets', () => {
    for (const node of ['node2', 'node3']) {
      expect(before(full, 'control-plane-ready:node1', `join-worker:${node}`)).toBe(true);
      expect(before(full, `install-distribution:${node}`, `join-worker:${node}`)).toBe(true);
    }
    const lanes = ['join-worker:node2', 'join-worker:node3', 'enable-feature:dns'].map((id) => task(full, id).lane);
    expect(new Set(lanes)).toEqual(new Set(['membership']));
  });

  test('further control nodes join after the first one is up, in the same lane as the workers', () => {
    const three = make({ nodes: [1, 2, 3, 4].map((number) => sketchNode(number, { role: number < 4 ? 'control' : 'worker' })) });
    for (const name of ['node2', 'node3']) {
      expect(before(three, 'control-plane-ready:node1', `join-control:${name}`)).toBe(true);
      expect(task(three, `join-control:${name}`).lane).toBe('membership');
    }
    expect(three.tasks.map((one) => one.id)).not.toContain('join-control:node1');
    expect(three.tasks.filter((one) => one.step === 'join-worker').map((one) => one.id)).toEqual(['join-worker:node4']);
  });

  test('a machine that fails does not hold up the others', () => {
    expect(before(full, 'install-distribution:node3', 'control-plane-ready:node1')).toBe(false);
    expect(before(full, 'join-worker:node3', 'join-worker:node2')).toBe(false);
    expect(before(full, 'join-worker:node3', 'install-component:database')).toBe(false);
  });

  test('a component starts when what it needs is verified, and its add-ons and the kubeconfig are there', () => {
    const { needs } = task(full, 'install-component:wiki');
    expect(needs).toEqual(
      expect.arrayContaining([
        'verify-component:database',
        'fetch-kubeconfig',
        'enable-feature:dns',
        'enable-feature:hostpath-storage',
        'enable-feature:helm3',
      ]),
    );
    expect(full.tasks.map((one) => one.id)).not.toContain('install-component:other');
    expect(task(full, 'install-component:wiki').input).toMatchObject({
      component: { release: { values: { host: 'wiki.home.lan' }, timeoutMs: 60_000 } },
    });
  });

  test('the review says in words what will change, and only what looks says nothing', () => {
    const silent = new Set(full.tasks.filter((one) => one.changes.length === 0).map((one) => one.step));
    expect([...silent].toSorted()).toEqual(['preflight', 'read-facts', 'verify-component']);
    expect(task(full, 'mark-node:node2').changes).toEqual(['node2: label disk=ssd']);
    expect(full.tasks.map((one) => one.id)).not.toContain('mark-node:node3');
    expect(JSON.stringify(task(full, 'install-distribution:node2').changes)).toContain('1.36/stable');
  });

  test('history knows better than the first guess', () => {
    const quick = make({}, { durationOf: (step) => (step === 'install-distribution' ? 1234 : null) });
    expect(task(quick, 'install-distribution:node1').estimateMs).toBe(1234);
    expect(task(quick, 'join-worker:node2').estimateMs).toBe(task(full, 'join-worker:node2').estimateMs);
  });

  test('the same wish gives the same plan', () => {
    expect(make({ components: ['wiki'] })).toEqual(make({ components: ['wiki'] }));
  });

  test('one machine alone is a platform too', () => {
    const alone = make({ nodes: [sketchNode(1)] });
    expect(alone.phases.map((phase) => phase.id)).toEqual(['check', 'prepare', 'control-plane', 'features', 'access']);
  });
});

describe('no plan is made of what is not sound', () => {
  test.each<[string, Partial<Platform>, string]>([
    ['no machines', { nodes: [] }, 'Add at least one machine'],
    ['two control nodes', { nodes: [sketchNode(1), sketchNode(2, { role: 'control' })] }, 'node2: Two control nodes stop'],
    ['an unknown component', { components: ['wki'] }, 'Did you mean wiki?'],
  ])('%s', (_, platform, reason) => {
    expect(reasonOf(() => make(platform))).toContain('PLAN_INVALID');
    expect(reasonOf(() => make(platform))).toContain(reason);
  });

  test('labels and taints are looked at by every run that sets them, and by no other', () => {
    const platform = { nodes: [sketchNode(1), sketchNode(2, { labels: { 'a b': '$(reboot)' } })] };
    const aboutNode = { platformId: 'p1', nodeId: 'n2', keepVolumes: false };
    expect(reasonOf(() => make(platform, { wish: { kind: 'rebuild-node', ...aboutNode } }))).toContain('cannot be a label key');
    expect(reasonOf(() => make(platform, { wish: { kind: 'rename-node', ...aboutNode, name: 'oak' } }))).toContain('cannot be a label key');
    expect(make(platform, { wish: { kind: 'remove-node', ...aboutNode, machine: 'leave' } }).tasks.length).toBeGreaterThan(0);
  });

  test('the control node that the cluster began with keeps its name, and it is said what can be done instead', () => {
    const wish = { kind: 'rename-node', platformId: 'p1', nodeId: 'n1', keepVolumes: false, name: 'oak' } as const;
    const nodes = [1, 2, 3].map((number) => sketchNode(number, { role: 'control' }));
    expect(reasonOf(() => make({ nodes }, { wish }))).toContain('remove it and add the machine again as oak');
  });

  test('components that need each other in a circle are named', () => {
    const round = [component('a', ['b']), component('b', ['a'])];
    expect(reasonOf(() => make({ components: ['a'] }, { components: round }))).toContain('a → b → a');
  });
});

describe('the plan of access', () => {
  const access = (platform: Partial<Platform>, passwordlessSudo: boolean) =>
    make(platform, { wish: { kind: 'access', platformId: 'p1', passwordlessSudo } });
  test('a key for each machine that uses the key of Hearth; the sudo rule only when it is wanted, shown word for word', () => {
    const nodes = [sketchNode(1), sketchNode(2, { credential: { method: 'agent' } })];
    expect(access({ nodes }, false).tasks.map((one) => one.id)).toEqual(['install-key:node1']);
    const both = access({ nodes }, true);
    expect(both.tasks.map((one) => [one.id, one.needs])).toEqual([
      ['install-key:node1', []],
      ['sudo-rule:node1', ['install-key:node1']],
      ['sudo-rule:node2', []],
    ]);
    expect(task(both, 'sudo-rule:node1').changes.join()).toContain('ubuntu ALL=(ALL:ALL) NOPASSWD: ALL');
  });

  test('roles and settings do not matter yet, twins do', () => {
    const workers = { nodes: [sketchNode(1, { role: 'worker' })] };
    expect(access(workers, false).tasks).toHaveLength(1);
    expect(reasonOf(() => access({ nodes: [sketchNode(1), sketchNode(2, { address: '10.0.0.1' })] }, false))).toContain('PLAN_INVALID');
    expect(reasonOf(() => access({ nodes: [sketchNode(1, { credential: { method: 'agent' } })] }, false))).toContain('nothing to do');
  });
});

test('each machine of many is told the names of a few of them in words', () => {
  const nodes = Array.from({ length: 40 }, (_, index) => sketchNode(index + 1, { facts: null }));
  const change = (count: number) => task(make({ nodes: nodes.slice(0, count) }), 'prepare-hosts-file:node2').changes;
  expect(change(3)).toEqual(['node2: a marked block in /etc/hosts with node1, node2, node3']);
  expect(change(40)).toEqual([
    'node2: a marked block in /etc/hosts with node1, node2, node3, node4, node5, node6, node7, node8 and 32 more',
  ]);
});

describe('roles of nodes that stand in the cluster', () => {
  const [lead, second, third] = [sketchNode(1, { role: 'control' }), sketchNode(2, { role: 'worker' }), sketchNode(3, { role: 'worker' })];
  const refused = (nodes: Platform['nodes'], applied: Platform['nodes']) =>
    reasonOf(() => make({ nodes }, { applied: { nodes: applied } }));
  const control = { role: 'control' } as const;

  test('change by leaving and joining again', () => {
    const nodes = [lead, { ...second, ...control }, { ...third, ...control }];
    expect(refused(nodes, [lead, second, third])).toContain(
      'node2 works in the cluster as a worker. To make it a control node, remove it from the cluster and add it again.',
    );
    expect(refused(nodes, [lead])).toBe('');
  });

  test('a new one does not lead a cluster that stands', () => {
    const nodes = [{ ...second, ...control }, lead, { ...third, ...control }];
    expect(refused(nodes, [lead])).toContain('node2 is new and stands before node1, which leads the cluster');
    expect(refused(nodes, [])).toBe('');
  });
});

test('after one of three control nodes has gone a worker can still be set up', () => {
  const nodes = [sketchNode(1), sketchNode(2, { role: 'control' }), sketchNode(3)];
  expect(reasonOf(() => make({ nodes }))).toContain('Two control nodes stop when either one stops');
  const applied = { nodes: [sketchNode(1), sketchNode(2, { role: 'control' })] };
  expect(make({ nodes }, { applied }).tasks.map(({ id }) => id)).toContain('join-worker:node3');
  expect(reasonOf(() => make({ nodes: [sketchNode(2), sketchNode(3)] }, { applied }))).not.toBe('');
});
