// Drafts: what is being typed. Each change is kept before it is answered, so that nothing typed is lost.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { id, instant, line, procedure } from '#contract/base.ts';
import { platform } from '#contract/platforms.ts';
import {
  documentChange,
  documentData,
  documentGroup,
  documentIssue,
  documentNode,
  documentValue,
  textEdit,
  versionMessage,
} from './document.ts';

export const draftName = line.trim().min(1, 'Give the draft a name.').max(60, 'At most 60 characters.');

export const draftSummary = z.object({
  id,
  platformId: id,
  /** The one that the editor opens is called "draft". */
  name: z.string(),
  /** The revision that it began with, or was last merged with. */
  baseRevision: z.number().int().positive(),
  /** The newest version of the platform's document; a greater one than the base: merge before saving. */
  savedRevision: z.number().int().positive(),
  changedAt: instant,
  /** Differs from its base. */
  changed: z.boolean(),
});
export type DraftSummary = z.infer<typeof draftSummary>;

/** What goes with every state of a draft. */
const standing = {
  /** Counts every change of this draft, undone ones too. */
  seq: z.number().int().nonnegative(),
  summary: draftSummary,
  undo: z.string().nullable(),
  redo: z.string().nullable(),
  issues: z.array(documentIssue),
};
/** The whole of a draft. */
export const draft = z.object({ ...standing, text: z.string(), data: documentData });
export type Draft = z.infer<typeof draft>;

/** What one change brought; entries that are not named stayed the same. */
export const draftStep = z.object({
  ...standing,
  edits: z.array(textEdit),
  data: z.object({
    general: documentData.shape.general.optional(),
    variables: documentData.shape.variables.optional(),
    /** Changed and new ones, whole. */
    groups: z.array(documentGroup),
    nodes: z.array(documentNode),
    /** All names in their order, when one came, went or moved. */
    groupOrder: z.array(z.string()).optional(),
    nodeOrder: z.array(z.string()).optional(),
  }),
});
export type DraftStep = z.infer<typeof draftStep>;

export const draftEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), draft }),
  z.object({ kind: z.literal('step'), step: draftStep }),
  /** Saved, or thrown away; the stream ends. */
  z.object({ kind: z.literal('closed'), reason: z.enum(['removed']) }),
]);
export type DraftEvent = z.infer<typeof draftEvent>;

/** One scope that says something about a variable, weakest first. */
export const valueSource = z.object({
  scope: z.enum(['default', 'settings', 'global', 'group', 'node']),
  /** Of the group or node. */
  name: z.string().nullable(),
  value: documentValue,
  /** Where it stands in the document; null for defaults. */
  path: z.array(z.union([z.string(), z.number()])).nullable(),
});
export type ValueSource = z.infer<typeof valueSource>;
export const effectiveValue = z.object({
  variable: z.string(),
  /** The last of the sources. */
  value: documentValue,
  sources: z.array(valueSource).min(1),
  sensitive: z.boolean(),
});
export type EffectiveValue = z.infer<typeof effectiveValue>;

const onePlatform = z.object({ platformId: id });
export const oneDraft = z.object({ platformId: id, draftId: id });
const base = '/platforms/{platformId}/drafts';

export const inventoryDrafts = {
  list: procedure
    .route({ method: 'GET', path: base, summary: 'List the drafts of a platform’s inventory' })
    .input(onePlatform)
    .output(z.array(draftSummary)),
  open: procedure
    .route({
      method: 'POST',
      path: base,
      summary: 'Open the draft of that name, or begin one from the saved inventory or one of its versions',
    })
    .meta({ scope: 'change' })
    .input(onePlatform.extend({ name: draftName.default('draft'), fromRevision: z.number().int().positive().optional() }))
    .output(draft),
  get: procedure
    .route({ method: 'GET', path: `${base}/{draftId}`, summary: 'Read a draft: its text, its data, what is wrong with it' })
    .input(oneDraft)
    .output(draft),
  follow: procedure
    .route({ method: 'GET', path: `${base}/{draftId}/events`, summary: 'Follow a draft: the whole, then each change' })
    .meta({ scope: 'read', stream: 'endless' })
    .input(oneDraft)
    .output(eventIterator(draftEvent)),
  /** CHANGED_MEANWHILE when `seq` is not the newest: the edits were meant for another text. */
  edit: procedure
    .route({ method: 'POST', path: `${base}/{draftId}/edits`, summary: 'Replace places of the text of a draft' })
    .meta({ scope: 'change', record: 'journal' })
    .input(
      oneDraft.extend({
        seq: z.number().int().nonnegative(),
        edits: z.array(textEdit).min(1).max(10_000),
        /** What undo calls it, such as "typing"; changes of the same name within two seconds are undone as one. */
        label: line.max(80).default('edit'),
      }),
    )
    .output(draftStep),
  change: procedure
    .route({
      method: 'POST',
      path: `${base}/{draftId}/changes`,
      summary: 'Set, remove or rename entries of a draft; all else stays byte for byte',
    })
    .meta({ scope: 'change', record: 'journal' })
    .input(oneDraft.extend({ changes: z.array(documentChange).min(1).max(25_000), label: line.max(80).default('change') }))
    .output(draftStep),
  undo: procedure
    .route({ method: 'POST', path: `${base}/{draftId}/undo`, summary: 'Take back the last change of a draft' })
    .meta({ scope: 'change', record: 'journal' })
    .input(oneDraft)
    .output(draftStep),
  redo: procedure
    .route({ method: 'POST', path: `${base}/{draftId}/redo`, summary: 'Make the change again that was taken back last' })
    .meta({ scope: 'change', record: 'journal' })
    .input(oneDraft)
    .output(draftStep),
  /** INVENTORY_UNFIT with the first issue's field when it cannot be a platform; CHANGED_MEANWHILE when it must be merged first. */
  save: procedure
    .route({ method: 'POST', path: `${base}/{draftId}/save`, summary: 'Save a draft as the newest version of the inventory' })
    .meta({ scope: 'change' })
    /** With `seq`, CHANGED_MEANWHILE as for edits: what is saved is what was seen. */
    .input(oneDraft.extend({ message: versionMessage.default(''), seq: z.number().int().nonnegative().optional() }))
    .output(z.object({ platform, draft })),
  remove: procedure
    .route({ method: 'DELETE', path: `${base}/{draftId}`, summary: 'Throw a draft away' })
    .meta({ scope: 'change' })
    .input(oneDraft)
    .output(z.object({ removed: z.literal(true) })),
  effective: procedure
    .route({
      method: 'GET',
      path: `${base}/{draftId}/nodes/{node}/values`,
      summary: 'Say which value each variable has on a node, where it comes from and what it overrules',
    })
    .input(oneDraft.extend({ node: z.string(), variable: z.string().optional() }))
    .output(z.array(effectiveValue)),
};
