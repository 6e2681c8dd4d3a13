// What is asked ahead must never be noticed but in the number of round trips.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '#contract/runs.ts';
import { fault, TransientFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, LookBatch, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchPorts } from './fixtures.ts';
import { dependentsOf } from './graph.ts';
import { Looks } from './looks.ts';
import { createRuns } from './runs.ts';
import type { Look, Step, StepContext } from './step.ts';

const nodeOf = (id: string) => {
  const node = sketchPlatform().nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`There is no machine ${id}.`);
  return node;
};
const look = (script: string, more: Partial<ScriptCall> = {}): ScriptCall => ({
  script,
  args: {},
  asRoot: false,
  changes: false,
  timeoutMs: 5000,
  ...more,
});
const said = (value: string): ScriptAnswer => ({ exitCode: 0, answers: new Map([['value', [value]]]), lastLine: value });
const silent = () => ({ signal: new AbortController().signal, onLine: () => undefined });

describe('answers that were asked ahead', () => {
  /** Every script answers with its own name, the number of the session and what it said. */
  function open(expected: readonly Look[], trouble: (batch: LookBatch) => Promise<void> = async () => {}) {
    const clock = virtualClock();
    const batches: string[] = [];
    const looks = new Looks({
      clock,
      expected: () => expected,
      async ask(node, batch, io) {
        batches.push(`${node.id} ${batch.looks.map(({ script }) => script).join(' ')}`);
        const number = batches.length;
        await trouble(batch);
        for (const { script } of batch.looks) {
          await clock.sleep(100);
          io.onLine({ stream: 'out', text: `${script} speaks` });
          io.onAnswer(said(`${script} ${number}`));
        }
      },
    });
    const take = async (nodeId: string, call: ScriptCall) => (await looks.take(nodeId, call, silent()))?.answers.get('value')?.[0] ?? null;
    return { looks, clock, batches, take };
  }
  const three: readonly Look[] = [
    { node: nodeOf('n1'), call: look('a'), about: 'machine' },
    { node: nodeOf('n1'), call: look('b'), about: 'cluster' },
    { node: nodeOf('n1'), call: look('r1', { asRoot: true }), about: 'machine' },
    { node: nodeOf('n1'), call: look('r2', { asRoot: true }), about: 'machine' },
    { node: nodeOf('n2'), call: look('a'), about: 'machine' },
  ];

  it('come from one session for each machine and user, in the order of the plan, with their own lines', async () => {
    const { looks, take, batches, clock } = open(three);
    const began = clock.now();
    const lines: string[] = [];
    const io = { signal: new AbortController().signal, onLine: ({ text }: { readonly text: string }) => void lines.push(text) };
    expect((await looks.take('n1', look('b'), io))?.within).toEqual({ asked: began + 100, answered: began + 200 });
    expect(lines).toEqual(['b speaks']);
    expect(await take('n1', look('a'))).toBe('a 1');
    expect(await take('n1', look('r2', { asRoot: true }))).toBe('r2 2');
    expect(batches).toEqual(['n1 a b', 'n1 r1 r2']);
  });

  it('do not stand for another call, a fresh login, a secret or a change', async () => {
    const { take } = open(three);
    expect(await take('n1', look('a'))).toBe('a 1');
    expect(await take('n1', look('a', { args: { x: '1' } }))).toBeNull();
    expect(await take('n1', look('a', { freshLogin: true }))).toBeNull();
    expect(await take('n1', look('a', { secretArgs: {} }))).toBeNull();
    expect(await take('n1', look('a', { changes: true }))).toBeNull();
    expect(await take('n3', look('a'))).toBeNull();
  });

  it('are not waited for where a machine has only one question', async () => {
    const { take, batches } = open(three);
    expect(await take('n2', look('a'))).toBeNull();
    expect(batches).toEqual([]);
  });

  it('of a machine are gone with a change of it, of the cluster with a change anywhere', async () => {
    const { looks, take } = open(three);
    expect([await take('n1', look('a')), await take('n1', look('b'))]).toEqual(['a 1', 'b 1']);
    looks.changing('n2')();
    expect([await take('n1', look('a')), await take('n1', look('b'))]).toEqual(['a 1', null]);
    looks.changing('n1')();
    expect(await take('n1', look('a'))).toBeNull();
  });

  it('are not believed when they came while something was being changed', async () => {
    const { looks, take } = open(three);
    const end = looks.changing('n2');
    const waiting = [take('n1', look('a')), take('n1', look('b'))];
    expect(await Promise.all(waiting)).toEqual(['a 1', null]);
    end();
    const late = open(three);
    const during = late.take('n1', look('a'));
    late.looks.changing(null)();
    expect(await during).toBeNull();
  });

  it('are not used half a minute later, nor after the run was taken up anew', async () => {
    const { looks, take, clock, batches } = open(three);
    expect(await take('n1', look('a'))).toBe('a 1');
    await clock.sleep(31_000);
    expect(await take('n1', look('a'))).toBeNull();
    looks.forget();
    expect(await take('n1', look('a'))).toBe('a 2');
    expect(batches).toHaveLength(2);
  });

  it('are as old as the look itself, however long the looks before it took', async () => {
    const clock = virtualClock();
    const calls = ['a', 'b', 'c'].map((script) => look(script, { timeoutMs: 60_000 }));
    const looks = new Looks({
      clock,
      expected: () => calls.map((call) => ({ node: nodeOf('n1'), call, about: 'machine' })),
      async ask(_, batch, io) {
        for (const { script } of batch.looks) {
          await clock.sleep(12_000);
          io.onAnswer(said(script));
        }
      },
    });
    const taken = await Promise.all(calls.map((call) => looks.take('n1', call, silent())));
    expect(taken.map((answer) => answer?.lastLine ?? null)).toEqual(['a', 'b', 'c']);
  });

  it('that never come are asked for by those who wait; what bars the way bars them too', async () => {
    const hanging = open(three, () => new Promise(() => {}));
    expect(await hanging.take('n1', look('a'))).toBeNull();
    const slow = open(three, () => Promise.reject(fault('TIMED_OUT', { doing: 'looking', seconds: 1 })));
    expect(await slow.take('n1', look('a'))).toBeNull();
    const shut = open(three, () => Promise.reject(fault('SSH_REFUSED', { host: 'n1', port: 22 })));
    await expect(shut.take('n1', look('a'))).rejects.toThrow(TransientFault);
    expect(await shut.take('n1', look('a'))).toBeNull();
  });
});

interface Sketch {
  /** How many places before it. */
  readonly needs: readonly number[];
  readonly node: string | null;
  readonly about: Look['about'];
  readonly asRoot: boolean;
  /** What it wants is so from the beginning. */
  readonly holds: boolean;
  /** Its effect also takes away what these of the tasks behind it want. */
  readonly spoils: readonly number[];
  /** It works not by scripts but as Helm and the API do, unseen. */
  readonly unseen: boolean;
  readonly ms: number;
}

const sketches = fc.array(
  fc.record<Sketch>({
    needs: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    node: fc.constantFrom(null, 'n1', 'n2'),
    about: fc.constantFrom('machine', 'cluster'),
    asRoot: fc.constantFrom(false, false, true),
    holds: fc.constantFrom(true, true, false),
    spoils: fc.array(fc.nat(2), { maxLength: 2 }),
    unseen: fc.boolean(),
    ms: fc.constantFrom(0, 10, 2000, 40_000),
  }),
  { minLength: 3, maxLength: 10 },
);
type Trouble = 'none' | 'refused' | 'timed out' | 'half';

interface Wish extends Omit<Sketch, 'needs'> {
  readonly id: string;
  readonly at: string;
  readonly needs: readonly string[];
  readonly spoilt: readonly string[];
}

function wishesOf(drawn: readonly Sketch[]): readonly Wish[] {
  const idOf = (index: number) => `t${index}`;
  const plain = drawn.map((sketch, index) => ({
    ...sketch,
    id: idOf(index),
    at: sketch.about === 'cluster' ? 'n1' : (sketch.node ?? 'n2'),
    needs: [...new Set(sketch.needs.filter((places) => places <= index).map((places) => idOf(index - places)))],
  }));
  return plain.map((wish): Wish => {
    // Only what certainly comes after it: else the end would depend on who is quicker.
    const behind = dependentsOf(plain, wish.id);
    // Unseen effects are those of the task's own machine, or of a task without one.
    const reach = plain.filter(
      ({ id, about, at }) => behind.has(id) && (!wish.unseen || wish.node === null || about === 'cluster' || at === wish.node),
    );
    // What needs it directly sees for itself anyway.
    const distant = reach.filter(({ needs }) => !needs.includes(wish.id));
    const spoilt = (distant.length > 0 ? distant : reach).filter((_, index) => wish.spoils.includes(index));
    return Object.assign(wish, { spoilt: spoilt.map(({ id }) => id) });
  });
}

/** Machines that know of each wish whether it holds. */
function openMachines(clock: Clock, wishes: readonly Wish[], trouble: Trouble) {
  const holding = new Set(wishes.filter(({ holds }) => holds).map(({ id }) => id));
  let sessions = 0;
  const answer = async ({ script, args }: Pick<ScriptCall, 'script' | 'args'>, ms: number): Promise<ScriptAnswer> => {
    const id = args['id'] ?? '';
    await clock.sleep(ms);
    if (script === 'look') return said(String(holding.has(id)));
    if (script === 'bring') holding.add(id);
    else holding.delete(id);
    await clock.sleep(ms);
    return said('');
  };
  const hosts: Pick<Hosts, 'run' | 'runAll'> = {
    run: (_, call) => answer(call, 1000),
    async runAll(_, { looks }, io) {
      sessions += 1;
      await clock.sleep(500);
      if (trouble === 'refused') throw fault('SSH_REFUSED', { host: 'n1', port: 22 });
      if (trouble === 'timed out') throw fault('TIMED_OUT', { doing: 'looking', seconds: 1 });
      // As out of date as can be: seen at once, told one by one.
      const seen = await Promise.all(looks.map((call) => answer(call, 0)));
      for (const [index, one] of seen.entries()) {
        if (trouble === 'half' && index > 0) throw fault('CONNECTION_LOST', { host: 'n1', port: 22, doing: 'looking' });
        await clock.sleep(50);
        io.onAnswer(one);
      }
    },
  };
  return { hosts, holding, sessions: () => sessions };
}

function stepOf(wishes: ReadonlyMap<string, Wish>, clock: Clock, holding: Set<string>): Step {
  const wishOf = ({ input }: Pick<StepContext, 'input'>): Wish => {
    const wish = wishes.get(String(input['id']));
    if (wish === undefined) throw new Error('There is no such wish.');
    return wish;
  };
  const callOf = ({ id, asRoot }: Wish) => look('look', { args: { id }, asRoot });
  const on = (context: StepContext, { at }: Wish, call: ScriptCall) => context.script(nodeOf(at), call);
  return {
    id: 'wish',
    attempts: 3,
    timeoutMs: 600_000,
    looks: (context) => [{ node: nodeOf(wishOf(context).at), call: callOf(wishOf(context)), about: wishOf(context).about }],
    async check(context) {
      const wish = wishOf(context);
      const { answers } = await on(context, wish, callOf(wish));
      return { holds: answers.get('value')?.[0] === 'true', seen: '' };
    },
    async apply(context) {
      const wish = wishOf(context);
      for (const id of wish.spoilt) {
        const other = wishes.get(id);
        if (wish.unseen) holding.delete(id);
        else if (other !== undefined) await on(context, other, look('spoil', { args: { id }, changes: true }));
      }
      await clock.sleep(wish.ms);
      if (wish.unseen) holding.add(wish.id);
      else await on(context, wish, look('bring', { args: { id: wish.id }, changes: true }));
    },
  };
}

interface End {
  readonly states: readonly string[];
  readonly holding: readonly string[];
  readonly sessions: number;
}

async function play(wishes: readonly Wish[], asking: 'ahead' | 'one by one', trouble: Trouble): Promise<End> {
  const clock = virtualClock();
  const { hosts, holding, sessions } = openMachines(clock, wishes, trouble);
  const step = stepOf(new Map(wishes.map((wish) => [wish.id, wish])), clock, holding);
  const ports = sketchPorts(clock);
  const steps: Step[] = [asking === 'ahead' ? step : { ...step, looks: () => [] }];
  const deps = sketchDeps({ store: memoryRuns(), clock, steps, more: { ports: { ...ports, hosts: { ...ports.hosts, ...hosts } } } });
  const runs = createRuns(deps);
  const tasks = wishes.map(({ id, needs, node }) => ({ id, step: 'wish', needs: [...needs], nodeId: node, input: { id } }));
  const runId = await runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'test' });
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
  const run: Run = await runs.get(runId);
  return { states: run.tasks.map(({ id, state }) => `${id} ${state}`), holding: [...holding].toSorted(), sessions: sessions() };
}

it('a run that asks ahead ends as one that does not, whatever is changed in between', async () => {
  let sessions = 0;
  await fc.assert(
    fc.asyncProperty(sketches, fc.constantFrom<Trouble>('none', 'none', 'refused', 'timed out', 'half'), async (drawn, trouble) => {
      const wishes = wishesOf(drawn);
      const plain = await play(wishes, 'one by one', trouble);
      const ahead = await play(wishes, 'ahead', trouble);
      expect({ ...ahead, sessions: 0 }).toEqual(plain);
      sessions += ahead.sessions;
    }),
    { numRuns: 600 },
  );
  expect(sessions).toBeGreaterThan(0);
}, 60_000);
