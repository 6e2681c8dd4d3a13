// Going on without a machine, and machines that restart in the middle, with the real plans and steps on the practice lab.
import { describe, expect, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';

const namesIn = (body: unknown) =>
  [...JSON.stringify(body).matchAll(/"kubernetes\.io\/hostname":"([a-z]+)"/g)].map(([, name = '']) => name);

async function brokenAt(taskId: string) {
  const opened = await openPracticeRoom({ nodes: 4, components: ['registry'] });
  await opened.perform('access');
  const runId = await opened.start('provision');
  await opened.reached(runId, taskId, 'running');
  opened.setFault(3, 'power-loss');
  const yew = opened.platform.nodes[3]?.id ?? '';
  const nodes = async () => {
    const client = await opened.cluster();
    const { body } = await client.request({ method: 'GET', path: '/api/v1/nodes', signal: new AbortController().signal });
    return [...new Set(namesIn(body))].toSorted((a, b) => a.localeCompare(b));
  };
  return { ...opened, runId, yew, nodes };
}

describe('a machine that is left out', () => {
  test.each(['prepare-kernel:yew', 'install-distribution:yew', 'join-worker:yew'])(
    'lost at %s: the run ends done without it, and the next one does only what is missing',
    async (taskId) => {
      const { runs, runId, yew, ended, perform, setFault, nodes, lab } = await brokenAt(taskId);
      const failed = await ended(runId);
      expect(failed.state).toBe('failed');
      expect(failed.tasks.filter(({ state }) => state === 'failed').map(({ nodeId }) => nodeId)).toEqual([yew]);
      expect(failed.tasks.find(({ id }) => id === 'verify-component:registry')?.state).toBe('unchanged');
      await runs.skipNode(runId, yew);
      const without = await ended(runId);
      expect(without.state).toBe('done');
      expect(without.tasks.filter(({ state }) => state === 'skipped').every(({ nodeId }) => nodeId === yew)).toBe(true);
      expect(otherThan(without, ['done', 'unchanged', 'skipped'])).toEqual([]);
      expect(await nodes()).toEqual(['ash', 'elm', 'oak']);

      setFault(3, 'power-loss', false);
      const next = await perform('provision');
      expect(otherThan(next, ['done', 'unchanged'])).toEqual([]);
      expect(next.tasks.filter(({ state, nodeId }) => state === 'done' && nodeId !== yew)).toEqual([]);
      expect(await nodes()).toEqual(['ash', 'elm', 'oak', 'yew']);
      lab.close();
    },
  );

  test('while it is still being tried: nobody waits for it any longer', async () => {
    const room = await brokenAt('install-distribution:yew');
    const { runs, runId, yew, ended, lab } = room;
    await room.reached(runId, 'join-worker:elm', 'done');
    expect((await runs.get(runId)).tasks.find(({ id }) => id === 'install-distribution:yew')?.state).toBe('running');
    await runs.skipNode(runId, yew);
    expect((await ended(runId)).state).toBe('done');
    lab.close();
  });

  test('the first control node is not: everything needs it', async () => {
    const room = await openPracticeRoom();
    const { runs, platform, start, perform, lab } = room;
    await perform('access');
    const runId = await start('provision');
    await room.reached(runId, 'preflight:oak', 'running');
    await expect(runs.skipNode(runId, platform.nodes[0]?.id ?? '')).rejects.toMatchObject({
      view: { code: 'NOT_POSSIBLE_NOW', what: expect.stringContaining('needs it') },
    });
    await expect(runs.skipNode(runId, 'nobody')).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
    await runs.cancel(runId);
    lab.close();
  });
});

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** By then the run has found every machine in its place; one that never was there is not waited for. */
const foundMs = 1000;
/** Longer than a set-up of the practice lab takes. */
const withinMs = 30_000;
/** Most are over within the patience for a restart; some are not. */
const longestMs = 360_000;

interface Cut {
  readonly node: number;
  readonly atMs: number;
  readonly forMs: number;
}
const cutsOf = (seed: number): readonly Cut[] => {
  const next = numbers(seed);
  return Array.from({ length: 1 + Math.floor(next() * 3) }, (_, node) => ({
    node: (node + Math.floor(next() * 4)) % 4,
    atMs: foundMs + Math.floor(next() * withinMs),
    forMs: 1000 + Math.floor(next() ** 2 * longestMs),
  }));
};

async function withCuts(seed: number) {
  const opened = await openPracticeRoom({ nodes: 4, components: ['registry'] });
  const { clock, lab, perform, start, ended, setFault, log } = opened;
  await perform('access');
  const cuts = cutsOf(seed);
  const mended = cuts.map(async ({ node, atMs, forMs }) => {
    await clock.sleep(atMs);
    setFault(node, 'power-loss');
    await clock.sleep(forMs);
    setFault(node, 'power-loss', false);
  });
  const first = await ended(await start('provision'));
  await Promise.all(mended);
  // The cluster has noticed that they are back.
  await clock.sleep(10_000);
  const second = await perform('provision');
  lab.close();
  return { cuts, first, second, errors: log.lines.filter((line) => line.startsWith('error')) };
}

/** So long a machine that was there before is waited for. */
const patienceMs = 300_000;
/** Few enough for a machine that has other work too. */
const seedsAtOnce = 4;

describe('machines that restart in the middle', () => {
  test.each(Array.from({ length: 50 }, (_, index) => index * seedsAtOnce))(
    'whenever it happens, the run ends well or names the machine that stayed away, and the next run ends well (seeds from %i)',
    async (base) => {
      for (let seed = base + 1; seed <= base + seedsAtOnce; seed += 1) {
        const { cuts, first, second, errors } = await withCuts(seed);
        const failed = first.tasks.filter(({ state }) => state === 'failed').map(({ fault }) => fault?.code);
        // Two cuts that follow each other may keep one machine away for longer than each alone.
        const longest = cuts.reduce((sum, { forMs }) => sum + forMs, 0);
        expect({ seed, failed }).toEqual({
          seed,
          failed: longest < patienceMs ? [] : failed.filter((code) => code === 'NODE_UNREACHABLE'),
        });
        expect({ seed, left: otherThan(second, ['done', 'unchanged']), errors }).toEqual({ seed, left: [], errors: [] });
      }
    },
  );

  const steps = ['preflight', 'prepare-hosts-file', 'prepare-packages', 'prepare-kernel', 'install-distribution', 'join-worker'];
  const onElm = steps.map((step) => ({ taskId: `${step}:elm`, machine: 1 }));
  const onOak = ['control-plane-ready:oak', 'enable-feature:dns', 'enable-feature:helm3', 'join-worker:ash'];
  const inCluster = ['install-component:registry', 'verify-component:registry'];
  test.each([...onElm, ...[...onOak, ...inCluster].map((taskId) => ({ taskId, machine: 0 }))])(
    'a minute without power at $taskId is waited for',
    async ({ taskId, machine }) => {
      const room = await openPracticeRoom({ components: ['registry'] });
      const { perform, start, ended, setFault, clock, lab } = room;
      await perform('access');
      const runId = await start('provision');
      await room.reached(runId, taskId, 'running');
      setFault(machine, 'power-loss');
      await clock.sleep(60_000);
      setFault(machine, 'power-loss', false);
      expect(otherThan(await ended(runId), ['done', 'unchanged'])).toEqual([]);
      lab.close();
    },
  );
});
