// One declaration, four doors: whatever the contract holds answers through each of them, with the same errors.
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Scope } from '#contract/base.ts';
import type { contract } from '#contract/index.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import { tools } from '#doors/mcp-tools.ts';
import { openMessagePort } from '#doors/message-port.ts';
import { describeRest } from '#doors/openapi.ts';
import { openEngine, type Engine } from '#engine/compose.ts';
import { openDoors, procedures, type Door } from './testing/four-doors.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-doors-'));
let engine: Engine;
const open: Door[] = [];

async function doorsFor(scopes: readonly Scope[]): Promise<Door[]> {
  const doors = await openDoors({ engine: engine.ports, caller: { who: 'test', door: 'rest', scopes } });
  open.push(...doors);
  return doors;
}

beforeAll(async () => {
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
});
afterAll(async () => {
  for (const door of open) await door.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const named = (name: string) => {
  const found = procedures.find(({ path }) => path.join('.') === name);
  if (found === undefined) throw new Error(`the contract has no ${name}`);
  return found;
};

describe('every procedure of the contract', () => {
  test('is reached through every door, and refused there to a caller without its scope', async () => {
    expect(procedures.length).toBeGreaterThan(30);
    for (const door of await doorsFor([])) {
      for (const procedure of procedures) {
        const answer = await door.call(procedure, {});
        if (door.name === 'mcp' && procedure.isEndless) expect(answer, procedure.path.join('.')).toBeUndefined();
        else
          expect(answer, `${door.name} ${procedure.path.join('.')}`).toMatchObject({
            fault: { code: 'NOT_ALLOWED', details: { scope: procedure.scope } },
          });
      }
    }
  });

  test('is in the OpenAPI document with its words', async () => {
    const document = JSON.stringify(await describeRest({ version: '1', server: 'http://127.0.0.1/api/v1' }));
    for (const { path } of procedures) expect(document).toContain(`"operationId":"${path.join('.')}"`);
    for (const words of [document, JSON.stringify(tools.find(({ name }) => name === 'runs_start'))]) {
      expect(words).toContain('Pass the digest of the plan that was read as planDigest');
      expect(words).toContain('If the plan is another one by now, nothing is started');
    }
    expect(document.split('"default":{"description":"A fault').length - 1).toBe(procedures.length);
  });
});

describe('through all doors alike', () => {
  let doors: Door[];
  beforeAll(async () => {
    doors = await doorsFor(['read', 'change', 'admin']);
  });

  const same = async (name: string, input: Record<string, unknown>) => {
    const answers = [];
    for (const door of doors) answers.push(await door.call(named(name), input));
    const [first, ...others] = answers;
    for (const other of others) expect(other).toEqual(first);
    return first;
  };

  test('an answer', async () => {
    expect(await same('practice.nodes', {})).toMatchObject({ value: [{ name: 'oak' }, { name: 'elm' }, { name: 'ash' }, { name: 'yew' }] });
  });

  test('a fault of the core', async () => {
    expect(await same('platforms.get', { platformId: 'no-such' })).toMatchObject({
      fault: { code: 'NOT_FOUND', details: { id: 'no-such' } },
    });
  });

  test('a refused input, with its field and its rule', async () => {
    const answer = await same('platforms.create', { name: ' ' });
    expect(answer).toMatchObject({ fault: { code: 'INPUT_INVALID', field: 'name', details: { reason: 'Give the platform a name.' } } });
  });

  test('a stream that ends, collected where an answer must be one piece', async () => {
    const { id } = await createPlatform(engine.ports.inventory, { name: 'Empty', core: [] });
    expect(await same('nodes.preflight', { platformId: id })).toEqual({ value: [] });
  });

  test('another plan than the one that was read, which is not started', async () => {
    const { id, revision, ...content } = await createPlatform(engine.ports.inventory, { name: 'Read', core: [] });
    const [rest] = doors;
    if (rest === undefined) throw new Error('there is no door');
    const reached = { address: '192.0.2.7', port: 22, user: 'ubuntu', credential: { method: 'hearth-key' }, jump: null, hostKey: null };
    const node = { id: 'n1', name: 'oak', ...reached, role: 'control', labels: {}, taints: [], facts: null };
    const save = (expectedRevision: number, part: object) =>
      rest.call(named('platforms.save'), { platformId: id, expectedRevision, content: { ...content, nodes: [{ ...node, ...part }] } });
    const planned = async (kind: string) => {
      const answer = await same('runs.plan', { platformId: id, kind });
      return z.object({ value: z.object({ digest: z.string().min(16), tasks: z.array(z.unknown()) }) }).parse(answer).value;
    };
    await save(revision, {});
    const read = await planned('provision');
    expect(await planned('rehearse')).toMatchObject({ digest: read.digest });
    expect(await same('runs.planText', { platformId: id, kind: 'provision' })).toMatchObject({ value: { digest: read.digest } });

    await save(revision + 1, { address: '192.0.2.8' });
    for (const kind of ['provision', 'rehearse']) {
      const refused = await same('runs.start', { platformId: id, kind, planDigest: read.digest });
      expect(refused).toMatchObject({ fault: { code: 'PLAN_CHANGED', action: 'reload' } });
    }
    expect(await same('runs.list', { platformId: id })).toEqual({ value: [] });
    const { digest } = await planned('provision');
    expect(await rest.call(named('runs.start'), { platformId: id, kind: 'rehearse', planDigest: digest })).toMatchObject({
      value: { runId: expect.any(String) },
    });
  });

  test('a defect of ours, without a word of its insides', async () => {
    const broken = vi.spyOn(engine.ports.inventory.platforms, 'insert').mockRejectedValue(new Error('at secret/path.ts:1'));
    for (const door of doors) {
      const answer = await door.call(named('platforms.create'), { name: 'Home' });
      expect(answer).toMatchObject({ fault: { code: 'INTERNAL' } });
      expect(JSON.stringify(answer)).not.toContain('secret/path');
    }
    broken.mockRestore();
  });
});

test('a change is recorded with who, door and result; a look is not', async () => {
  const append = vi.spyOn(engine.ports.store.audit, 'append');
  const [door] = await doorsFor(['read', 'change']);
  await door?.call(named('platforms.create'), { name: 'Home' });
  await door?.call(named('platforms.create'), { name: '' });
  await door?.call(named('platforms.list'), {});
  await door?.call(named('access.listTokens'), {});
  expect(append.mock.calls.flat()).toMatchObject([
    { who: 'test', door: 'rest', action: 'platforms.create', result: 'ok' },
    { action: 'platforms.create', result: 'INPUT_INVALID' },
    { action: 'access.listTokens', result: 'NOT_ALLOWED' },
  ]);
  append.mockRestore();
});

test('a typed client of the contract speaks to the port', async () => {
  const { port1, port2 } = new MessageChannel();
  openMessagePort(port1, { engine: engine.ports, caller: { who: 'window', door: 'window', scopes: ['read'] } });
  port1.start();
  const client: ContractRouterClient<typeof contract> = createORPCClient(new PortLink({ port: port2 }));
  port2.start();
  expect((await client.system.health()).status).toBe('ready');
  port1.close();
});
