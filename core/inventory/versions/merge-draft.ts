// A draft and what was saved elsewhere, brought together.
import type { DraftStep } from '#contract/inventory/drafts.ts';
import type { Merge, Resolution } from '#contract/inventory/versions.ts';
import { fault } from '#core/fault.ts';
import type { TextMerge } from '#core/ports/text-merge.ts';
import type { DraftId, Drafts } from '#core/inventory/drafts/drafts.ts';
import { mergeIdOf, planMerge, resolveMerge, type MergeSides } from '#core/inventory/merge/plan-merge.ts';
import type { StoredDeps } from './stored.ts';
import { readVersion, type HomeTexts } from './versions.ts';

export interface MergeDeps extends StoredDeps {
  readonly drafts: Pick<Drafts, 'get' | 'rewrite'>;
  readonly home: HomeTexts;
  /** Hears that what the second home holds is in a draft now. */
  readonly homeMerged: (merged: DraftId & { readonly seq: number; readonly text: string }) => Promise<void>;
  readonly mergeLines: TextMerge;
  readonly hash: (text: string) => string;
}

export type MergeRequest = DraftId & Pick<Merge, 'source'>;

interface Other {
  readonly base: string;
  readonly theirs: string;
  /** Of the version that is in the draft after the merge. */
  readonly revision?: number;
}

/** Throws NOT_FOUND. */
export async function mergeDraft(deps: MergeDeps, request: MergeRequest): Promise<Merge> {
  const { text: mine } = await deps.drafts.get(request);
  const { base, theirs } = await otherSide(deps, request);
  const sides = { base, mine, theirs };
  const { conflicts, regions } = planMerge(sides, deps);
  return { source: request.source, mergeId: mergeIdOf(sides, deps.hash), conflicts, regions: [...regions] };
}

export type MergeAnswer = MergeRequest & { readonly mergeId: string; readonly resolutions: readonly Resolution[] };

/** Throws NOT_FOUND, CHANGED_MEANWHILE when either side is not as it was shown, INPUT_INVALID. */
export async function applyMerge(deps: MergeDeps, { mergeId, resolutions, ...request }: MergeAnswer): Promise<DraftStep> {
  const { base, theirs, revision: mergedRevision } = await otherSide(deps, request);
  const { seq } = await deps.drafts.get(request);
  const make = (mine: string): string => {
    const sides: MergeSides = { base, mine, theirs };
    if (mergeIdOf(sides, deps.hash) !== mergeId) throw fault('CHANGED_MEANWHILE', { thing: 'merge', yours: seq, stored: seq });
    return resolveMerge(planMerge(sides, deps), resolutions);
  };
  const step = await deps.drafts.rewrite({ ...request, label: 'merge', make, mergedRevision });
  const { platformId, draftId, source } = request;
  if (source === 'home') await deps.homeMerged({ platformId, draftId, seq: step.seq, text: theirs });
  return step;
}

async function otherSide(deps: MergeDeps, { platformId, draftId, source }: MergeRequest): Promise<Other> {
  if (source === 'home') {
    const { base, text } = await deps.home(platformId);
    return { base, theirs: text };
  }
  const { summary } = await deps.drafts.get({ platformId, draftId });
  const base = await deps.platforms.version(platformId, summary.baseRevision);
  const saved = await readVersion(deps, platformId);
  return { base: base?.text ?? '', theirs: saved.text, revision: saved.version.revision };
}
