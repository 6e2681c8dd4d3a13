// What was kept in the window's storage is checked like any foreign text before it is used.
import { platformContent } from '#contract/platforms.ts';
import type { Kept } from './draft.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function isKept(value: unknown): value is Kept {
  if (!isRecord(value) || !isRecord(value['pending'])) return false;
  const texts = Object.values(value['pending']).every((text) => typeof text === 'string');
  return texts && platformContent.safeParse(value['base']).success && platformContent.safeParse(value['content']).success;
}
