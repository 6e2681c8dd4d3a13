import { expect, test } from 'vitest';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import type { Plan, PlannedTask } from '#contract/runs.ts';
import type { Hosts } from '#core/ports/hosts.ts';
import { sketchTarget } from '#core/runs/fixtures.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { askedOnce, silenceOf } from './reach.ts';

const platform = sketchPlatform({ nodes: [sketchNode(1, { role: 'control' }), sketchNode(2)] });
const task: PlannedTask = {
  id: 'preflight:node1',
  step: 'preflight',
  mode: 'apply',
  title: 'Check node1',
  phase: 'check',
  nodeId: 'n1',
  needs: [],
  lane: null,
  changes: [],
  estimateMs: 0,
  input: {},
};
const plan: Plan = {
  kind: 'provision',
  title: 'Set up',
  platformId: platform.id,
  phases: [],
  tasks: [task],
  stays: [],
  digest: '',
  estimateMs: 0,
};
const wanting = { platform, wish: { kind: 'provision', platformId: platform.id }, plan } as const;

const calledOff = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('called off'))));

/** Machines that never say anything. */
function mute() {
  const asked: string[] = [];
  const hosts: Pick<Hosts, 'climb'> = {
    async *climb(target, signal) {
      asked.push(target.label);
      yield await calledOff(signal);
    },
  };
  return { hosts, asked, target: sketchTarget };
}

test('who stops waiting has not found the machines silent', async () => {
  const caller = new AbortController();
  const clock = { now: () => 0, sleep: (_: number, signal?: AbortSignal) => calledOff(signal) };
  const silence = silenceOf(askedOnce({ ...mute(), clock }, platform, caller.signal), wanting, caller.signal);
  caller.abort(new Error('gone'));
  await expect(silence).rejects.toThrow('gone');
});

test('a silent machine is asked once for all that waits', async () => {
  const { signal } = new AbortController();
  const room = mute();
  const answers = askedOnce({ ...room, clock: virtualClock() }, platform, signal);
  for (let count = 0; count < 3; count += 1) expect(await silenceOf(answers, wanting, signal)).toBe('node1 does not answer.');
  expect(room.asked).toEqual(['node1']);
});
