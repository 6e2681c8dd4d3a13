// Each answer outlives a look at another view, and a merge that is made anew.
import { keptInput } from '../kept-input.ts';
import type { Answers } from './answers.ts';

export const noAnswers: Answers = new Map();
export const keptAnswers = keptInput(noAnswers);
