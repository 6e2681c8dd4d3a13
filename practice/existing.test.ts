import { expect, test } from 'vitest';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import { checkAccess } from '#core/access/cluster-access.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from './clock/virtual-clock.ts';
import { openPractice } from './open.ts';

const never = new AbortController().signal;

const accessAs = (context: string) => {
  const lab = openPractice({ clock: virtualClock(), kubeconfigs: kubeconfigReader });
  return checkAccess(lab.kube.connect(new Secret(lab.kubeconfig()), { context }), never);
};

test('the practice kubeconfig leads an administrator to a cluster with nodes and storage', async () => {
  const access = await accessAs('cabin');
  expect(access.nodes.map(({ name, status }) => [name, status])).toEqual([
    ['fir', 'ready'],
    ['pine', 'ready'],
  ]);
  expect(access.storageClasses).toEqual([{ name: 'local-path', provisioner: 'rancher.io/local-path', isDefault: true }]);
  expect(access.rights.every(({ state }) => state === 'pass')).toBe(true);
});

test('its viewer may look, and is told what that is not enough for', async () => {
  const limited = (await accessAs('cabin-viewer')).rights.filter(({ state }) => state === 'limited').map(({ id }) => id);
  expect(limited).toContain('releases');
  expect(limited).not.toContain('look');
});

test('a component is installed on it, and a second time nothing changes', async () => {
  const room = await openPracticeRoom({ existing: { context: 'cabin' }, components: ['registry'] });
  const first = await room.perform('provision');
  expect(otherThan(first, ['done', 'unchanged'])).toEqual([]);
  expect(first.tasks.map(({ id }) => id)).toEqual(['check-cluster', 'install-component:registry', 'verify-component:registry']);
  expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
});

test('a viewer is stopped before anything is installed', async () => {
  const room = await openPracticeRoom({ existing: { context: 'cabin-viewer' }, components: ['registry'] });
  const run = await room.perform('provision');
  expect(run.tasks.find(({ id }) => id === 'check-cluster')?.fault).toMatchObject({
    code: 'CLUSTER_RIGHTS_MISSING',
    why: expect.stringMatching(/create, patch, delete .*deployments\.apps/),
  });
  expect(run.tasks.find(({ id }) => id === 'install-component:registry')?.state).not.toBe('done');
});
