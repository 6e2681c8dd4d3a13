// Components come up in the order of their needs: nothing starts before what it needs is verified, and a wrong graph is named.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import { isFault } from '#core/fault.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { planFor } from './plans/plan-for.ts';

const catalogue = loadCatalog(join(import.meta.dirname, '../catalog/components'));
const [sample] = catalogue;
if (sample === undefined) throw new Error('The catalogue is empty.');
const component = (id: string, ...needs: string[]): ComponentFile => ({ ...sample, id, needs });

function faultOf(components: readonly ComponentFile[], chosen: string) {
  try {
    planFor({
      wish: { kind: 'provision', platformId: 'p1' },
      platform: sketchPlatform({ components: [chosen], nodes: [sketchNode(1)] }),
      components,
      durationOf: () => null,
    });
  } catch (error) {
    if (isFault(error)) return `${error.view.what} ${error.view.why}`;
    throw error;
  }
  throw new Error('A plan was made.');
}

describe('a wrong graph of components is refused by name', () => {
  test('a circle, also one that nobody chose directly', () => {
    expect(faultOf([component('top', 'a'), component('a', 'b'), component('b', 'c'), component('c', 'a')], 'top')).toContain(
      'a → b → c → a',
    );
  });

  test('a name that the catalogue does not have, with the one that was likely meant', () => {
    const said = faultOf([component('wiki', 'databse'), component('database')], 'wiki');
    expect(said).toContain('databse');
    expect(said).toContain('database');
  });
});

test('every component of the catalogue starts only when all that it needs is verified', async () => {
  const ids = catalogue.map(({ id }) => id);
  const { perform, lab } = await openPracticeRoom({ components: ids });
  await perform('access');
  const run = await perform('provision');
  expect(otherThan(run, ['done', 'unchanged'])).toEqual([]);
  const timesOf = (taskId: string) => {
    const { startedAt, endedAt } = run.tasks.find(({ id }) => id === taskId) ?? {};
    return { from: startedAt ?? -Infinity, to: endedAt ?? Infinity };
  };
  for (const { id, needs } of catalogue) {
    const { from } = timesOf(`install-component:${id}`);
    expect(timesOf(`verify-component:${id}`).from).toBeGreaterThanOrEqual(timesOf(`install-component:${id}`).to);
    for (const need of needs) expect({ id, need, late: from < timesOf(`verify-component:${need}`).to }).toEqual({ id, need, late: false });
  }
  lab.close();
});
