import { describe, expect, it } from 'vitest';
import type { Difference, Drift } from '#contract/inventory/drift.ts';
import type { Plan, PlannedTask } from '#contract/runs.ts';
import { besidesOf } from './besides-model.ts';
import { beforeSaving, bySubject, closerOf, closingsOf, machinesOf, readsSame, sidesOf } from './drift-model.ts';
import { headOf } from './head-sentence.ts';

const now = 1_000_000_000;
const node = (name: string, what: string, rest: Partial<Difference> = {}): Difference => ({
  id: `node:${name}:${what}`,
  subject: { kind: 'node', name },
  what,
  wanted: 'a',
  applied: 'b',
  live: 'b',
  sentence: `${name} differs.`,
  closedBy: 'Set up',
  closedWhen: null,
  wish: null,
  ...rest,
});
const task = (id: string, nodeId: string | null, changes: readonly string[] = []): PlannedTask => ({
  id,
  step: 'label',
  mode: 'apply',
  title: id,
  phase: 'one',
  nodeId,
  needs: [],
  lane: null,
  changes: [...changes],
  estimateMs: 1000,
  input: {},
});
const plan = (tasks: PlannedTask[]): Plan => ({
  kind: 'provision',
  title: 'Set up',
  platformId: 'p1',
  phases: [{ id: 'one', title: 'One' }],
  tasks,
  stays: [],
  digest: '',
  estimateMs: 118_000,
});
const drift = (part: Partial<Drift>): Drift => ({
  at: now,
  wanted: { revision: 3, draftId: null },
  applied: { revision: 2, runId: 'r1', at: now - 1000 },
  live: { state: 'now', at: now - 12_000 },
  differences: [],
  besides: null,
  plan: null,
  planReason: '',
  wish: null,
  ...part,
});
const provision = { kind: 'provision', platformId: 'p1' } as const;
const rebuild = { kind: 'rebuild-node', platformId: 'p1', nodeId: 'n1', keepVolumes: false } as const;
const upgrade = { kind: 'upgrade', platformId: 'p1', channel: '1.36/stable' } as const;

describe('differences', () => {
  it('stand together by what they are about, in the order in which they are told', () => {
    const groups = bySubject([node('oak', 'label a'), node('elm', 'role'), node('oak', 'taint b')]);
    expect(groups.map(({ key, differences }) => [key, differences.length])).toEqual([
      ['node:oak', 2],
      ['node:elm', 1],
    ]);
  });

  it('show only the sides that know something of them', () => {
    const first = { applied: null, live: null };
    expect(sidesOf([node('oak', 'missing', first), node('elm', 'missing', first)])).toEqual(['wanted']);
    expect(sidesOf([node('oak', 'missing', first), node('elm', 'label a', { wanted: null, applied: null })])).toEqual(['wanted', 'live']);
    expect(sidesOf([node('oak', 'values', { wanted: null, ...first })])).toEqual([]);
  });

  it('are closed by the plan, by a run of their own, or by a person', () => {
    expect(closerOf(node('oak', 'label a'), provision)).toBe('plan');
    expect(closerOf(node('oak', 'role', { closedBy: 'Rebuild oak', wish: rebuild }), provision)).toBe('own');
    expect(closerOf(node('oak', 'address', { closedBy: null }), provision)).toBe('person');
    expect(closerOf(node('oak', 'version', { closedBy: 'Upgrade', wish: upgrade }), upgrade)).toBe('plan');
  });

  it('tell which runs find nothing any more once the draft is saved', () => {
    const remove = { kind: 'remove-node', platformId: 'p1', nodeId: 'n1', keepVolumes: false, machine: 'leave' } as const;
    const differences = [node('ash', 'unknown', { wish: remove }), node('elm', 'role', { wish: rebuild }), node('oak', 'label a')];
    expect(beforeSaving(differences).map(({ subject }) => subject)).toEqual([{ kind: 'node', name: 'ash' }]);
  });

  it('an upgrade closes only what is its own, though more waits for what comes after it', () => {
    const differences = [node('oak', 'version', { closedBy: 'Upgrade', wish: upgrade }), node('oak', 'label a')];
    expect(closingsOf({ differences, wish: upgrade, plan: plan([]) })).toEqual({ all: 2, plan: 1, own: 0, person: 0 });
  });
});

describe('the head', () => {
  it('says what is closed by a run, how long that takes, and what is left for others', () => {
    const differences = [
      node('oak', 'label a'),
      node('elm', 'label a'),
      node('ash', 'role', { closedBy: 'Rebuild ash', wish: rebuild }),
      node('yew', 'address', { closedBy: null }),
    ];
    const head = headOf(drift({ differences, plan: plan([]), wish: provision }), now);
    expect(head.sentence).toBe('4 differences; a run of about 2 min closes 2, 1 needs a run of its own, 1 needs you, seen 12 s ago.');
  });

  it('says that all is as wanted, and since when that is known', () => {
    expect(headOf(drift({}), now)).toEqual({
      status: 'ready',
      sentence: 'Everything is as the inventory says, seen 12 s ago.',
      ground: '',
    });
  });

  it('does not claim to know a cluster that is silent, or was never seen', () => {
    const silent = headOf(drift({ live: { state: 'before', at: now - 3 * 3_600_000 } }), now);
    expect(silent.status).toBe('unknown');
    expect(silent.ground).toBe('The cluster does not answer; compared with what was seen 3 h ago.');
    const never = drift({ live: { state: 'never', at: null }, applied: null, differences: [node('oak', 'missing')] });
    expect(headOf(never, now).ground).toBe('Nothing has been applied yet.');
  });

  it('of an inventory that names nothing speaks of no earlier run', () => {
    const head = headOf(drift({ live: { state: 'never', at: null }, applied: null }), now);
    expect(head).toEqual({
      status: 'off',
      sentence: 'There is nothing to apply yet.',
      ground: 'The inventory names no machines and no components.',
    });
  });

  it('promises no run where no plan can be made', () => {
    const head = headOf(drift({ differences: [node('oak', 'label a')], plan: null, wish: null }), now);
    expect(head.sentence).toBe('1 difference, seen 12 s ago.');
  });
});

describe('what else changed', () => {
  const applied = { revision: 2, runId: 'r1', at: now };
  const dns = { path: ['variables', 'dns_servers'], kind: 'added' as const, sentence: 'The variable dns_servers is new: 10.0.0.53.' };

  it('is told under the version that was applied, with how much is left out', () => {
    const told = besidesOf({ applied, besides: { differences: [dns], more: 1200 } });
    expect(told).toEqual({
      kind: 'some',
      title: 'Also changed since version 2, which was applied last',
      sentences: [{ key: expect.any(String), sentence: dns.sentence }],
      rest: 'And 1,200 further changes.',
    });
    expect(besidesOf({ applied, besides: { differences: [dns], more: 0 } })).toMatchObject({ rest: '' });
  });

  it('is not spoken of where there is none, or where nothing was applied yet', () => {
    expect(besidesOf({ applied, besides: { differences: [], more: 0 } })).toEqual({ kind: 'nothing' });
    expect(besidesOf({ applied: null, besides: null })).toEqual({ kind: 'nothing' });
  });

  it('is not claimed to be nothing where the version that was applied is gone', () => {
    expect(besidesOf({ applied, besides: null })).toMatchObject({ kind: 'unknown' });
  });
});

describe('plans', () => {
  it('name machines that only a draft knows', () => {
    expect(machinesOf(plan([task('join-worker:oak', 'random-1'), task('labels:oak', 'random-1'), task('dns', null)]))).toEqual([
      { id: 'random-1', name: 'oak' },
    ]);
  });

  it('read the same as long as the same is done, whatever id a new machine got', () => {
    const shown = plan([task('join-worker:oak', 'random-1', ['oak: joins'])]);
    expect(readsSame(shown, plan([task('join-worker:oak', 'random-2', ['oak: joins'])]))).toBe(true);
    expect(readsSame(shown, plan([task('join-worker:oak', 'random-1', ['oak: joins', 'oak: gets a label'])]))).toBe(false);
  });
});
