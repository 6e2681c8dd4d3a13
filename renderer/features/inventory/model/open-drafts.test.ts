import { describe, expect, it } from 'vitest';
import type { Draft } from '#contract/inventory/drafts.ts';
import { DraftStore } from './draft-store.ts';
import type { DraftPorts } from './draft-store.ts';
import { OpenDrafts } from './open-drafts.ts';

const draftOf = (name: string): Draft => ({
  seq: 0,
  summary: { id: name, platformId: 'p1', name, baseRevision: 1, savedRevision: 1, changedAt: 0, changed: false },
  undo: null,
  redo: null,
  issues: [],
  text: 'abc',
  data: { general: {}, variables: {}, groups: [], nodes: [] },
});

/** An engine whose disk is full until it is told otherwise. */
function storeOf(name: string) {
  const disk = { isFull: false };
  const before = draftOf(name);
  const refused = (): Promise<never> => Promise.reject(new Error('the disk is full'));
  const ports: DraftPorts = {
    edit: (seq, edits) =>
      disk.isFull ? refused() : Promise.resolve({ ...before, seq: seq + 1, edits: [...edits], data: { groups: [], nodes: [] } }),
    change: refused,
    undo: refused,
    redo: refused,
    save: refused,
    get: refused,
    isLost: () => false,
    lost: () => null,
    isOutdated: () => false,
    isFinal: () => false,
  };
  return { disk, store: new DraftStore(before, ports) };
}

function opened() {
  const followed = new Set<string>();
  const drafts = new OpenDrafts((store) => {
    const { name } = store.snapshot().summary;
    followed.add(name);
    return () => followed.delete(name);
  });
  return { drafts, followed: () => [...followed] };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe('drafts of one window', () => {
  it('are followed one at a time', () => {
    const { drafts, followed } = opened();
    drafts.show(storeOf('day').store);
    drafts.show(storeOf('night').store);
    expect([followed(), drafts.hasUnkept(), drafts.named('day')]).toEqual([['night'], false, undefined]);
  });

  it('that were left are followed, and asked about, until all is sent', async () => {
    const { drafts, followed } = opened();
    const { disk, store } = storeOf('day');
    drafts.show(store);
    disk.isFull = true;
    store.replace('abcd', 'typing');
    await settled();
    drafts.show(storeOf('night').store);
    expect([followed(), drafts.hasUnkept(), drafts.named('day')]).toEqual([['day', 'night'], true, store]);
    disk.isFull = false;
    store.retry();
    await settled();
    expect([followed(), drafts.hasUnkept()]).toEqual([['night'], false]);
  });

  it('that somebody writes into later are followed again', () => {
    const { drafts, followed } = opened();
    const { store } = storeOf('day');
    drafts.show(store);
    drafts.show(storeOf('night').store);
    store.replace('abcd', 'typing');
    expect([followed(), drafts.hasUnkept()]).toEqual([['night', 'day'], true]);
  });

  it('that are gone are a reason to ask only as long as they can be brought back', () => {
    const { drafts, followed } = opened();
    const { store } = storeOf('day');
    drafts.show(store);
    store.replace('abcd', 'typing');
    store.receive({ kind: 'closed', reason: 'removed' });
    expect([followed(), drafts.hasUnkept()]).toEqual([[], true]);
    drafts.show(storeOf('night').store);
    expect(drafts.hasUnkept()).toBe(false);
  });
});
