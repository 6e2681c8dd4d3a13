// The language in use. A second one is a second object of the same type.
import { en } from './en.ts';
import type { Texts } from './en.ts';

export const t: Texts = en;
