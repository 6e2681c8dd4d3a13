// Drift, what waits, and secrets through the router, over a practice engine.
import { createRouterClient, type RouterClient } from '@orpc/server';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scope, type Scope } from '#contract/base.ts';
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { router } from '#doors/router/index.ts';
import { openEngine, type Engine } from '#engine/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-drift-'));
const canary = 'canary-91c2-hunter2';
let engine: Engine;
let client: RouterClient<typeof router>;
let platformId = '';
const clientWith = (scopes: Scope[]) =>
  createRouterClient(router, { context: { engine: engine.ports, caller: { who: 'test', door: 'rest', scopes } } });

beforeAll(async () => {
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
  client = clientWith(scope.options);
  platformId = await oneMachine();
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine of the lab, as the wizard leaves it before the set-up. */
async function oneMachine(): Promise<string> {
  const { id, revision, ...content } = await client.platforms.create({ name: 'Home' });
  const [oak] = await client.practice.nodes();
  if (oak === undefined) throw new Error('the lab has no machine');
  const reached = {
    address: oak.address,
    port: 22,
    user: 'ubuntu',
    credential: { method: 'hearth-key' as const },
    jump: null,
    hostKey: null,
  };
  const node = { id: 'n1', name: oak.name, ...reached, role: 'control' as const, labels: {}, taints: [], facts: null };
  await client.platforms.save({ platformId: id, expectedRevision: revision, content: { ...content, nodes: [node], components: [] } });
  const { fingerprint } = await client.nodes.readHostKey({ platformId: id, nodeId: 'n1' });
  await client.nodes.trustHostKey({ platformId: id, nodeId: 'n1', fingerprint });
  return id;
}

async function perform(wish: RunWish) {
  const { runId } = await client.runs.start({ ...wish, password: 'practice' });
  for await (const _ of await client.runs.watch({ runId })) void _;
  return (await client.runs.get({ runId })).state;
}
async function save(change: (platform: Platform) => Partial<Platform>) {
  const stored = await client.platforms.get({ platformId });
  await client.platforms.save({ platformId, expectedRevision: stored.revision, content: { ...stored, ...change(stored) } });
}
const look = () => client.inventory.drift.look({ platformId });

test('a platform is set up, changed in the inventory, and brought to it again; what cannot be done now waits', async () => {
  const bare = await look();
  expect(bare).toMatchObject({ applied: null, live: { state: 'never' }, differences: [{ id: 'node:oak:missing' }] });
  await perform({ kind: 'access', platformId, passwordlessSudo: true });
  expect(await perform({ kind: 'provision', platformId })).toBe('done');
  expect(await look()).toMatchObject({ live: { state: 'now' }, differences: [], plan: null });

  await save(({ nodes }) => ({ nodes: nodes.map((node) => Object.assign({}, node, { labels: { disk: 'ssd' } })) }));
  const changed = await look();
  expect(changed.differences).toMatchObject([{ id: 'node:oak:label disk', wanted: 'ssd', applied: null, live: null, closedBy: 'Set up' }]);

  await client.practice.setFault({ name: 'oak', fault: 'power-loss', on: true });
  await expect.poll(async () => (await look()).live.state, { timeout: 20_000 }).toBe('before');
  expect((await look()).differences.map(({ id }) => id)).toEqual(['node:oak:label disk']);
  const wish = { kind: 'provision' as const, platformId };
  const waiting = await client.inventory.drift.queue({ platformId, wish });
  expect(waiting).toMatchObject({ state: 'waiting', reason: 'oak does not answer.' });

  await client.practice.setFault({ name: 'oak', fault: 'power-loss', on: false });
  const ready = async () => (await client.inventory.drift.queue({ platformId, wish })).state;
  await expect.poll(ready, { timeout: 20_000 }).toBe('ready');
  const [shown] = await client.inventory.drift.intents({ platformId });
  expect(shown).toMatchObject({ id: waiting.id, state: 'ready', changed: [] });
  const { runId } = await client.inventory.drift.confirm({ platformId, intentId: waiting.id, plannedAt: shown?.plannedAt ?? 0 });
  for await (const _ of await client.runs.watch({ runId })) void _;
  expect(await client.inventory.drift.intents({ platformId })).toEqual([]);
  await expect.poll(async () => (await look()).differences, { timeout: 20_000 }).toEqual([]);
}, 120_000);

test('a secret goes in, comes out only sealed and for an administrator, and is nowhere in the data folder', async () => {
  await client.inventory.secrets.set({ platformId, name: 'registry', value: canary });
  const passphrase = 'correct horse battery staple';
  await expect(clientWith(['read', 'change']).inventory.secrets.export({ platformId, passphrase })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  const { sealed, count } = await client.inventory.secrets.export({ platformId, passphrase });
  expect(count).toBe(1);
  await client.inventory.secrets.remove({ platformId, name: 'registry' });
  expect(await client.inventory.secrets.list({ platformId })).toEqual([]);
  await expect(client.inventory.secrets.import({ platformId, sealed, passphrase: `${canary}-wrong` })).rejects.toMatchObject({
    code: 'SEAL_WRONG',
  });
  expect(await client.inventory.secrets.import({ platformId, sealed, passphrase })).toEqual({
    added: ['registry'],
    replaced: [],
    kept: [],
  });
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  expect(written.join('\n')).toContain('inventory.secrets.import');
  for (const secret of [canary, passphrase]) expect(written.join('\n')).not.toContain(secret);
}, 60_000);
