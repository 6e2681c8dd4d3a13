// Where Hearth keeps what it remembers, unless it was told.
import envPaths from 'env-paths';
import { join, resolve } from 'node:path';

export interface DataDirWish {
  readonly mode: 'real' | 'practice';
  /** From --data. */
  readonly asked: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The practice lab never shares a folder with real platforms. */
export function dataDirFor({ mode, asked, env }: DataDirWish): string {
  const root = asked ?? env['HEARTH_DATA'] ?? envPaths('hearth', { suffix: '' }).data;
  return mode === 'practice' ? join(resolve(root), 'practice') : resolve(root);
}
