import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { id } from './base.ts';
import { inventoryVersions } from './inventory/versions.ts';
import { node } from './nodes.ts';
import { platformContent, settings } from './platforms.ts';

const write = { platformId: 'p1', text: '' };
const told = (rule: z.ZodType, value: unknown) => {
  const { error } = rule.safeParse(value);
  return error?.issues.map((issue) => [issue.path.join('.'), issue.message].join(': '))[0];
};

describe('a value of another kind is told what was expected and what came', () => {
  test.each<[z.ZodType, unknown, string]>([
    [platformContent, [], ': An object is expected; this is a list.'],
    [platformContent, null, ': An object is expected; this is nothing.'],
    [platformContent, 'x', ': An object is expected; this is a text.'],
    [platformContent, undefined, ': It is missing; an object is expected.'],
    [platformContent, {}, 'name: It is missing; a text is expected.'],
    [settings, { domain: 5 }, 'domain: A text is expected; this is a number.'],
    [settings.pick({ storageClass: true }), { storageClass: ['a'] }, 'storageClass: A text is expected; this is a list.'],
    [node.pick({ role: true }), { role: 'boss' }, 'role: It must be one of: control, worker.'],
    [inventoryVersions.write['~orpc'].inputSchema ?? z.never(), write, 'expectedRevision: It is missing; a number is expected.'],
    [
      inventoryVersions.restore['~orpc'].inputSchema ?? z.never(),
      { ...write, revision: '1' },
      'expectedRevision: It is missing; a number is expected.',
    ],
    [
      inventoryVersions.restore['~orpc'].inputSchema ?? z.never(),
      { ...write, expectedRevision: 1 },
      'revision: A number is expected; this is missing, or no number.',
    ],
    [z.object({ sure: z.literal(true) }), { sure: 'yes' }, 'sure: It must be true.'],
    [z.number().max(5000), 9000, ': At most 5,000.'],
    [z.array(id).min(1), [], ': At least 1 entry.'],
    [z.string().max(60), 'x'.repeat(61), ': At most 60 characters.'],
    [z.strictObject({}), { more: 1 }, ': It holds what is not known here: more.'],
    [z.string().regex(/^x$/), 'y', ': It is not of the form that is expected here.'],
    [id, 'Not An Id', ': An id is lower-case letters, digits and hyphens; at most 64.'],
  ])('%#', (rule, value, sentence) => {
    expect(told(rule, value)).toBe(sentence);
  });
});

test('a rule with words of its own keeps them', () => {
  expect(told(settings.pick({ domain: true }), { domain: 'Home Lan' })).toMatch(/^domain: Enter a domain in lower case/);
});
