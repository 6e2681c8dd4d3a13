import { join } from 'node:path';
import { build } from './build.ts';

/** The folder with a piece's chart, for HEARTH_CHARTS; its images come with startLab({ layers: [piece] }). */
export async function chartsOf(piece: 'cert-manager'): Promise<string> {
  const built = await build({ only: piece });
  return join(built.get(piece) ?? '', 'charts');
}
