// Between an inventory and its second home: written there, or taken over from there. Nothing is ever written over unseen.
import type { Platform } from '#contract/platforms.ts';
import { fault, isFault } from '#core/fault.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { HomeRecord } from '#core/ports/homes.ts';
import type { StoredVersion } from '#core/ports/store.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { saveVersion } from '#core/inventory/versions/save-version.ts';
import { barred, look, reached, savedOf, type LookDeps } from './look.ts';
import { nameOf } from './place.ts';
import { writeThere } from './reach.ts';
import { standingIn } from './standing.ts';

export interface PushWish {
  readonly platformId: string;
  /** That of the version when it is empty. */
  readonly message: string;
}

/** Throws NOT_FOUND, HOME_DIVERGED, HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
export async function pushHome(deps: LookDeps, { platformId, message }: PushWish, signal: AbortSignal): Promise<HomeRecord> {
  const record = await reached(deps, platformId, signal);
  const saved = await savedOf(deps, platformId);
  const standing = standingIn(record, saved.text);
  if (standing === 'same') return record;
  if (standing !== 'ahead' && standing !== 'absent') throw fault('HOME_DIVERGED', { home: nameOf(record.home) });
  try {
    return await writeHome(deps, { record, saved, message }, signal);
  } catch (error) {
    // Somebody was faster: what is there now is worth knowing.
    if (isFault(error) && error.view.code === 'HOME_DIVERGED') await look(deps, platformId, signal);
    throw error;
  }
}

export interface HomeWriting {
  readonly record: HomeRecord;
  readonly saved: StoredVersion;
  readonly message: string;
}

/** Over what the record says is there. HOME_DIVERGED, HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
export async function writeHome(deps: LookDeps, { record, saved, message }: HomeWriting, signal: AbortSignal): Promise<HomeRecord> {
  const { text, version } = saved;
  const at = deps.clock.now();
  const writing = { record, text, at, author: version.author, message: message === '' ? version.message : message };
  const written = await barred(deps, record, async () => {
    const there = await writeThere(deps, writing, signal);
    return { ...record, there, common: there, checkedAt: at, sameAt: at, fault: null, merged: null };
  });
  if (written.error !== null) throw written.error;
  return written.record;
}

/** Throws NOT_FOUND, NOT_POSSIBLE_NOW, HOME_DIVERGED, HOME_UNREACHABLE, HOME_REFUSED, INVENTORY_UNFIT; the signal's reason. */
export async function pullHome(
  deps: LookDeps,
  platformId: string,
  signal: AbortSignal,
): Promise<{ readonly platform: Platform; readonly record: HomeRecord }> {
  const record = await reached(deps, platformId, signal);
  const { home, there } = record;
  const { text: saved, version } = await savedOf(deps, platformId);
  const standing = standingIn(record, saved);
  if (standing === 'diverged') throw fault('HOME_DIVERGED', { home: nameOf(home) });
  if (there?.text == null) throw fault('NOT_POSSIBLE_NOW', { reason: nothingThere });
  if (standing !== 'behind') return { platform: await getPlatform(deps, platformId), record };
  const { platform } = await saveVersion(deps, {
    platformId,
    document: readDocument(there.text, deps.yaml),
    baseRevision: version.revision,
    author: nameOf(home),
    message: there.commit === '' ? 'Taken over from the file' : `Taken over from commit ${there.commit.slice(0, 12)}`,
  });
  const same: HomeRecord = { ...record, common: there, sameAt: deps.clock.now(), merged: null };
  await deps.homes.save(same);
  return { platform, record: same };
}

export const nothingThere = 'There is no such file there yet. Write the inventory there first.';
