// Drafts and versions through every door: one draft, whoever types into it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createPlatform, getPlatform, removePlatform, savePlatform } from '#core/platform/platforms.ts';
import { platformSecretName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { openEngine, type Engine } from '#engine/compose.ts';
import { openDoors, procedures, type Answer, type Door } from './testing/four-doors.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-inventory-doors-'));
let engine: Engine;
let doors: Door[];
beforeAll(async () => {
  engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
  doors = await openDoors({ engine: engine.ports, caller: { who: 'robot', door: 'rest', scopes: ['read', 'change'] } });
});
afterAll(async () => {
  for (const door of doors) await door.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

let platformId: string;
beforeEach(async () => {
  ({ id: platformId } = await createPlatform(engine.ports.inventory, { name: 'Home', core: [] }));
});

async function call(door: Door, name: string, input: Record<string, unknown> = {}): Promise<Answer | undefined> {
  const procedure = procedures.find(({ path }) => path.join('.') === `inventory.${name}`);
  if (procedure === undefined) throw new Error(`the contract has no ${name}`);
  return door.call(procedure, { platformId, ...input });
}
const set = (path: readonly (string | number)[], value: unknown) => ({ changes: [{ kind: 'set', path, value }], label: 'table' });

test('each door types into the same draft, and saves it under its name', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const draftId = summary.id;
  for (const [index, door] of doors.entries()) {
    expect(await call(door, 'drafts.open'), door.name).toMatchObject({ value: { summary: { id: draftId }, seq: index } });
    const step = await call(door, 'drafts.change', { draftId, ...set(['variables', `of_${index}`], door.name) });
    expect(step, door.name).toMatchObject({
      value: { seq: index + 1, undo: 'table', data: { variables: { [`of_${index}`]: door.name } } },
    });
  }
  const [first] = doors;
  if (first === undefined) throw new Error('there is no door');
  expect(await call(first, 'drafts.save', { draftId, message: 'All of us' })).toMatchObject({ value: { platform: { revision: 2 } } });
  for (const door of doors) {
    expect(await call(door, 'versions.list'), door.name).toMatchObject({
      value: {
        more: false,
        versions: [
          { revision: 2, author: 'rest robot', message: 'All of us' },
          { revision: 1, author: 'wizard' },
        ],
      },
    });
    const compared = await call(door, 'versions.compare', { from: { kind: 'version', revision: 1 }, to: { kind: 'draft', draftId } });
    expect(compared, door.name).toMatchObject({ value: { differences: doors.map(() => ({ kind: 'added' })) } });
  }
});

test('a name that would be lost on its way is refused with its place, or told, and never dropped without a word', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const draftId = summary.id;
  for (const door of doors) {
    expect(await call(door, 'drafts.change', { draftId, ...set(['variables', '__proto__'], 1) }), door.name).toMatchObject({
      fault: { code: 'INPUT_INVALID', field: 'variables.__proto__' },
    });
    const text = 'variables:\n  __proto__: 1\n';
    expect(await call(door, 'versions.check', { text }), door.name).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ line: 2, severity: 'error' })]),
    });
    expect(await call(door, 'versions.write', { text, expectedRevision: 1 }), door.name).toMatchObject({
      fault: { code: 'INVENTORY_UNFIT', details: { line: 2 } },
    });
  }
  for (const door of doors.filter(({ name }) => name === 'rest' || name === 'mcp')) {
    const hidden: unknown = JSON.parse('{"a": 1, "__proto__": 2}');
    expect(await call(door, 'drafts.change', { draftId, ...set(['variables', 'x'], hidden) }), door.name).toMatchObject({
      fault: { code: 'INPUT_INVALID', field: 'changes.0.value.__proto__' },
    });
  }
});

test('what cannot be is refused alike', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const draftId = summary.id;
  await engine.ports.drafts.change({ platformId, draftId, label: 'table', changes: [{ kind: 'set', path: ['channel'], value: 'newest' }] });
  for (const door of doors) {
    expect(await call(door, 'drafts.save', { draftId }), door.name).toMatchObject({ fault: { code: 'INVENTORY_UNFIT', field: 'channel' } });
    const stale = { draftId, seq: 0, edits: [{ from: 0, to: 0, insert: '#' }] };
    expect(await call(door, 'drafts.edit', stale), door.name).toMatchObject({ fault: { code: 'CHANGED_MEANWHILE' } });
    expect(await call(door, 'versions.write', { text: 'nodes: [', expectedRevision: 1 }), door.name).toMatchObject({
      fault: { code: 'INVENTORY_UNFIT' },
    });
    expect(await call(door, 'versions.check', { text: 'nodes: [' }), door.name).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ line: 1, severity: 'error' })]),
    });
    expect(await call(door, 'drafts.effective', { draftId, node: 'nobody' }), door.name).toMatchObject({ fault: { code: 'NOT_FOUND' } });
    expect(await call(door, 'drafts.undo', { draftId: 'none' }), door.name).toMatchObject({ fault: { code: 'NOT_FOUND' } });
  }
});

test('a draft is merged with what was saved elsewhere, unless it has changed since it was shown', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const one = { platformId, draftId: summary.id };
  await engine.ports.drafts.change({ ...one, label: 'table', changes: [{ kind: 'set', path: ['channel'], value: '1.37/stable' }] });
  const [door] = doors;
  if (door === undefined) throw new Error('there is no door');
  const saved = await call(door, 'versions.read');
  const text = saved !== undefined && 'value' in saved ? String(Object(saved.value).text) : '';
  const written = await call(door, 'versions.write', { text: text.replace('name: Home', 'name: Barn'), expectedRevision: 1 });
  expect(written).toMatchObject({ value: { name: 'Barn', revision: 2 } });
  expect(await call(door, 'drafts.save', one)).toMatchObject({ fault: { code: 'CHANGED_MEANWHILE' } });
  const shown = await call(door, 'versions.merge', { ...one, source: 'saved' });
  expect(shown).toMatchObject({ value: { conflicts: 0 } });
  const mergeId = shown !== undefined && 'value' in shown ? String(Object(shown.value).mergeId) : '';
  const answer = { ...one, source: 'saved', resolutions: [] };
  expect(await call(door, 'versions.applyMerge', { ...answer, mergeId: 'of another state' })).toMatchObject({
    fault: { code: 'CHANGED_MEANWHILE', what: 'The merge was changed elsewhere.' },
  });
  expect(await call(door, 'versions.applyMerge', { ...answer, mergeId })).toMatchObject({
    value: { summary: { baseRevision: 2, changed: true }, data: { general: { name: 'Barn', channel: '1.37/stable' } } },
  });
  expect(await call(door, 'drafts.save', one)).toMatchObject({
    value: { platform: { name: 'Barn', channel: '1.37/stable', revision: 3 } },
  });
});

test('an open draft hears of a secret that is set, and of what the wizard saves', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const one = { platformId, draftId: summary.id };
  const changes = [{ kind: 'set' as const, path: ['variables', 'github_token'], value: { '!secret': 'github' } }];
  await engine.ports.drafts.change({ ...one, label: 'table', changes });
  const acts = [
    () => engine.ports.platformSecrets.secrets.set(platformSecretName(platformId, 'github'), new Secret('value')),
    async () => {
      const platform = await getPlatform(engine.ports.inventory, platformId);
      await savePlatform(engine.ports.inventory, { platformId, expectedRevision: 1, content: { ...platform, name: 'Barn' } });
    },
    () => removePlatform(engine.ports.inventory, platformId),
  ];
  const seen: unknown[] = [];
  for await (const event of engine.ports.drafts.follow(one, new AbortController().signal)) {
    if (event.kind === 'whole') seen.push(event.draft.issues.map(({ rule }) => rule).toSorted());
    else seen.push(event.kind === 'step' ? [event.step.issues.map(({ rule }) => rule), event.step.summary.savedRevision] : event);
    await acts.shift()?.();
  }
  expect(seen).toEqual([['roles', 'secret-not-set'], [['roles'], 1], [['roles'], 2], { kind: 'closed', reason: 'removed' }]);
});

test('typing is not in the audit, which would be full of it; what was refused and what was saved is', async () => {
  const { summary } = await engine.ports.drafts.open({ platformId, name: 'draft' });
  const draftId = summary.id;
  const append = vi.spyOn(engine.ports.store.audit, 'append');
  const [door] = doors;
  if (door === undefined) throw new Error('there is no door');
  const edits = [{ from: 0, to: 0, insert: '# ours\n' }];
  await call(door, 'drafts.edit', { draftId, seq: 0, edits });
  await call(door, 'drafts.edit', { draftId, seq: 0, edits });
  await call(door, 'drafts.save', { draftId });
  expect(append.mock.calls.flat()).toMatchObject([
    { action: 'inventory.drafts.edit', result: 'CHANGED_MEANWHILE' },
    { action: 'inventory.drafts.save', result: 'ok' },
  ]);
  append.mockRestore();
});
