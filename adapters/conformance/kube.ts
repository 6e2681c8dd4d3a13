// The suite that every connection to an API server passes on its way into the live cache: after each fault the view equals the server.
import { describe, expect, it } from 'vitest';
import { createLiveCache } from '#core/cluster/live-cache.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { kubeFaults, type KubeFault } from './kube-faults.ts';
import { rawPod } from './kube-objects.ts';
import { held, truth, View } from './kube-view.ts';
import { ManualClock } from './manual-clock.ts';
import { ScriptedApi } from './scripted-api.ts';

const pods = '/api/v1/pods';

interface KubeWay {
  readonly client: KubeClient;
  readonly close: () => Promise<void>;
}

/** Small and seeded (mulberry32), so that a failure can be repeated. */
const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

interface Storm {
  readonly api: ScriptedApi;
  readonly clock: ManualClock;
  readonly view: View;
  readonly random: () => number;
  readonly errors: unknown[];
  /** Lets `ms` pass, or less when the view has become true earlier. Returns what passed. */
  untilTrue(ms: number): Promise<number>;
  end(): Promise<void>;
}

interface StormOptions {
  readonly seed: number;
  readonly pods: number;
  /** Turns of the event loop for each step of the clock; more where real sockets are between. */
  readonly turns: number;
  readonly way: (api: ScriptedApi) => Promise<KubeWay>;
}

/** A live cache over a scripted server, with somebody looking. */
export const startStorm = async (options: StormOptions): Promise<Storm> => {
  const clock = new ManualClock();
  const api = new ScriptedApi(clock);
  const random = seeded(options.seed);
  for (let index = 0; index < options.pods; index += 1) api.put(pods, rawPod({ uid: `u${index}` }));
  const way = await options.way(api);
  const errors: unknown[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (_message: string, error: unknown) => {
      errors.push(error);
      return 'ref';
    },
  };
  const cache = createLiveCache({ clock, log, random, open: () => Promise.resolve(way.client) });
  const view = new View();
  const over = view.follow(cache.watch('home', ['pods'], new AbortController().signal));
  const isTrue = () => view.feed?.state === 'live' && view.rows.size === api.objects(pods).length && equals(view, api);
  return {
    api,
    clock,
    view,
    random,
    errors,
    async untilTrue(ms) {
      let passed = 0;
      await clock.advance(100, options.turns);
      for (; passed < ms && !isTrue(); passed += 250) await clock.advance(250, options.turns);
      return passed;
    },
    async end() {
      cache.close();
      await over;
      await way.close();
    },
  };
};

const equals = (view: View, api: ScriptedApi) => held(view).join('\n') === truth(api, 'pods').join('\n');

const weather = (storm: Storm) => {
  const chosen = kubeFaults[Math.floor(storm.random() * kubeFaults.length)];
  if (chosen === undefined) throw new Error('no faults');
  chosen.strike(storm.api, storm.random);
  return chosen;
};

/** Faults at random, several at once, until `faults` have struck; resolves with the divergences found. */
export const rage = async (storm: Storm, faults: number): Promise<string[]> => {
  const wrong: string[] = [];
  // A connection that died silently right after its last line is noticed only in the next round.
  let carried = 0;
  for (let struck = 0; struck < faults;) {
    const now: KubeFault[] = [];
    const many = 1 + Math.floor(storm.random() * 4);
    for (let index = 0; index < many; index += 1) {
      now.push(weather(storm));
      if (storm.random() < 0.5) await storm.clock.advance(Math.floor(storm.random() * 700), 4);
    }
    struck += many;
    storm.api.put(pods, rawPod({ uid: `after${storm.api.version}` }));
    // Some end by themselves while others come; the rest clears here.
    await storm.untilTrue(Math.floor(storm.random() * 30_000));
    storm.api.heal();
    const limit = now.reduce((sum, one) => sum + one.healsInMs, 0);
    await storm.untilTrue(limit + carried);
    carried = limit;
    if (!equals(storm.view, storm.api) || storm.view.feed?.state !== 'live')
      wrong.push(`${now.map((one) => one.name).join(' + ')}: ${storm.view.feed?.state}`);
    storm.api.betweenPages = () => {};
    while (storm.api.objects(pods).length > 300) storm.api.remove(pods, storm.api.objects(pods)[0]?.metadata.uid ?? '');
  }
  return wrong;
};

/** Declares the suite for one way to the scripted server. */
export const kubeConformance = (name: string, options: Omit<StormOptions, 'seed' | 'pods'>): void => {
  describe(`${name}: the view equals the server`, () => {
    for (const one of kubeFaults) {
      it(`after this: ${one.name}`, async () => {
        const storm = await startStorm({ ...options, seed: 7, pods: 520 });
        await storm.untilTrue(5000);
        expect(held(storm.view)).toEqual(truth(storm.api, 'pods'));
        one.strike(storm.api, storm.random);
        storm.api.put(pods, rawPod({ uid: 'afterwards' }));
        await storm.untilTrue(one.healsInMs);
        expect(held(storm.view)).toEqual(truth(storm.api, 'pods'));
        expect(storm.view.feed).toMatchObject({ state: 'live', fault: null });
        expect(storm.errors).toEqual([]);
        await storm.end();
      });
    }

    it('however the answers are cut into pieces', async () => {
      for (const size of [1, 2, 3, 7, 61]) {
        const storm = await startStorm({ ...options, seed: size, pods: 8 });
        storm.api.chunkSize = size;
        await storm.untilTrue(400_000);
        storm.api.put(pods, rawPod({ uid: 'u1', message: 'ü 😀 \\" ]} \n' }));
        await storm.untilTrue(400_000);
        expect(held(storm.view)).toEqual(truth(storm.api, 'pods'));
        await storm.end();
      }
    });
  });
};
