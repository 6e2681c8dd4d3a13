// Files of the person, which editors and other programs write as well.
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Files } from '#core/ports/files.ts';
import { attending } from './patience.ts';
import { markOf, snapshotOf, targetOf, textIn, type Snapshot } from './snapshot.ts';
import { troubleWith } from './trouble.ts';
import { watchFile, type WatchPace } from './watch.ts';

export interface FilesPlan {
  readonly clock: Pick<Clock, 'sleep'>;
  /** A file that stays the same for so long is whole. */
  readonly settleMs?: number;
  readonly pace?: WatchPace;
  /** One that is there answers sooner. */
  readonly patienceMs?: number;
}

/** Somebody who writes all the time is not waited for for ever. */
const mostLooks = 25;
/** A program that empties a file before it writes it gets a little longer. */
const looksAtNothing = 3;

export function openFiles({ clock, settleMs = 200, pace = { quietMs: 150, recheckMs: 15_000 }, patienceMs = 30_000 }: FilesPlan): Files {
  const attended = attending(patienceMs);
  async function settled(path: string, signal: AbortSignal): Promise<Snapshot | null> {
    let found = await snapshotOf(path);
    for (let look = 1; look < mostLooks; look += 1) {
      await clock.sleep(settleMs, signal);
      const again = await snapshotOf(path);
      const isStill = markOf(again) === markOf(found);
      found = again;
      if (isStill && (look >= looksAtNothing || (found !== null && found.bytes.length > 0))) return found;
    }
    throw fault('HOME_UNREACHABLE', { home: path, reason: 'Another program writes it all the time.' });
  }
  return {
    read: (path, signal) =>
      attended(path, signal, async () => {
        const found = await settled(path, signal);
        return found === null ? null : textIn(found, path);
      }),
    write: (path, { text, expected }, signal) =>
      attended(path, signal, async () => {
        const found = await settled(path, signal);
        requireText(path, found, expected);
        await replace(path, { text, found, expected });
      }),
    watch: (path, changed) => watchFile(path, pace, changed),
  };
}

function requireText(path: string, found: Snapshot | null, expected: string | null): void {
  if ((found === null ? null : textIn(found, path)) !== expected) throw fault('HOME_DIVERGED', { home: path });
}

interface Replacement {
  readonly text: string;
  readonly found: Snapshot | null;
  readonly expected: string | null;
}

/** Beside the file that the links lead to, then in its place: a crash or a full disk leaves the old one whole. */
async function replace(path: string, { text, found, expected }: Replacement): Promise<void> {
  const target = await targetOf(path);
  const part = join(dirname(target), `.${basename(target)}.part`);
  try {
    await rm(part, { force: true });
    await writeWhole(part, text, found);
    // As late as can be: between this look and the next line nobody else should write.
    requireText(path, await snapshotOf(path), expected);
    await rename(part, target);
    await syncFolder(dirname(target));
  } catch (error) {
    // What it is in the way of is told by the error itself; a folder that takes nothing gives nothing back either.
    await rm(part, { force: true }).catch(() => undefined);
    throw troubleWith(path, error);
  }
}

async function writeWhole(part: string, text: string, before: Snapshot | null): Promise<void> {
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    if (before !== null) await keepRights(file, before);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whoever could read and write it still can. */
async function keepRights(file: FileHandle, { stats }: Snapshot): Promise<void> {
  if (process.platform === 'win32') return;
  // Only root gives files away; the mode is kept all the same.
  await file.chown(Number(stats.uid), Number(stats.gid)).catch(() => undefined);
  await file.chmod(Number(stats.mode & 0o777n));
}

/** So that the new name outlives a power cut. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
