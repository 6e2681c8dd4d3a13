import { expect, it } from 'vitest';
import { forgetPage, keptInput, pageInput } from './kept-input.ts';

it('forgets with the page what may hold a secret, and only of the platform that was left', () => {
  const pasted = pageInput('');
  const form = keptInput('');
  for (const of of ['p1', 'p2']) {
    pasted.set(of, 'ansible_password=x');
    form.set(of, 'my home');
  }
  forgetPage('p1');
  expect([pasted.get('p1'), pasted.get('p2'), form.get('p1')]).toEqual(['', 'ansible_password=x', 'my home']);
});
