// The dry run: with the real plans and steps on the practice lab, and every step by itself where nothing may be changed.
import { describe, expect, test } from 'vitest';
import { openPracticeRoom } from '#adapters/conformance/practice-room.ts';
import type { Run, TaskState } from '#contract/runs.ts';
import { lookingPorts } from '#core/runs/looking-ports.ts';
import { rehearsed } from '#core/runs/rehearse.ts';
import type { StepContext } from '#core/runs/step.ts';
import { room } from './fixtures.ts';
import { steps } from './registry.ts';

const idsIn = (run: Run, states: readonly TaskState[]) => run.tasks.filter(({ state }) => states.includes(state)).map(({ id }) => id);
const lastLineOf = (run: Run, id: string) => run.tasks.find((task) => task.id === id)?.lastLine;

describe('a dry run', () => {
  test('of bare machines foretells the real one, and leaves them as they are', async () => {
    const { perform, lab, log } = await openPracticeRoom({ components: ['registry'] });
    await perform('access');
    const dry = await perform('rehearse');
    expect([dry.state, dry.kind, dry.title]).toEqual(['done', 'rehearse', 'Dry run: Set up Home']);
    expect(lastLineOf(dry, 'install-distribution:oak')).toBe(
      'Would change: oak: the snap microk8s from 1.36/stable. Now: MicroK8s is not installed.',
    );
    expect(lastLineOf(dry, 'verify-component:registry')).toMatch(/^Cannot be known before "Install Container registry"\./);
    const real = await perform('provision');
    // MicroK8s starts its control plane by itself once it is installed, and a component its pods.
    const byItself: ReadonlySet<string> = new Set(['control-plane-ready:oak', 'verify-component:registry']);
    const foretold = idsIn(dry, ['done', 'skipped']).filter((id) => !byItself.has(id));
    expect(idsIn(real, ['done'])).toEqual(foretold);
    const again = await perform('rehearse');
    expect(idsIn(again, ['unchanged'])).toEqual(real.tasks.map(({ id }) => id));
    // Work that only looks has tried to change nothing.
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    lab.close();
  });

  test('finds what will stop the real one, with the same fault', async () => {
    const { perform, lab, setFault } = await openPracticeRoom();
    await perform('access');
    setFault(2, 'already-in-cluster');
    const dry = await perform('rehearse');
    expect(dry.state).toBe('failed');
    expect(dry.tasks.filter(({ state }) => state === 'failed').map(({ id, fault }) => [id, fault?.code])).toEqual([
      ['preflight:ash', 'ALREADY_IN_CLUSTER'],
    ]);
    expect(idsIn(dry, ['waiting'])).toContain('join-worker:ash');
    lab.close();
  });

  test('excludes other runs of its platform while it looks, cannot be taken back, and hides nothing from an undo', async () => {
    const { perform, start, ended, runs, lab } = await openPracticeRoom({ components: ['registry'] });
    await perform('access');
    const real = await perform('provision');
    const dryId = await start('rehearse');
    await expect(start('provision')).rejects.toMatchObject({ view: { code: 'PLATFORM_BUSY' } });
    expect((await ended(dryId)).state).toBe('done');
    await expect(runs.planUndo(dryId)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    expect((await runs.planUndo(real.id)).tasks.map(({ step }) => step)).toContain('install-component');
    lab.close();
  });
});

/** A room in which every script answers with nothing, and every change that gets through is noted. */
function quietRoom(input: Record<string, unknown>) {
  const changes: string[] = [];
  const made = room({ scripts: {}, input });
  const answer = { exitCode: 0, lastLine: '', answers: new Map<string, readonly string[]>() };
  const context: StepContext = {
    ...made.context,
    ports: lookingPorts({
      ...made.context.ports,
      hosts: {
        ...made.context.ports.hosts,
        async run(target, call) {
          if (call.changes) changes.push(`${call.script} on ${target.label}`);
          return answer;
        },
        runAll: async (_target, { looks }, { onAnswer }) => looks.forEach(() => onAnswer(answer)),
      },
    }),
  };
  return {
    changes,
    said: made.said,
    context: {
      ...context,
      script: (node, call) => context.ports.hosts.run(context.target(node), call, { signal: context.signal, onLine: () => {} }),
    } satisfies StepContext,
  };
}

describe('every step', () => {
  test.each([...steps.keys()])('%s: rehearsed and probed, it changes nothing and asks for no change', async (id) => {
    const step = steps.get(id);
    if (step === undefined) throw new Error(`${id} is not there.`);
    const { context, changes } = quietRoom({ feature: 'dns', labels: {}, taints: [] });
    const acted: string[] = [];
    const watched = { ...step, apply: async () => void acted.push('apply'), undo: async () => void acted.push('undo') };
    const looks = rehearsed(watched, { changes: ['something'] }, [{ title: 'Something else' }]).step;
    const whole = async () => {
      if (!(await looks.check(context)).holds) await looks.apply?.(context);
      await looks.verify?.(context);
      await step.probe?.(context);
    };
    // An empty answer may be refused, but never because a change was asked for.
    const refused = await whole().then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(refused).not.toContain('would change something');
    expect([changes, acted]).toEqual([[], []]);
  });
});
