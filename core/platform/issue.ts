// How the finders of issues say what is wrong: a path into the platform and a sentence.
import type { Issue } from '#contract/platforms.ts';

export const error = (path: string, message: string): Issue => ({ path, severity: 'error', message });
export const warning = (path: string, message: string): Issue => ({ path, severity: 'warning', message });
