import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const labFolder = dirname(fileURLToPath(import.meta.url));
export const recipesFolder = join(labFolder, 'recipes');
export const insideFolder = join(labFolder, 'inside');

/** Where built pieces are kept; they are the same for every lab on the machine. */
export function cacheFolder(): string {
  const own = process.env['HEARTH_LAB_CACHE'];
  return own ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hearth-lab');
}

/** Where running labs keep their nodes' disks. Must not be on an overlay or in memory. */
export function dataFolder(): string {
  return process.env['HEARTH_LAB_DATA'] ?? '/var/lib/hearth-lab';
}

export function instanceFolder(name: string): string {
  return join(dataFolder(), name);
}
