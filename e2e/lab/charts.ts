import { join } from 'node:path';
import { build } from './build.ts';

/** The folder with a piece's chart, for HEARTH_CHARTS; its images come with startLab({ layers: [piece] }). */
export async function chartsOf(piece: 'cert-manager', log?: (line: string) => void): Promise<string> {
  const built = await build({ also: [piece], ...(log === undefined ? {} : { log }) });
  return join(built.get(piece) ?? '', 'charts');
}
