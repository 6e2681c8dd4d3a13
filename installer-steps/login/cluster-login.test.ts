import { describe, expect, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';
import type { RunWish } from '#contract/runs.ts';
import { readObject } from '#core/cluster/api-objects.ts';

const signal = new AbortController().signal;
const wish = (platformId: string, more: Partial<Extract<RunWish, { kind: 'cluster-login' }>> = {}): RunWish => ({
  kind: 'cluster-login',
  platformId,
  issuer: 'https://auth.home.lan/realms/home',
  clientId: 'kubernetes',
  usernameClaim: 'preferred_username',
  groupsClaim: 'groups',
  groupPrefix: 'oidc:',
  adminGroup: 'thinkube-admins',
  ...more,
});

async function ready() {
  const room = await openPracticeRoom({ nodes: 4, shape: (node, index) => ({ ...node, role: index < 3 ? 'control' : 'worker' }) });
  await room.perform('access');
  await room.perform('provision');
  return room;
}
const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/hearth-admins';

describe('a login through OpenID Connect', () => {
  test('reaches every API server one after the other, then the group; a second time nothing changes; the undo leaves nothing', async () => {
    const room = await ready();
    const first = await room.fulfil(wish(room.platform.id));
    expect(otherThan(first, ['done', 'unchanged'])).toEqual([]);
    const told = first.tasks.filter(({ step }) => step === 'api-server-login');
    expect(told).toHaveLength(3);
    const spans = told.map(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0] as const).toSorted(([a], [b]) => a - b);
    for (const [index, [start]] of spans.entries()) expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
    const cluster = await room.cluster();
    expect(await readObject(cluster, binding, signal)).toMatchObject({ subjects: [{ kind: 'Group', name: 'oidc:thinkube-admins' }] });
    expect(otherThan(await room.fulfil(wish(room.platform.id)), ['unchanged'])).toEqual([]);
    const undone = await room.undo(first.id);
    expect(otherThan(undone, ['done', 'unchanged'])).toEqual([]);
    expect(await readObject(cluster, binding, signal)).toBeNull();
  });

  test('a control node that is built anew gets it again, and loses it with the others; where there is none nothing is done', async () => {
    const room = await ready();
    const { platform } = room;
    expect(otherThan(await room.fulfil({ kind: 'provision', platformId: platform.id }), ['unchanged'])).toEqual([]);
    const third = platform.nodes.findLast(({ role }) => role === 'control');
    if (third === undefined) throw new Error('There is no control node.');
    const given = await room.fulfil(wish(platform.id));
    const rebuilt = await room.fulfil({ kind: 'rebuild-node', platformId: platform.id, nodeId: third.id, keepVolumes: true });
    expect(rebuilt.tasks.find(({ step }) => step === 'same-login')?.state).toBe('done');
    expect(otherThan(await room.fulfil(wish(platform.id)), ['unchanged'])).toEqual([]);
    expect(otherThan(await room.undo(given.id), ['done', 'unchanged'])).toEqual([]);
    expect(otherThan(await room.fulfil({ kind: 'provision', platformId: platform.id }), ['unchanged'])).toEqual([]);
  });

  test('settings that an API server does not start with stop at the first node, with its last words', async () => {
    const room = await ready();
    const run = await room.fulfil(wish(room.platform.id, { clientId: 'broken' }));
    const failed = run.tasks.filter(({ state }) => state === 'failed');
    expect(failed.map(({ fault }) => fault?.code)).toContain('API_SERVER_REVERTED');
    expect(failed[0]?.fault?.why).toContain('issuer.audiences');
    expect(run.tasks.find(({ step }) => step === 'login-admins')?.state).not.toBe('done');
  });

  test('a password that came with the wish is in no task', async () => {
    const room = await ready();
    const withPassword = { ...wish(room.platform.id), password: 'hunter2-hunter2' };
    const run = await room.fulfil(withPassword);
    expect(JSON.stringify(run)).not.toContain('hunter2');
  });
});

test('the API server of an existing cluster is left alone, in words', async () => {
  const room = await openPracticeRoom({ existing: { context: 'cabin' } });
  await expect(room.wish(wish(room.platform.id))).rejects.toThrow('existing cluster');
});
