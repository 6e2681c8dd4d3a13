// A file as it is at this moment, its links followed. Nothing here waits in the engine's own thread: a drive that hangs stops only itself.
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readlink, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode } from '#adapters/error-code.ts';
import { notUsable, troubleWith } from './trouble.ts';

export interface Snapshot {
  readonly bytes: Buffer;
  readonly stats: BigIntStats;
}

const longest = 8 * 2 ** 20;
const mostLinks = 20;

/** Where its links lead, also when nothing is there yet. HOME_REFUSED, HOME_UNREACHABLE */
export async function targetOf(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links <= mostLinks; links += 1) {
    try {
      if (!(await lstat(target)).isSymbolicLink()) return target;
      target = resolve(dirname(target), await readlink(target));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return target;
      throw troubleWith(path, error);
    }
  }
  throw notUsable(path, 'Its links lead in a circle.');
}

/** Null when there is no such file. HOME_REFUSED, HOME_UNREACHABLE */
export async function snapshotOf(path: string): Promise<Snapshot | null> {
  const target = await targetOf(path);
  try {
    // Without O_NONBLOCK a named pipe would hold up the reading.
    const file = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat({ bigint: true });
      if (!stats.isFile()) throw notUsable(path, 'It is not a file.');
      if (stats.size > longest) throw notUsable(path, `It is larger than ${longest} bytes.`);
      return { bytes: await contentOf(file, path), stats };
    } finally {
      await file.close();
    }
  } catch (error) {
    // A drive that is not there is no file that was removed.
    if (errorCode(error) === 'ENOENT' && (await isThere(dirname(target)))) return null;
    throw troubleWith(path, error);
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Some files tell no size, or grow meanwhile. */
async function contentOf(file: FileHandle, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let total = 0; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(256 * 2 ** 10));
    total += bytesRead;
    if (total > longest) throw notUsable(path, `It is larger than ${longest} bytes.`);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

export function textIn({ bytes }: Snapshot, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUsable(path, 'It is no text in UTF-8.');
  }
}

/** The same for as long as nobody has written it or put another file in its place. */
export const markOf = (snapshot: Snapshot | null): string =>
  snapshot === null
    ? ''
    : [snapshot.stats.dev, snapshot.stats.ino, snapshot.stats.size, snapshot.stats.mtimeNs, snapshot.stats.ctimeNs].join(':');
