// A stamp is a file that says for which input something was made; while it matches, nothing is made again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @param {string} path */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  /** @type {string[]} */
  const found = [];
  for (const name of readdirSync(path).sort()) {
    if (!/\.test\.tsx?$/.test(name)) found.push(...filesUnder(join(path, name)));
  }
  return found;
}

/**
 * Hash of the contents of files and folders, tests left out, together with some words.
 * @param {readonly string[]} paths
 * @param {readonly string[]} [words]
 */
export function hashOf(paths, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${word}\0`);
  for (const path of paths) {
    for (const file of filesUnder(path)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} stamp
 * @param {string} wanted
 */
export const matches = (stamp, wanted) => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

/**
 * @param {string} stamp
 * @param {string} value
 */
export function write(stamp, value) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}

/** @param {string} stamp */
export const forget = (stamp) => rmSync(stamp, { force: true });
