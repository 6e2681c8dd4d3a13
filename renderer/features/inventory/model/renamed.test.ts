import { describe, expect, it } from 'vitest';
import { renamedTo } from './renamed.ts';

const node = (name: string, address: string) => ({ name, fields: { address } });
const before = [node('oak', '10.0.0.1'), node('elm', '10.0.0.2'), node('ash', '10.0.0.3')];

describe('a node that is edited here and changed elsewhere', () => {
  it('is followed to its new name', () => {
    expect(renamedTo('elm', before, [node('oak', '10.0.0.1'), node('yew', '10.0.0.2'), node('ash', '10.0.0.3')])).toBe('yew');
  });

  it.each([
    ['it was removed', [node('oak', '10.0.0.1'), node('ash', '10.0.0.3')]],
    ['another one came instead', [node('oak', '10.0.0.1'), node('yew', '10.0.0.9'), node('ash', '10.0.0.3')]],
    ['its neighbour took its place', [node('oak', '10.0.0.1'), node('ash', '10.0.0.3'), node('yew', '10.0.0.2')]],
  ])('is gone when %s', (_what, now) => {
    expect(renamedTo('elm', before, now)).toBeNull();
  });
});
