import { t } from '#renderer/texts/current.ts';
import type { Side } from './sides.ts';

const words = t.inventory.versions;

export const sideName = (side: Side, draftName: string): string =>
  side.kind === 'version' ? words.version(side.revision) : side.kind === 'draft' ? words.draftOf(draftName) : words[side.kind];
