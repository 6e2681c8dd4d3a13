import { expect, test } from 'vitest';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { planner, planOn } from './planner.ts';

test('an existing cluster is planned for once its kubeconfig is known, without a task on any machine', async () => {
  const store = memoryStore();
  const secrets = memorySecrets();
  const platform = sketchPlatform({ distribution: 'existing', nodes: [], components: [] });
  const plan = planner(planOn({ store, secrets, components: [] }), async () => ({ platform, variables: {} }));
  const wish = { kind: 'provision', platformId: platform.id } as const;
  await expect(plan(wish)).rejects.toMatchObject({ view: { code: 'PLAN_INVALID', field: 'kubeconfig' } });
  await secrets.set(kubeconfigName(platform.id), new Secret('x'));
  const made = await plan(wish);
  expect(made.plan.tasks.map(({ id, nodeId }) => [id, nodeId])).toEqual([['check-cluster', null]]);
});
