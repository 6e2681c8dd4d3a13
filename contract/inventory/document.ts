// The inventory as a document: one YAML text that table, tree and editor show, and the wizard writes.
import { z } from 'zod';
import { instant, line } from '#contract/base.ts';

/** Any value of the document. A tagged one is a map with the tag as its only key: `!secret github` is `{"!secret": "github"}`. */
export const documentValue = z.json();
export type DocumentValue = z.infer<typeof documentValue>;

/** Where something stands: keys and places, such as ["nodes", "node1", "address"] or ["components", 0]. */
export const documentPath = z.array(z.union([z.string(), z.number().int().nonnegative()]));
export type DocumentPath = z.infer<typeof documentPath>;

/** Offsets into the text in UTF-16 code units, as in JavaScript; `to` is exclusive. */
export const textRange = z.object({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() });
export type TextRange = z.infer<typeof textRange>;

/** One place of the text replaced. Edits of one list refer to the text before all of them, and do not overlap. */
export const textEdit = textRange.extend({ insert: z.string() });
export type TextEdit = z.infer<typeof textEdit>;

/** What a person means, whatever the view; the engine turns it into edits that leave all other bytes alone. */
export const documentChange = z.discriminatedUnion('kind', [
  /** Replaces what stands there, or adds it; maps on the way are made. */
  z.object({ kind: z.literal('set'), path: documentPath.min(1), value: documentValue }),
  /** Removing what is not there changes nothing. */
  z.object({ kind: z.literal('remove'), path: documentPath.min(1) }),
  /** Renames a key, and with it all that refers to it: a node, a group, a variable in every scope, a secret. */
  z.object({ kind: z.literal('rename'), path: documentPath.min(1), to: z.string().min(1).max(200) }),
]);
export type DocumentChange = z.infer<typeof documentChange>;

/** The same document as data, in the order of the text. */
export const documentNode = z.object({
  name: z.string(),
  /** Everything below its name except groups and variables, known or not. */
  fields: z.record(z.string(), documentValue),
  groups: z.array(z.string()),
  variables: z.record(z.string(), documentValue),
});
export type DocumentNode = z.infer<typeof documentNode>;
export const documentGroup = z.object({
  name: z.string(),
  /** Groups inside this one. */
  groups: z.array(z.string()),
  variables: z.record(z.string(), documentValue),
  /** What else stands below its name. */
  fields: z.record(z.string(), documentValue),
});
export type DocumentGroup = z.infer<typeof documentGroup>;
export const documentData = z.object({
  /** Every other key at the top, such as name, settings and components, and keys that Hearth does not know. */
  general: z.record(z.string(), documentValue),
  variables: z.record(z.string(), documentValue),
  groups: z.array(documentGroup),
  nodes: z.array(documentNode),
});
export type DocumentData = z.infer<typeof documentData>;

export const documentIssue = z.object({
  /** Stable for as long as the same thing is wrong at the same place. */
  id: z.string(),
  /** Such as duplicate-address; the list is in core/inventory/lint. */
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'hint']),
  path: documentPath,
  /** Null when what is wrong is that something is missing and nothing stands there. */
  range: textRange.nullable(),
  /** Counted from 1; 0 without a range. */
  line: z.number().int().nonnegative(),
  message: z.string(),
  remedy: z.string(),
  /** A safe mend: it changes nothing that somebody could miss. */
  fix: z.object({ title: z.string(), changes: z.array(documentChange).min(1) }).nullable(),
});
export type DocumentIssue = z.infer<typeof documentIssue>;

/** Why a version was saved; one line. */
export const versionMessage = line.trim().max(200, 'At most 200 characters.');

export const version = z.object({
  revision: z.number().int().positive(),
  savedAt: instant,
  /** Who saved it: a door and its caller, "wizard", a file or a repository. */
  author: z.string(),
  message: z.string(),
  /** Of this revision against the version before it. */
  changes: z.number().int().nonnegative(),
});
export type Version = z.infer<typeof version>;

/** One difference between two documents. */
export const documentDifference = z.object({
  path: documentPath,
  kind: z.enum(['added', 'removed', 'changed']),
  before: documentValue.nullable(),
  after: documentValue.nullable(),
  /** In words, such as "node2: the role is worker, it was control". Secrets are named, never shown. */
  sentence: z.string(),
});
export type DocumentDifference = z.infer<typeof documentDifference>;
