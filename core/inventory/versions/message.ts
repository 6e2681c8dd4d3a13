// What a version says of itself when nobody gave it a message.
import type { DocumentDifference } from '#contract/inventory/document.ts';

const longest = 200;

export function messageOf(differences: readonly Pick<DocumentDifference, 'sentence'>[]): string {
  const [first, ...others] = differences;
  if (first === undefined) return 'Comments and layout';
  // One line, whatever a value holds.
  const sentence = first.sentence.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ');
  if (others.length === 0) return within(sentence, '');
  return within(sentence.replace(/\.$/, ''), `, and ${others.length} more ${others.length === 1 ? 'change' : 'changes'}`);
}

const within = (sentence: string, rest: string) =>
  sentence.length + rest.length <= longest ? sentence + rest : `${sentence.slice(0, longest - rest.length - 1)}…${rest}`;
