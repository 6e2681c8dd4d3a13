// Tells when a file may have changed. Folders are watched, since editors put a new file in its place; not every file system tells of
// changes, so the file is also looked at now and then.
import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { targetOf } from './snapshot.ts';

export interface WatchPace {
  /** Of a burst of changes, one is told after it. */
  readonly quietMs: number;
  readonly recheckMs: number;
}

interface Watched {
  readonly folder: string;
  readonly name: string;
}

/** The file, and where its links lead. */
async function placesOf(path: string): Promise<Watched[]> {
  const target = await targetOf(path).catch(() => path);
  return [...new Set([path, target])].map((place) => ({ folder: dirname(place), name: basename(place) }));
}

/** "" where there is none, or none that can be looked at now. */
const markAt = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino, size, mtimeNs, ctimeNs, mode }) => [dev, ino, size, mtimeNs, ctimeNs, mode].join(':'),
    () => '',
  );

/** Tells once at the beginning too, when it begins to hear of changes. */
export function watchFile(path: string, { quietMs, recheckMs }: WatchPace, changed: () => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  let burst: NodeJS.Timeout | undefined;
  let closed = false;
  const soon = () => {
    clearTimeout(burst);
    if (!closed) burst = setTimeout(changed, quietMs).unref();
  };
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const follow = (places: readonly Watched[]) => {
    for (const folder of watchers.keys()) if (!places.some((place) => place.folder === folder)) drop(folder);
    for (const { folder } of places) {
      if (watchers.has(folder)) continue;
      const names = new Set(places.filter((place) => place.folder === folder).map(({ name }) => name));
      try {
        const watcher = watch(folder, { persistent: false }, (_, name) => (name === null || names.has(name)) && soon());
        watchers.set(
          folder,
          watcher.on('error', () => drop(folder)),
        );
      } catch {
        // What is not there now is tried again at the next look.
      }
    }
  };
  let mark: string | null = null;
  let looking = false;
  const look = async () => {
    // A drive that hangs is asked once, however long it hangs.
    if (looking) return;
    looking = true;
    const places = await placesOf(path);
    if (!closed) follow(places);
    const now = await markAt(path);
    if (now !== mark) soon();
    mark = now;
    looking = false;
  };
  void look();
  const recheck = setInterval(() => void look(), recheckMs).unref();
  return {
    close() {
      closed = true;
      clearTimeout(burst);
      clearInterval(recheck);
      for (const folder of watchers.keys()) drop(folder);
    },
  };
}
