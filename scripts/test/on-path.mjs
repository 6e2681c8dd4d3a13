import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} name */
export const isOnPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
