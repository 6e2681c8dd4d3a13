// Answers live as long as the window: looking something up in another view loses none.
import { useState } from 'react';
import type { Answers } from './answers.ts';

const none: Answers = new Map();
const kept = new Map<string, Answers>();

export function useKeptAnswers(of: string): readonly [Answers, (answers: Answers) => void] {
  const [, drawAgain] = useState(0);
  const set = (answers: Answers): void => {
    kept.set(of, answers);
    drawAgain((count) => count + 1);
  };
  return [kept.get(of) ?? none, set];
}
