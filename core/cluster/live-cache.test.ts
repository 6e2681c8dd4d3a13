import { describe, expect, it } from 'vitest';
import { rawPod } from '#adapters/conformance/kube-objects.ts';
import { held, truth, View } from '#adapters/conformance/kube-view.ts';
import { ManualClock } from '#adapters/conformance/manual-clock.ts';
import { ScriptedApi } from '#adapters/conformance/scripted-api.ts';
import { scriptedClient } from '#adapters/conformance/scripted-client.ts';
import type { LiveKind } from '#contract/cluster.ts';
import { fault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { createLiveCache, type LiveCache } from './live-cache.ts';

const pods = '/api/v1/pods';
const log = { info: () => {}, warn: () => {}, error: () => 'ref' };

const bench = (open?: (api: ScriptedApi) => Promise<KubeClient>) => {
  const clock = new ManualClock();
  const api = new ScriptedApi(clock);
  const cache = createLiveCache({ clock, log, random: () => 0.5, open: () => open?.(api) ?? Promise.resolve(scriptedClient(api)) });
  return { clock, api, cache };
};

const look = (cache: LiveCache, kinds: readonly LiveKind[] = ['pods']) => {
  const view = new View();
  const end = new AbortController();
  const over = view.follow(cache.watch('home', kinds, end.signal));
  return { view, leave: () => end.abort(), over };
};

const fill = (api: ScriptedApi, count: number) => {
  for (let index = 0; index < count; index += 1) api.put(pods, rawPod({ uid: `u${index}` }));
};

describe('the live cache', () => {
  it('tells reset, all rows in portions, complete and the feed, and then changes', async () => {
    const { clock, api, cache } = bench();
    fill(api, 1200);
    const { view } = look(cache);
    await clock.advance(2000);
    expect(view.checked()[0]).toEqual({ type: 'reset', kind: 'pods' });
    expect(Math.max(...view.seen.map((event) => (event.type === 'rows' ? event.rows.upserted.length : 0)))).toBeLessThanOrEqual(500);
    expect(view.complete).toBe(true);
    expect(view.feed?.state).toBe('live');
    expect(held(view)).toEqual(truth(api, 'pods'));
    const before = view.seen.length;
    api.put(pods, rawPod({ uid: 'u3', restarts: 1 }));
    api.remove(pods, 'u4');
    await clock.advance(100);
    const rows = view.seen.slice(before).filter((event) => event.type === 'rows');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.rows.removed).toEqual(['u4']);
    expect(held(view)).toEqual(truth(api, 'pods'));
    cache.close();
  });

  it('shows the first page before the last one has come', async () => {
    const { clock, api, cache } = bench();
    fill(api, 600);
    const { view } = look(cache);
    api.fail('list', { kind: 'fin', after: 10_000_000 }, { kind: 'stall', after: 0 });
    await clock.advance(500);
    expect(view.rows.size).toBe(250);
    expect(view.complete).toBe(false);
    expect(view.feed?.state).toBe('loading');
    cache.close();
  });

  it('reads once for many readers and for a short absence, and lets go after a long one', async () => {
    const { clock, api, cache } = bench();
    fill(api, 3);
    const first = look(cache);
    const second = look(cache);
    await clock.advance(500);
    expect(held(second.view)).toEqual(truth(api, 'pods'));
    first.leave();
    second.leave();
    await Promise.all([first.over, second.over]);
    await clock.advance(20_000);
    const third = look(cache);
    await clock.advance(500);
    expect(held(third.view)).toEqual(truth(api, 'pods'));
    expect(api.asked.filter((asked) => asked.startsWith('list'))).toHaveLength(1);
    third.leave();
    await third.over;
    await clock.advance(100_000);
    const asked = api.asked.length;
    await clock.advance(300_000);
    expect(api.asked).toHaveLength(asked);
    cache.close();
  });

  it('idles without a single list and without forgetting to listen', async () => {
    const { clock, api, cache } = bench();
    fill(api, 3);
    const { view } = look(cache);
    await clock.advance(500);
    await clock.advance(3_600_000);
    expect(api.asked.filter((asked) => asked.startsWith('list'))).toHaveLength(1);
    api.put(pods, rawPod({ uid: 'late' }));
    await clock.advance(1000);
    expect(view.rows.has('late')).toBe(true);
    expect(clock.now() - (view.feed?.heardAt ?? 0)).toBeLessThan(60_000);
    cache.close();
  });

  it('sends a slow reader the last state only', async () => {
    const { clock, api, cache } = bench();
    fill(api, 3);
    const end = new AbortController();
    const events = cache.watch('home', ['pods'], end.signal)[Symbol.asyncIterator]();
    const view = new View();
    const take = async () => {
      const next = await events.next();
      if (next.done !== true) view.take(next.value);
    };
    const first = take();
    await clock.advance(500);
    await first;
    for (let round = 1; round <= 200; round += 1) {
      api.put(pods, rawPod({ uid: 'u0', restarts: round }));
      await clock.advance(60, 2);
    }
    // The reader comes back: a handful of events and it is up to date.
    const upToDate = () =>
      view.seen.some(
        (event) => event.type === 'rows' && event.rows.kind === 'pods' && event.rows.upserted.some((row) => row.restarts === 200),
      );
    let taken = 0;
    for (; taken < 8 && !upToDate(); taken += 1) {
      const next = take();
      await clock.advance(100);
      await next;
    }
    expect(taken).toBeLessThan(8);
    expect(held(view)).toEqual(truth(api, 'pods'));
    end.abort();
    cache.close();
  });

  it('says on the feed why there is no connection, and goes on when there is one', async () => {
    let opened = false;
    const { clock, api, cache } = bench((api) =>
      opened ? Promise.resolve(scriptedClient(api)) : Promise.reject(fault('SECRET_MISSING', { name: 'kubeconfig/home' })),
    );
    fill(api, 2);
    const { view } = look(cache);
    await clock.advance(500);
    expect(view.feed?.state).toBe('refused');
    expect(view.feed?.fault?.code).toBe('SECRET_MISSING');
    expect((await cache.list('home', 'pods', 10)).feed.fault?.code).toBe('SECRET_MISSING');
    opened = true;
    cache.disconnect('home');
    await clock.advance(500);
    expect(view.feed).toMatchObject({ state: 'live', fault: null });
    expect(held(view)).toEqual(truth(api, 'pods'));
    cache.close();
  });

  it('forgets the rows of the old cluster when the kubeconfig changes', async () => {
    const clock = new ManualClock();
    const apis = [new ScriptedApi(clock), new ScriptedApi(clock)] as const;
    let which: 0 | 1 = 0;
    const cache = createLiveCache({ clock, log, open: () => Promise.resolve(scriptedClient(apis[which])) });
    fill(apis[0], 5);
    apis[1].put(pods, rawPod({ uid: 'other' }));
    const { view } = look(cache);
    await clock.advance(500);
    expect(held(view)).toEqual(truth(apis[0], 'pods'));
    which = 1;
    cache.disconnect('home');
    await clock.advance(500);
    expect(held(view)).toEqual(truth(apis[1], 'pods'));
    cache.close();
  });

  it('says within 45 s that a connection is dead, and keeps the rows with their age', async () => {
    const { clock, api, cache } = bench();
    fill(api, 3);
    const { view } = look(cache);
    await clock.advance(500);
    const before = clock.now();
    api.fail('watch', { kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' });
    api.breakWatches('stall');
    await clock.advance(45_000);
    expect(view.feed?.state).toBe('retrying');
    expect(view.feed?.fault?.code).toBe('CLUSTER_UNREACHABLE');
    expect(view.feed?.heardAt).toBeLessThanOrEqual(before);
    expect(held(view)).toEqual(truth(api, 'pods'));
    await clock.advance(20_000);
    expect(view.feed?.state).toBe('live');
    cache.close();
  });

  it('waits as long as the server asks, never shorter', async () => {
    const { clock, api, cache } = bench();
    fill(api, 3);
    look(cache);
    await clock.advance(500);
    api.fail('watch', { kind: 'status', status: 429, retryAfter: 20 }, { kind: 'status', status: 503, retryAfter: 10 });
    api.breakWatches('reset');
    await clock.advance(1000);
    const asked = api.asked.length;
    await clock.advance(18_000);
    expect(api.asked).toHaveLength(asked);
    await clock.advance(3000);
    expect(api.asked).toHaveLength(asked + 1);
    await clock.advance(8000);
    expect(api.asked).toHaveLength(asked + 1);
    cache.close();
  });

  it('shows a refusal with its reason and asks slowly', async () => {
    const { clock, api, cache } = bench();
    api.fail('list', ...Array.from({ length: 4 }, () => ({ kind: 'status', status: 403 }) as const));
    const { view } = look(cache);
    await clock.advance(40_000);
    expect(view.feed).toMatchObject({ state: 'refused', fault: { code: 'CLUSTER_REFUSED', why: expect.stringContaining('scripted 403') } });
    expect(api.asked.length).toBeLessThanOrEqual(3);
    await clock.advance(40_000);
    expect(view.feed?.state).toBe('live');
    cache.close();
  });

  it('lists what is there, with the total beside the limit', async () => {
    const { clock, api, cache } = bench();
    fill(api, 30);
    const listing = cache.list('home', 'pods', 10);
    await clock.advance(500);
    const answer = await listing;
    expect(answer.rows.upserted).toHaveLength(10);
    expect(answer.total).toBe(30);
    cache.close();
  });

  it('ends its watches when it is closed', async () => {
    const { clock, cache } = bench();
    const { over } = look(cache, ['pods', 'nodes', 'pods']);
    await clock.advance(500);
    cache.close();
    await expect(over).resolves.toBeUndefined();
  });
});
