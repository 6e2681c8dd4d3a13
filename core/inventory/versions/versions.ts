// Versions of the inventory: read, compared, written as a whole, saved again.
import type { DocumentDifference, DocumentIssue } from '#contract/inventory/document.ts';
import type { DocumentRef } from '#contract/inventory/versions.ts';
import type { Platform } from '#contract/platforms.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { StoredVersion, VersionPage } from '#core/ports/store.ts';
import { differencesOf } from '#core/inventory/document/differences.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { Drafts } from '#core/inventory/drafts/drafts.ts';
import type { DraftLinter } from '#core/inventory/drafts/linting.ts';
import { saveVersion, type VersionDeps } from './save-version.ts';
import { documentOf, versionOf, type StoredDeps } from './stored.ts';

interface Page {
  readonly platformId: string;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. Throws NOT_FOUND. */
export async function listVersions(deps: StoredDeps, { platformId, before, limit }: Page): Promise<VersionPage> {
  await documentOf(deps, await getPlatform(deps, platformId));
  return deps.platforms.versions(platformId, { limit, ...(before === undefined ? {} : { before }) });
}

/** The newest without a revision. Throws NOT_FOUND. */
export async function readVersion(deps: StoredDeps, platformId: string, revision?: number): Promise<StoredVersion> {
  const platform = await getPlatform(deps, platformId);
  const newest = await documentOf(deps, platform);
  return revision === undefined || revision === newest.version.revision ? newest : versionOf(deps, platformId, revision);
}

export interface WriteRequest {
  readonly platformId: string;
  /** What the writer has seen: of the platform, or of its newest version. */
  readonly expectedRevision: number;
  readonly message: string;
  readonly author: string;
}

/** Throws NOT_FOUND, CHANGED_MEANWHILE, INVENTORY_UNFIT. */
export async function writeInventory(deps: VersionDeps, request: WriteRequest & { readonly text: string }): Promise<Platform> {
  const { platformId, expectedRevision: baseRevision, author, message, text } = request;
  const document = readDocument(text, deps.yaml);
  return (await saveVersion(deps, { platformId, document, baseRevision, author, message })).platform;
}

/** Throws NOT_FOUND, CHANGED_MEANWHILE, INVENTORY_UNFIT. */
export async function restoreVersion(deps: VersionDeps, request: WriteRequest & { readonly revision: number }): Promise<Platform> {
  const { text } = await readVersion(deps, request.platformId, request.revision);
  const message = request.message === '' ? `Version ${request.revision} again` : request.message;
  return writeInventory(deps, { ...request, text, message });
}

export interface CheckDeps extends StoredDeps {
  readonly openLinter: (platformId: string) => Promise<DraftLinter>;
}

/** Throws NOT_FOUND. */
export async function checkInventory(
  deps: CheckDeps,
  { platformId, text }: { platformId: string; text: string },
): Promise<DocumentIssue[]> {
  await getPlatform(deps, platformId);
  return [...(await deps.openLinter(platformId)).look(readDocument(text, deps.yaml))];
}

/** What a platform's second home holds, and what both held when they were last the same. NOT_FOUND when it has none. */
export type HomeTexts = (platformId: string) => Promise<{ readonly text: string; readonly base: string }>;

export interface CompareDeps extends StoredDeps {
  readonly drafts: Pick<Drafts, 'get'>;
  readonly home: HomeTexts;
}

export interface Comparison {
  readonly differences: DocumentDifference[];
  readonly from: string;
  readonly to: string;
}

interface Sides {
  readonly platformId: string;
  readonly from: DocumentRef;
  readonly to: DocumentRef;
}

/** Throws NOT_FOUND. */
export async function compareInventories(deps: CompareDeps, { platformId, ...sides }: Sides): Promise<Comparison> {
  const from = await textOf(deps, platformId, sides.from);
  const to = await textOf(deps, platformId, sides.to);
  const before = readDocument(from, deps.yaml);
  return { differences: [...differencesOf(before, readDocument(to, deps.yaml, before))], from, to };
}

async function textOf(deps: CompareDeps, platformId: string, ref: DocumentRef): Promise<string> {
  if (ref.kind === 'draft') return (await deps.drafts.get({ platformId, draftId: ref.draftId })).text;
  if (ref.kind === 'home') return (await deps.home(platformId)).text;
  return (await readVersion(deps, platformId, ref.kind === 'version' ? ref.revision : undefined)).text;
}
