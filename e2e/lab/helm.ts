import { join } from 'node:path';
import { build } from './build.ts';

/** The lab's own helm, for HEARTH_HELM. */
export async function labHelm(): Promise<string> {
  const built = await build({ only: 'helm' });
  return join(built.get('helm') ?? '', 'helm');
}
