// What holding a Lease relies on in any API server: of two who write, one is told that he came too late.
import { describe, expect, it } from 'vitest';
import type { KubeClient } from '#core/ports/kube.ts';
import { getLease, putLease, readLease, type LeaseDraft } from '#core/runs/lease-object.ts';

interface LeaseSubject {
  readonly client: KubeClient;
  readonly close: () => void | Promise<void>;
}

const signal = new AbortController().signal;
const at = Date.parse('2026-11-21T10:00:00.123Z');
const draft = (runId: string, version: string | null, more: Partial<LeaseDraft> = {}): LeaseDraft => ({
  holder: { installation: 'mine', runId, console: 'desk' },
  since: at,
  now: at + 5000,
  transitions: 3,
  version,
  ...more,
});

export function kubeLeaseConformance(name: string, open: () => Promise<LeaseSubject>): void {
  describe(`${name}: a Lease`, () => {
    const withClient = async (work: (client: KubeClient) => Promise<void>) => {
      const { client, close } = await open();
      try {
        await work(client);
      } finally {
        await close();
      }
    };
    const seenBy = async (client: KubeClient) => readLease((await getLease(client, signal)).body);

    it('is not there until it is made, and comes back as it was written', () =>
      withClient(async (client) => {
        expect((await getLease(client, signal)).status).toBe(404);
        expect((await putLease(client, draft('r1', null), signal)).status).toBe(201);
        expect(await seenBy(client)).toMatchObject({
          holder: 'mine/r1',
          console: 'desk',
          since: at,
          renewedAt: at + 5000,
          durationMs: 30_000,
          transitions: 3,
          version: expect.stringMatching(/./),
        });
      }));

    it('is made once: the second of two gets 409', () =>
      withClient(async (client) => {
        const answers = await Promise.all(['r1', 'r2'].map((runId) => putLease(client, draft(runId, null), signal)));
        expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['201', '409']);
      }));

    it('is replaced only by who has seen its last state', () =>
      withClient(async (client) => {
        await putLease(client, draft('r1', null), signal);
        const { version } = await seenBy(client);
        const answers = await Promise.all(['r1', 'r2', 'r3'].map((runId) => putLease(client, draft(runId, version), signal)));
        expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409', '409']);
        const next = await seenBy(client);
        expect(next.version).not.toBe(version);
        expect((await putLease(client, draft('r4', version), signal)).status).toBe(409);
        expect((await seenBy(client)).holder).toBe(next.holder);
      }));

    it('is free once it is given back', () =>
      withClient(async (client) => {
        await putLease(client, draft('r1', null), signal);
        const { version } = await seenBy(client);
        expect((await putLease(client, draft('r1', version, { holder: null }), signal)).status).toBe(200);
        expect(await seenBy(client)).toMatchObject({ holder: '', transitions: 3 });
      }));

    it('that names no state is not replaced', () =>
      withClient(async (client) => {
        await putLease(client, draft('r1', null), signal);
        const { body } = await getLease(client, signal);
        const path = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/hearth-run';
        const blind = { ...(typeof body === 'object' ? body : {}), metadata: { name: 'hearth-run', namespace: 'kube-system' } };
        expect((await client.request({ method: 'PUT', path, body: blind, signal })).status).toBe(422);
      }));
  });
}
