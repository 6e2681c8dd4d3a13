import { describe, expect, it } from 'vitest';
import { search } from './palette-search.ts';
import { createStrokes } from './strokes.ts';
import type { Stroke } from './strokes.ts';

const stroke = (key: string, timeStamp: number, more: Partial<Stroke> = {}): Stroke => ({
  key,
  timeStamp,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

function board() {
  const done: string[] = [];
  const strokes = createStrokes();
  const remove = strokes.add(['g n', '?', 'mod+k', 't'].map((keys) => ({ keys, run: () => done.push(keys) })));
  const press = (key: string, at: number, more: Partial<Stroke> & { typing?: boolean } = {}): void =>
    strokes.press(stroke(key, at, more), more.typing ?? false)?.();
  return { done, press, remove };
}

describe('keys of the window', () => {
  it('know strokes one after the other, together and alone', () => {
    const { done, press } = board();
    press('g', 0);
    press('n', 300);
    press('?', 400);
    press('K', 500, { ctrlKey: true });
    expect(done).toEqual(['g n', '?', 'mod+k']);
  });
  it('forget a first stroke after a while', () => {
    const { done, press } = board();
    press('g', 0);
    press('n', 5_000);
    expect(done).toEqual([]);
  });
  it('stay out of the way while somebody types, but for the palette', () => {
    const { done, press } = board();
    press('t', 0, { typing: true });
    press('k', 1, { typing: true, metaKey: true });
    expect(done).toEqual(['mod+k']);
  });
  it('end with whoever asked for them', () => {
    const { done, press, remove } = board();
    remove();
    press('t', 0);
    expect(done).toEqual([]);
  });
});

describe('the palette', () => {
  const items = [
    { id: '1', title: 'kube-proxy', group: 'Pods' },
    { id: '2', title: 'proxy', group: 'Pods' },
    { id: '3', title: 'myproxyd', group: 'Pods' },
    { id: '4', title: 'Go to Nodes', group: 'Places' },
  ];
  const find = (query: string, perGroup = 8) => search(items, query, perGroup).map((item) => item.id);
  it('puts the start of a name before the start of a word before the middle', () => expect(find('proxy')).toEqual(['2', '1', '3']));
  it('wants every word', () => expect(find('kube prox')).toEqual(['1']));
  it('shows a few of each group', () => expect(find('', 1)).toEqual(['2', '4']));
});
