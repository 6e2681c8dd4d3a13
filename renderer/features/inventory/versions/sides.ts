// What is compared with what, as it stands in the address; and what is taken where it says nothing.
import type { Version } from '#contract/inventory/document.ts';
import type { DocumentRef } from '#contract/inventory/versions.ts';

export type Side = { readonly kind: 'version'; readonly revision: number } | { readonly kind: 'saved' | 'draft' | 'home' };

export const versionSide = (revision: number): Side => ({ kind: 'version', revision });

export function sideOf(text: string): Side | null {
  if (text === 'saved' || text === 'draft' || text === 'home') return { kind: text };
  return /^[1-9]\d{0,8}$/.test(text) ? versionSide(Number(text)) : null;
}

export const sideText = (side: Side): string => (side.kind === 'version' ? String(side.revision) : side.kind);

export const isSameSide = (a: Side, b: Side): boolean => sideText(a) === sideText(b);

export const refOf = (side: Side, draftId: string): DocumentRef =>
  side.kind === 'version'
    ? { kind: 'version', revision: side.revision }
    : side.kind === 'draft'
      ? { kind: 'draft', draftId }
      : { kind: side.kind };

export interface Chosen {
  /** before: the version before the other side, whichever that is. */
  readonly from: Side | 'before';
  readonly to: Side;
}

export interface Known {
  readonly newest: number;
  /** The version that the draft is based on. */
  readonly draftBase: number;
}

/**
 * The newest version is chosen at first. A version is compared with the one before, the second home with what is saved; a
 * draft with its base, for against a version that it does not hold yet all of that would look taken back.
 */
export function chosenOf(address: { readonly from: string; readonly to: string }, { newest, draftBase }: Known): Chosen {
  const to = sideOf(address.to) ?? versionSide(newest);
  const from = sideOf(address.from);
  if (from !== null && !isSameSide(from, to)) return { from, to };
  if (to.kind === 'home' || (to.kind === 'draft' && draftBase >= newest)) return { from: { kind: 'saved' }, to };
  return { from: to.kind === 'draft' ? versionSide(draftBase) : 'before', to };
}

/** The version before a revision, as far as the list tells: null when there is none, undefined when it is not known. */
export function versionBefore(versions: readonly Version[], revision: number, hasMore: boolean): Version | null | undefined {
  const at = versions.findIndex((one) => one.revision === revision);
  if (at < 0) return undefined;
  return versions[at + 1] ?? (hasMore ? undefined : null);
}
