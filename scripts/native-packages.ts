// Packages with native parts cannot be bundled: they are shipped as they are, with everything they need.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const nativePackages: readonly string[] = ['better-sqlite3', '@napi-rs/keyring', 'ssh2'];

interface Found {
  readonly name: string;
  readonly folder: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const namesIn = (manifest: Record<string, unknown>, key: string): readonly string[] => {
  const list = manifest[key];
  return isRecord(list) ? Object.keys(list) : [];
};

function folderOf(name: string, from: string): string | null {
  for (const folder of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    try {
      readFileSync(join(folder, name, 'package.json'));
      return join(folder, name);
    } catch {
      // Not in this folder; the next one up is tried. Optional packages of other systems are nowhere.
    }
  }
  return null;
}

/** The packages and all they depend on, as installed on this system. */
export function shippedPackages(root: string): readonly Found[] {
  const found = new Map<string, Found>();
  const visit = (name: string, from: string) => {
    const folder = folderOf(name, from);
    if (folder === null || found.has(name)) return;
    found.set(name, { name, folder });
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!isRecord(manifest)) return;
    for (const next of [...namesIn(manifest, 'dependencies'), ...namesIn(manifest, 'optionalDependencies')]) visit(next, folder);
  };
  for (const name of nativePackages) visit(name, root);
  return [...found.values()];
}
