import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { variable } from '#contract/inventory/variables.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { keepValue } from '#core/inventory/secrets/kept.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { Secret } from '#core/secret.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { dictionaryOf } from './dictionary.ts';
import { missingOf } from './missing-of.ts';

const key = variable.parse({
  name: 'wiki_key',
  title: 'Key',
  description: 'Opens it.',
  type: 'text',
  sensitive: true,
  neededBy: ['wiki'],
  origin: 'hearth',
});

test('a draft lacks less than what is saved, and a named secret is there once it has a value', async () => {
  const store = memoryStore();
  const secrets = memorySecrets();
  let made = 0;
  const stored = {
    platforms: store.platforms,
    runs: store.runs,
    secrets,
    yaml,
    clock: { now: () => 1000 },
    ids: { id: () => `id${(made += 1)}` },
  };
  const openLinter = async () => ({ look: () => [], refresh: async () => {} });
  const drafts = createDrafts({ ...stored, drafts: store.drafts, log: sketchLog(), openLinter });
  const { id: platformId } = await createPlatform(stored, { name: 'Home', core: [] });
  const missing = async (draftId?: string) => {
    const deps = { drafts, dictionary: dictionaryOf([key]), components: [], inventorySecrets: stored };
    return (await missingOf(deps, { platformId, draftId })).flatMap((one) =>
      one.missing.map(({ variable: name }) => `${one.component}: ${name}`),
    );
  };

  const { summary } = await drafts.open({ platformId, name: 'draft' });
  const value = { '!secret': 'wiki' };
  await drafts.change({
    platformId,
    draftId: summary.id,
    label: 'key',
    changes: [{ kind: 'set', path: ['variables', 'wiki_key'], value }],
  });
  expect(await missing(summary.id)).toEqual(['wiki: wiki_key']);
  await keepValue(secrets, { platformId, name: 'wiki', value: new Secret('opensesame'), at: 1000 });
  expect(await missing(summary.id)).toEqual([]);
  expect(await missing()).toEqual(['wiki: wiki_key']);
  await drafts.save({ platformId, draftId: summary.id, message: '', author: 'test' });
  expect(await missing()).toEqual([]);
  await expect(
    missingOf({ drafts, dictionary: dictionaryOf([]), components: [], inventorySecrets: stored }, { platformId: 'nobody' }),
  ).rejects.toThrow();
});
