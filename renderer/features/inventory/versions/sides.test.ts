import { describe, expect, it } from 'vitest';
import type { Version } from '#contract/inventory/document.ts';
import { chosenOf, refOf, sideOf, sideText, versionBefore } from './sides.ts';

const version = (revision: number): Version => ({ revision, savedAt: revision, author: 'window', message: '', changes: 1 });
const versions = [9, 7, 4].map(version);

describe('what is compared', () => {
  const known = { newest: 9, draftBase: 9 };
  it('is the newest version with the one before it, until something is chosen', () => {
    expect(chosenOf({ from: '', to: '' }, known)).toEqual({ from: 'before', to: { kind: 'version', revision: 9 } });
  });
  it('is a chosen version with the one before it', () => {
    expect(chosenOf({ from: '', to: '4' }, known)).toEqual({ from: 'before', to: { kind: 'version', revision: 4 } });
  });
  it.each(['draft', 'home'] as const)('is the %s with what is saved', (to) => {
    expect(chosenOf({ from: '', to }, known)).toEqual({ from: { kind: 'saved' }, to: { kind: to } });
  });
  it('is a draft with its base, where that is not the newest version', () => {
    expect(chosenOf({ from: '', to: 'draft' }, { newest: 9, draftBase: 7 }).from).toEqual({ kind: 'version', revision: 7 });
  });
  it('is any two that were chosen, in that order', () => {
    expect(chosenOf({ from: '9', to: '4' }, known)).toEqual({
      from: { kind: 'version', revision: 9 },
      to: { kind: 'version', revision: 4 },
    });
    expect(chosenOf({ from: 'home', to: 'draft' }, known)).toEqual({ from: { kind: 'home' }, to: { kind: 'draft' } });
  });
  it('is never the same with itself', () => {
    expect(chosenOf({ from: '4', to: '4' }, known).from).toBe('before');
    expect(chosenOf({ from: 'draft', to: 'draft' }, known).from).toEqual({ kind: 'saved' });
  });
  it('ignores what an address makes up', () => {
    for (const text of ['0', '-1', '1e3', 'x', '12345678901', ' 4']) expect(sideOf(text)).toBe(null);
    expect(chosenOf({ from: '../x', to: 'y' }, known)).toEqual({ from: 'before', to: { kind: 'version', revision: 9 } });
  });
  it('stands in the address as it is read from it', () => {
    for (const text of ['4', 'saved', 'draft', 'home']) {
      const side = sideOf(text);
      expect(side === null ? null : sideText(side)).toBe(text);
    }
    expect(refOf({ kind: 'draft' }, 'd1')).toEqual({ kind: 'draft', draftId: 'd1' });
  });
});

describe('the version before', () => {
  it('is the next lower one, though numbers are left out', () => expect(versionBefore(versions, 9, true)?.revision).toBe(7));
  it('is none for the oldest', () => expect(versionBefore(versions, 4, false)).toBe(null));
  it('is not known beyond the page, nor for a version that is on another page', () => {
    expect(versionBefore(versions, 4, true)).toBe(undefined);
    expect(versionBefore(versions, 2, true)).toBe(undefined);
  });
});
