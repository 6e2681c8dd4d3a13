// Finding the practice machines, through every door alike.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { foundMachine, scanEvent, type FoundMachine } from '#contract/discovery.ts';
import type { Scope } from '#contract/base.ts';
import { openEngine, type Engine } from '#engine/compose.ts';
import { openDoors, procedures, type Answer, type Door } from './testing/four-doors.ts';
import { openHouse } from './testing/house.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-discovery-'));
let engine: Engine;
const open: Door[] = [];

async function doorsFor(scopes: readonly Scope[]): Promise<Door[]> {
  const doors = await openDoors({ engine: engine.ports, caller: { who: 'test', door: 'rest', scopes } });
  open.push(...doors);
  return doors;
}
const named = (name: string) => {
  const found = procedures.find(({ path }) => path.join('.') === name);
  if (found === undefined) throw new Error(`the contract has no ${name}`);
  return found;
};
const valueOf = (answer: Answer | undefined): unknown => {
  if (answer === undefined || 'fault' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.value;
};
const found = z.object({ type: z.literal('found'), machine: foundMachine });
const machinesIn = (value: unknown): FoundMachine[] =>
  z
    .array(z.unknown())
    .parse(value)
    .flatMap((event) => found.safeParse(event).data?.machine ?? [])
    .toSorted((a, b) => a.address.localeCompare(b.address));

beforeAll(async () => {
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
});
afterAll(async () => {
  for (const door of open) await door.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('in practice', () => {
  let doors: Door[];
  beforeAll(async () => {
    doors = await doorsFor(['read', 'change']);
  });
  beforeEach(() => {
    engine.ports.practice?.setFault('ash', { fault: 'power-loss', on: false });
  });
  const call = async (door: Door, name: string, input: Record<string, unknown>) => valueOf(await door.call(named(name), input));

  test('the network this computer is on is the one to scan, and a scan of it finds those with power', async () => {
    engine.ports.practice?.setFault('ash', { fault: 'power-loss', on: true });
    await Promise.all(
      doors.map(async (door) => {
        const networks = z.array(z.object({ range: z.string() })).parse(await call(door, 'discovery.networks', {}));
        const events = z.array(scanEvent).parse(await call(door, 'discovery.scan', { ranges: networks[0]?.range }));
        expect(machinesIn(events), door.name).toMatchObject([
          {
            address: '10.20.0.11',
            port: 22,
            name: 'oak.lab.home',
            speaks: 'ssh',
            hostKey: { fingerprint: expect.stringMatching(/^SHA256:/) },
          },
          { address: '10.20.0.12', name: 'elm.lab.home' },
          { address: '10.20.0.14', name: 'yew.lab.home' },
        ]);
        expect(events.findLast((event) => event.type === 'progress')).toMatchObject({ tried: 254, total: 254 });
        expect(events.at(-1)).toEqual({ type: 'ended', found: 3, refused: [], unroutable: 0 });
      }),
    );
  });

  test('what announces itself is heard; an address that is listed is marked with its name', async () => {
    const [first] = doors;
    if (first === undefined) throw new Error('there is no door');
    const created = z
      .object({ id: z.string(), revision: z.number() })
      .loose()
      .parse(await call(first, 'platforms.create', { name: 'Home' }));
    const { id: platformId, revision, ...rest } = created;
    const place = { address: '10.20.0.11', port: 22, user: 'ubuntu', credential: { method: 'agent' }, jump: null, hostKey: null };
    const node = { ...place, id: 'n1', name: 'my-oak', role: 'control', labels: {}, taints: [], facts: null };
    await call(first, 'platforms.save', { platformId, expectedRevision: revision, content: { ...rest, nodes: [node] } });
    await Promise.all(
      doors.map(async (door) => {
        const machines = machinesIn(await call(door, 'discovery.announced', { seconds: 30, platformId }));
        expect(machines.map(({ name, listedAs }) => [name, listedAs])).toEqual([
          ['oak', 'my-oak'],
          ['elm', null],
          ['ash', null],
          ['yew', null],
        ]);
      }),
    );
    for (const door of doors) {
      const answer = z
        .object({ machines: z.array(foundMachine), hashed: z.number() })
        .parse(await call(door, 'discovery.known', { platformId }));
      expect(answer.hashed).toBe(2);
      expect(answer.machines).toMatchObject([
        { name: 'elm', address: '10.20.0.12', user: 'ubuntu' },
        { address: '10.20.0.11', listedAs: 'my-oak' },
      ]);
    }
  });

  test.each([
    [{ ranges: '10.20.0.5/24' }, { field: 'ranges', reason: '10.20.0.5/24 has host bits set; the range it means is 10.20.0.0/24.' }],
    [{ ranges: '8.8.8.8' }, { field: 'ranges', reason: expect.stringContaining('public internet') }],
    [{ ranges: '10.0.0.0/8' }, { field: 'ranges', reason: expect.stringContaining('at most 4,096') }],
    [{ ranges: '' }, { field: 'ranges', reason: expect.stringContaining('Give at least one') }],
    [
      { ranges: '10.20.0.0/24', ports: [0] },
      { field: 'ports.0', reason: 'A port is 1 to 65535.' },
    ],
    [
      { ranges: '10.20.0.0/24', ports: [] },
      { field: 'ports', reason: 'Give at least one port.' },
    ],
  ])('%o is refused with its field and its reason', async (input, details) => {
    for (const door of doors) {
      const answer = await door.call(named('discovery.scan'), input);
      expect(answer, door.name).toMatchObject({ fault: { code: 'INPUT_INVALID', field: details.field, details } });
    }
  });
});

test('a caller who goes stops the scan, also over REST', async () => {
  const house = await openHouse();
  const { value: token } = await house.token(['change']);
  const knocks = vi.spyOn(house.engine.ports.network, 'knock');
  const leave = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${house.port}/api/v1/discovery/scan`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ranges: '10.20.0.0/20' }),
    signal: leave.signal,
  });
  const reader = answer.body?.getReader();
  await reader?.read();
  expect(knocks.mock.calls.length).toBeGreaterThan(0);
  leave.abort();
  await vi.waitFor(() => expect(knocks.mock.calls.every(([, signal]) => signal.aborted)).toBe(true));
  expect(knocks.mock.calls.length).toBeLessThan(1000);
  await house.close();
});

test('a token that may only look cannot set Hearth on other machines', async () => {
  for (const door of await doorsFor(['read'])) {
    for (const name of ['discovery.scan', 'discovery.announced'])
      expect(await door.call(named(name), { ranges: '10.20.0.11' }), door.name).toMatchObject({ fault: { code: 'NOT_ALLOWED' } });
    expect(await door.call(named('discovery.networks'), {})).toMatchObject({ value: [{ range: '10.20.0.0/24' }] });
  }
});
