import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { savedDocument } from './saved-document.ts';
import { writeInventory } from './versions.ts';

/** Counts what is read as YAML. */
function counted() {
  const read: string[] = [];
  const counting: Yaml = {
    ...yaml,
    parse: (text) => {
      read.push(text);
      return yaml.parse(text);
    },
  };
  return { read, yaml: counting };
}

test('is read once for as long as it stays the same, and then only where it changed', async () => {
  const clock = virtualClock();
  const { platforms } = memoryStore();
  const stored = sketchPlatform({ nodes: Array.from({ length: 20 }, (_, index) => sketchNode(index + 1)) });
  await platforms.insert(stored);
  const { read, yaml: counting } = counted();
  const deps = { platforms, yaml: counting };
  const first = await savedDocument(deps, stored);
  read.length = 0;
  expect((await savedDocument(deps, stored)).document).toBe(first.document);
  expect(read).toEqual([]);

  const text = first.document.text.replace('10.0.0.7\n', '10.0.0.77\n');
  const request = { platformId: stored.id, expectedRevision: first.version.revision, author: 'a', message: '', text };
  await writeInventory({ platforms, yaml, clock, ids: { id: () => 'new' } }, request);
  const later = await savedDocument(deps, stored);
  expect(later.document.text).toBe(text);
  expect(later.version.revision).toBeGreaterThan(first.version.revision);
  expect(read).toHaveLength(1);
});
