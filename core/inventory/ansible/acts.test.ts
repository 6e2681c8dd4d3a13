import { beforeEach, expect, test } from 'vitest';
import { composeYaml } from '#adapters/inventory/compose-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import { sketchLog } from '#core/runs/fixtures.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { exportAnsible, importAnsible, previewAnsible, type AnsibleDeps } from './acts.ts';

const files = [
  { path: 'hosts', text: '[masters]\nn1 ansible_host=10.0.0.1 ansible_user=ubuntu\n[web]\nn2 ansible_host=10.0.0.2\n' },
  { path: 'group_vars/web.yml', text: 'port: 8080\n' },
];
let deps: AnsibleDeps;
let one: { platformId: string; draftId: string };
beforeEach(async () => {
  const store = memoryStore();
  let made = 0;
  const stored = {
    platforms: store.platforms,
    drafts: store.drafts,
    runs: store.runs,
    secrets: memorySecrets(),
    yaml,
    clock: { now: () => 1000 },
    ids: { id: () => `id${(made += 1)}` },
    log: sketchLog(),
    openLinter: async () => ({ look: () => [], refresh: async () => {} }),
  };
  const drafts = createDrafts(stored);
  deps = { platforms: store.platforms, yaml, composeYaml, dictionary: dictionaryOf([]), drafts };
  const { id: platformId } = await createPlatform(stored, { name: 'Home', core: ['cert-manager'] });
  const { summary } = await drafts.open({ platformId, name: 'draft' });
  one = { platformId, draftId: summary.id };
});

test('an import is one step of the draft, which keeps what was there', async () => {
  const before = await deps.drafts.get(one);
  const { imported, draft } = await importAnsible(deps, { ...one, files });
  expect(imported).toMatchObject({ nodes: 2, groups: 2, variables: 1 });
  expect(draft.data.general['name']).toBe('Home');
  expect(draft.data.nodes.map(({ name, fields, groups }) => [name, fields['role'], groups])).toEqual([
    ['n1', 'control', ['masters']],
    ['n2', 'worker', ['web']],
  ]);
  expect([draft.seq, draft.undo]).toEqual([before.seq + 1, 'import from Ansible']);
});

test('the same import again is no step', async () => {
  const { draft } = await importAnsible(deps, { ...one, files });
  expect((await importAnsible(deps, { ...one, files })).draft.seq).toBe(draft.seq);
});

test('a preview changes nothing', async () => {
  const before = await deps.drafts.get(one);
  expect((await previewAnsible(deps, { ...one, files })).text).toContain('n1:');
  expect(await deps.drafts.get(one)).toEqual(before);
});

test('the saved inventory is exported, or a draft', async () => {
  await importAnsible(deps, { ...one, files });
  expect((await exportAnsible(deps, one)).text).toContain('port: 8080');
  expect((await exportAnsible(deps, { platformId: one.platformId })).text).not.toContain('port: 8080');
});

test('a platform that is not there is said so', async () => {
  await expect(previewAnsible(deps, { platformId: 'nobody', files })).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
});
