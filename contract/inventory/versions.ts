// Versions of the inventory: every save, readable, comparable, restorable; and merging what two sides changed.
import { z } from 'zod';
import { id, procedure } from '#contract/base.ts';
import { platform } from '#contract/platforms.ts';
import { documentDifference, documentIssue, version, versionMessage } from './document.ts';
import { draftStep, oneDraft } from './drafts.ts';

const onePlatform = z.object({ platformId: id });
/** Of a path or a query, where it comes as text. */
const revision = z.coerce.number().int().positive();
const seenRevision = z.number().int().positive();

/** Either side of a comparison. */
export const documentRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('version'), revision: seenRevision }),
  z.object({ kind: z.literal('saved') }),
  z.object({ kind: z.literal('draft'), draftId: id }),
  /** What the file or the repository holds. */
  z.object({ kind: z.literal('home') }),
]);
export type DocumentRef = z.infer<typeof documentRef>;

/** Lines of the merged text, in order. A conflict was changed on both sides, differently. */
export const mergeRegion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same'), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('mine'), base: z.array(z.string()), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('theirs'), base: z.array(z.string()), lines: z.array(z.string()) }),
  z.object({
    kind: z.literal('conflict'),
    id: z.number().int().nonnegative(),
    base: z.array(z.string()),
    mine: z.array(z.string()),
    theirs: z.array(z.string()),
  }),
]);
export type MergeRegion = z.infer<typeof mergeRegion>;
export const mergeSource = z.enum(['saved', 'home']);
export const merge = z.object({
  source: mergeSource,
  /** Names exactly this state of both sides; `apply` refuses another one. */
  mergeId: z.string(),
  conflicts: z.number().int().nonnegative(),
  regions: z.array(mergeRegion),
});
export type Merge = z.infer<typeof merge>;
export const resolution = z.object({
  conflict: z.number().int().nonnegative(),
  take: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mine') }),
    z.object({ kind: z.literal('theirs') }),
    z.object({ kind: z.literal('text'), lines: z.array(z.string()) }),
  ]),
});
export type Resolution = z.infer<typeof resolution>;

export const inventoryVersions = {
  list: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/versions',
      summary: 'List the versions of a platform’s inventory, newest first',
    })
    .input(onePlatform.extend({ before: revision.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.object({ versions: z.array(version), more: z.boolean() })),
  read: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/inventory',
      summary: 'Read the inventory as text: the saved one, or one of its versions',
    })
    .input(onePlatform.extend({ revision: revision.optional() }))
    .output(z.object({ version, text: z.string() })),
  write: procedure
    .route({ method: 'PUT', path: '/platforms/{platformId}/inventory', summary: 'Save a whole inventory as text' })
    .meta({ scope: 'change' })
    .input(onePlatform.extend({ text: z.string().max(8_000_000), expectedRevision: seenRevision, message: versionMessage.default('') }))
    .output(platform),
  check: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/inventory/check',
      summary: 'Say what is wrong with an inventory, line by line; nothing is saved',
    })
    .input(onePlatform.extend({ text: z.string().max(8_000_000) }))
    .output(z.array(documentIssue)),
  compare: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/inventory/compare',
      summary: 'Say in words what differs between two states of the inventory',
    })
    .input(onePlatform.extend({ from: documentRef, to: documentRef }))
    .output(z.object({ differences: z.array(documentDifference), from: z.string(), to: z.string() })),
  restore: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/versions/{revision}/restore',
      summary: 'Save an earlier version again as the newest',
    })
    .meta({ scope: 'change' })
    .input(onePlatform.extend({ revision, expectedRevision: seenRevision, message: versionMessage.default('') }))
    .output(platform),
  merge: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/drafts/{draftId}/merge/{source}',
      summary: 'Merge a draft with what was saved elsewhere; nothing is changed yet',
    })
    .input(oneDraft.extend({ source: mergeSource }))
    .output(merge),
  applyMerge: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/drafts/{draftId}/merge/{source}',
      summary: 'Put a merge into the draft, with an answer to each conflict',
    })
    .meta({ scope: 'change' })
    .input(oneDraft.extend({ source: mergeSource, mergeId: z.string(), resolutions: z.array(resolution) }))
    .output(draftStep),
};
