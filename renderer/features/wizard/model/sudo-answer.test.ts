import { expect, test } from 'vitest';
import { t } from '#renderer/texts/current.ts';
import { effectOf, sudoAnswerOf, sudoAnswers } from './sudo-answer.ts';

const words = t.wizard.access.install;

test('what is promised about the password is what is done with it', () => {
  for (const answer of sudoAnswers) {
    const { alsoSudo, passwordlessSudo } = effectOf[answer];
    expect(/forgotten/.test(words.sudoHints[answer]), answer).toBe(!alsoSudo);
    expect(/memory/.test(words.sudoHints[answer]), answer).toBe(alsoSudo);
    expect(/without a password/.test(words.sudoAnswers[answer]), answer).toBe(passwordlessSudo);
  }
  // Said before any answer is given, so it must hold for each of them.
  expect(words.intro('oak')).not.toMatch(/once|forgotten/);
});

test('an answer is read back as it was kept, and nothing else is taken for one', () => {
  expect(sudoAnswers.map(sudoAnswerOf)).toEqual([...sudoAnswers]);
  expect(['', 'RULE', 'constructor'].map(sudoAnswerOf)).toEqual(['session', 'session', 'session']);
});
