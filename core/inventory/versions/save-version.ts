// A document becomes the newest version of a platform's inventory, and the platform what it says.
import type { DocumentIssue } from '#contract/inventory/document.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { NewDocument } from '#core/ports/store.ts';
import { differencesOf } from '#core/inventory/document/differences.ts';
import { projectContent } from '#core/inventory/document/project.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { messageOf } from './message.ts';
import { documentOf, type StoredDeps } from './stored.ts';

export interface VersionDeps extends StoredDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: { id(): string };
}

export interface NewVersion {
  readonly platformId: string;
  readonly document: InventoryDocument;
  /** The newest version that was known to whoever made the document. */
  readonly baseRevision: number;
  readonly author: string;
  /** Made of the differences when it is empty. */
  readonly message: string;
  readonly draft?: NonNullable<NewDocument['draft']>;
}

export interface SavedVersion {
  readonly platform: Platform;
  /** Of the version; what was only found out after it may have given the platform a greater one. */
  readonly revision: number;
}

/** Findings are stored once in a while; this many collisions in a row are no coincidence. */
const tries = 8;

/** Throws NOT_FOUND, CHANGED_MEANWHILE, INVENTORY_UNFIT. A text that is saved already makes no version. */
export async function saveVersion(deps: VersionDeps, wanted: NewVersion): Promise<SavedVersion> {
  const { platformId, document, baseRevision } = wanted;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const stored = await getPlatform(deps, platformId);
    const newest = await documentOf(deps, stored);
    const { revision } = newest.version;
    if (revision > baseRevision || baseRevision > stored.revision)
      throw fault('CHANGED_MEANWHILE', { thing: 'inventory', yours: baseRevision, stored: revision });
    if (newest.text === document.text) return { platform: stored, revision };
    if (!document.text.isWellFormed()) throw brokenCharacters();
    const platform = projected(deps, document, stored);
    if (document.pieces.every(({ piece }) => piece.pairs.length === 0)) throw empty();
    const differences = differencesOf(readDocument(newest.text, deps.yaml, document), document);
    const { author, draft } = wanted;
    const message = wanted.message === '' ? messageOf(differences) : wanted.message;
    const saved = { text: document.text, author, message, changes: differences.length, ...(draft === undefined ? {} : { draft }) };
    if (await deps.platforms.update(platform, stored.revision, saved)) return { platform, revision: platform.revision };
  }
  throw fault('NOT_POSSIBLE_NOW', { reason: 'The platform is being changed all the time by something else. Save again in a moment.' });
}

/** The platform that the document describes, as the revision after the stored one. */
function projected(deps: VersionDeps, document: InventoryDocument, stored: Platform): Platform {
  const result = projectContent(document, { platform: stored, newId: () => deps.ids.id() });
  if (result.kind === 'unfit') throw unfit(result.issues);
  const { id, createdAt, revision } = stored;
  return { ...result.content, id, createdAt, revision: revision + 1, savedAt: deps.clock.now() };
}

function unfit([first]: readonly DocumentIssue[]): Error {
  const field = first?.path.join('.') ?? '';
  return fault('INVENTORY_UNFIT', { field, reason: first?.message ?? '', line: first?.line ?? 0 }, { field });
}

/** They have no form in UTF-8, so they would not come back as they are. */
const brokenCharacters = () =>
  fault('INVENTORY_UNFIT', { field: '', reason: 'The text has halves of characters in it.', line: 0 }, { field: '' });

/** Most likely a file that was cut short: read as an inventory, it would take all machines away. */
const empty = () =>
  fault('INVENTORY_UNFIT', { field: '', reason: 'It holds nothing. To forget a platform, remove it.', line: 0 }, { field: '' });
