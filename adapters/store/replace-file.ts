import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { notWritable, syncPath } from './private-folder.ts';

/** Writes a file of mode 0600 whole or not at all: a crash leaves the old content or the new. DATA_NOT_WRITABLE. */
export function replaceFile(path: string, content: Uint8Array): void {
  const part = `${path}.part`;
  try {
    rmSync(part, { force: true });
    const file = openSync(part, 'wx', 0o600);
    try {
      for (let written = 0; written < content.length;) written += writeSync(file, content, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
    syncPath(dirname(path));
  } catch (error) {
    throw notWritable(path, error);
  }
}
