import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { Resolver } from '#core/ports/resolver.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { openLinter } from '#core/inventory/drafts/linting.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { domainNames, type DomainLeads } from './domain-names.ts';
import { sketchContext } from './fixtures.ts';

/** Time passes when the test says so. */
function handClock() {
  let now = 0;
  const waiting = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((wake, reject) => {
        const one = { until: now + ms, wake };
        waiting.add(one);
        signal?.addEventListener('abort', () => {
          waiting.delete(one);
          reject(new Error('called off'));
        });
      }),
    async pass(ms: number) {
      now += ms;
      for (const one of [...waiting].filter(({ until }) => until <= now)) {
        waiting.delete(one);
        one.wake();
      }
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    },
  };
}

/** Name servers that know some names; null: they do not answer. */
function nameServers(known: readonly string[] | null) {
  let names = known;
  const asked: string[] = [];
  const resolver: Resolver = {
    async addresses(name) {
      asked.push(name);
      return names?.includes(name) === true ? ['192.0.2.1'] : [];
    },
    caa: async () => (names === null ? null : []),
  };
  return { resolver, asked, know: (more: readonly string[] | null) => void (names = more) };
}

test.each<[readonly string[] | null, DomainLeads]>([
  [['lab.example.com', 'hearth-check.lab.example.com'], 'somewhere'],
  [['hearth-check.lab.example.com'], 'somewhere'],
  [['lab.example.com'], 'not-below'],
  [[], 'nowhere'],
  [null, 'unknown'],
])('with name servers that know %j, a domain leads %s', async (names, expected) => {
  const clock = handClock();
  const leads = domainNames({ resolver: nameServers(names).resolver, clock }, { news: () => {}, end: new AbortController().signal });
  expect(leads('lab.example.com')).toBe('unknown');
  await clock.pass(1000);
  expect(leads('lab.example.com')).toBe(expected);
});

test('what is being typed is asked for once it stands still, and once only', async () => {
  const clock = handClock();
  const { resolver, asked } = nameServers([]);
  let news = 0;
  const leads = domainNames({ resolver, clock }, { news: () => void (news += 1), end: new AbortController().signal });
  for (const typed of ['l.de', 'la.de', 'lab.de']) {
    leads(typed);
    await clock.pass(300);
  }
  expect(asked).toEqual([]);
  await clock.pass(700);
  leads('lab.de');
  expect([asked, news]).toEqual([['hearth-check.lab.de', 'lab.de'], 1]);
});

test('a draft says by itself that its domain leads nowhere, and no longer once there is a record', async () => {
  const clock = handClock();
  const servers = nameServers([]);
  const { platforms, applied, drafts: kept } = memoryStore();
  const { dictionary, components } = sketchContext();
  const lintWith = { platforms, applied, secrets: memorySecrets(), components, dictionary, resolver: servers.resolver, clock };
  const drafts = createDrafts({
    platforms,
    drafts: kept,
    yaml,
    clock,
    ids: { id: () => 'd1' },
    log: sketchLog(),
    openLinter: (platformId, hearer) => openLinter(lintWith, platformId, hearer),
  });
  const stored = sketchPlatform();
  await platforms.insert(stored);
  const { summary } = await drafts.open({ platformId: stored.id, name: 'draft' });
  const one = { platformId: stored.id, draftId: summary.id };
  const found = async () => (await drafts.get(one)).issues.filter(({ rule }) => rule === 'domain-unreachable');
  await clock.pass(1000);
  // That of a new platform was not chosen by anybody.
  expect([await found(), servers.asked]).toEqual([[], []]);

  const said: unknown[] = [];
  const end = new AbortController();
  const following = (async () => {
    for await (const event of drafts.follow(one, end.signal))
      said.push(event.kind === 'step' ? event.step.issues.map(({ rule }) => rule) : []);
  })();
  await drafts.change({ ...one, changes: [{ kind: 'set', path: ['settings', 'domain'], value: 'lab.example.com' }], label: 'domain' });
  expect(await found()).toEqual([]);
  await clock.pass(1000);
  expect(await found()).toMatchObject([
    {
      severity: 'warning',
      path: ['settings', 'domain'],
      message: 'Neither lab.example.com nor names below it lead anywhere.',
      remedy:
        'Add an A record for lab.example.com at your name server, leading to a node of the platform. Add one for *.lab.example.com too.',
    },
  ]);
  expect(said.at(-1)).toContain('domain-unreachable');

  servers.know(['lab.example.com', 'hearth-check.lab.example.com']);
  await clock.pass(60_001);
  await clock.pass(1000);
  expect(await found()).toEqual([]);
  expect(said.at(-1)).not.toContain('domain-unreachable');
  end.abort();
  await following;
});

describe('what leads nowhere is asked for again and again, until', () => {
  function asking() {
    const clock = handClock();
    const servers = nameServers([]);
    const end = new AbortController();
    const leads = domainNames({ resolver: servers.resolver, clock }, { news: () => {}, end: end.signal });
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        await clock.pass(60_000);
        await clock.pass(1000);
      }
      return servers.asked.filter((name) => name === 'lab.example.com').length;
    };
    leads('lab.example.com');
    return { servers, end, leads, minutes };
  }

  test('it leads somewhere', async () => {
    const { servers, leads, minutes } = asking();
    expect(await minutes(3)).toBe(3);
    servers.know(['lab.example.com', 'hearth-check.lab.example.com']);
    const asked = await minutes(1);
    expect(leads('lab.example.com')).toBe('somewhere');
    expect(await minutes(3)).toBe(asked);
  });

  test('nobody looks any more', async () => {
    const { end, minutes } = asking();
    const asked = await minutes(2);
    end.abort();
    expect(await minutes(3)).toBe(asked);
  });

  test('no domain stands there any more', async () => {
    const { leads, minutes } = asking();
    const asked = await minutes(2);
    expect(leads(null)).toBe('unknown');
    expect(await minutes(3)).toBe(asked);
  });
});
