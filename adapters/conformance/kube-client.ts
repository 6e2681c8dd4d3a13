// What the live cache relies on in any KubeClient, real or simulated.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeClient } from '#core/ports/kube.ts';
import { rawPod } from './kube-objects.ts';

const pods = '/api/v1/pods';

interface KubeSubject {
  readonly client: KubeClient;
  /** Makes or changes a pod of namespace "default" behind the client's back. */
  put(pod: ReturnType<typeof rawPod>): void | Promise<void>;
  remove(pod: ReturnType<typeof rawPod>): void | Promise<void>;
  close(): void | Promise<void>;
}

interface ListAnswer {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

interface WatchLine {
  readonly type: string;
  readonly object: { readonly code?: number; readonly metadata: { readonly name: string; readonly resourceVersion: string } };
}

export const kubeClientConformance = (name: string, open: () => Promise<KubeSubject>): void => {
  describe(`${name}: a client of the Kubernetes API`, () => {
    let subject: KubeSubject;
    let end: AbortController;
    beforeEach(async () => {
      subject = await open();
      end = new AbortController();
    });
    afterEach(async () => {
      end.abort(new Error('over'));
      await subject.close();
    });

    const pod = (index: number, restarts = 0) => rawPod({ uid: `uid-${index}`, name: `conformance-${index}`, restarts });

    const list = async (query: Record<string, string> = {}): Promise<ListAnswer> => {
      const stream = await subject.client.stream({ path: pods, query, signal: end.signal });
      expect(stream.status).toBe(200);
      let text = '';
      for await (const chunk of stream.chunks) text += chunk;
      return JSON.parse(text);
    };

    async function* watch(version: string): AsyncGenerator<WatchLine> {
      const query = { watch: '1', allowWatchBookmarks: 'true', resourceVersion: version };
      const stream = await subject.client.stream({ path: pods, query, signal: end.signal });
      expect(stream.status).toBe(200);
      let held = '';
      for await (const chunk of stream.chunks) {
        const lines = (held + chunk).split('\n');
        held = lines.pop() ?? '';
        for (const line of lines) if (line !== '') yield JSON.parse(line);
      }
    }

    const next = async (events: AsyncGenerator<WatchLine>): Promise<string> => {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true) throw new Error('the watch ended');
        if (value.type !== 'BOOKMARK') return `${value.type} ${value.object.metadata.name}`;
      }
    };

    it('lists page by page, each object once', async () => {
      for (let index = 0; index < 5; index += 1) await subject.put(pod(index));
      const names: string[] = [];
      for (let token: string | undefined = ''; token !== undefined;) {
        const page: ListAnswer = await list({ limit: '2', ...(token === '' ? {} : { continue: token }) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        names.push(...page.items.map((item) => item.metadata.name));
        token = page.metadata.continue || undefined;
      }
      const ours = names.filter((one) => one.startsWith('conformance-'));
      expect(ours.toSorted()).toEqual([0, 1, 2, 3, 4].map((index) => `conformance-${index}`));
    });

    it('tells every change after the version of a list, in order', async () => {
      await subject.put(pod(1));
      const { metadata } = await list();
      await subject.put(pod(2));
      const events = watch(metadata.resourceVersion);
      expect(await next(events)).toBe('ADDED conformance-2');
      await subject.put(pod(2, 1));
      expect(await next(events)).toBe('MODIFIED conformance-2');
      await subject.remove(pod(1));
      expect(await next(events)).toBe('DELETED conformance-1');
    });

    it('resumes with what was missed, deletions too, or says 410', async () => {
      await subject.put(pod(1));
      const { metadata } = await list();
      await subject.remove(pod(1));
      const query = { watch: '1', resourceVersion: metadata.resourceVersion };
      const stream = await subject.client.stream({ path: pods, query, signal: end.signal });
      if (stream.status === 410) return;
      const first = await stream.chunks[Symbol.asyncIterator]().next();
      const line: WatchLine = JSON.parse(String(first.value).split('\n')[0] ?? '');
      expect(line.type === 'ERROR' ? line.object.code : `${line.type} ${line.object.metadata.name}`).toBeOneOf([
        410,
        'DELETED conformance-1',
      ]);
    });

    it('ends a waiting read when it is aborted', async () => {
      const { metadata } = await list();
      const events = watch(metadata.resourceVersion);
      const waiting = events.next().then(
        () => 'ended',
        () => 'ended',
      );
      end.abort(new Error('enough'));
      expect(await waiting).toBe('ended');
    });

    it('answers an unknown path with a status, not with an error', async () => {
      const answer = await subject.client.request({ method: 'GET', path: '/api/v1/no-such-things', signal: end.signal });
      expect(answer.status).toBe(404);
    });
  });
};
