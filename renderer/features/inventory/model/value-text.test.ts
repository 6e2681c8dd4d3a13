import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValue, showValue } from './value-text.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.constantFrom('true', '570', '-', 'a: b', '#x', "it's", 'no', '[x', '8.8.8.8', ' a ', '!secret x', 'null', '{{ domain_name }}'),
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value')), fc.dictionary(fc.string({ minLength: 1 }), tie('value'))),
})).value;

describe('values in one line', () => {
  it('reads back what it shows', () => {
    fc.assert(
      fc.property(value, (one) => {
        const plain: unknown = JSON.parse(JSON.stringify(one));
        // A map of a single key with a tag is a tagged value, whose text is kept as it is.
        fc.pre(!JSON.stringify(plain).includes('"!'));
        expect(JSON.parse(JSON.stringify(readValue(showValue(JSON.parse(JSON.stringify(plain))))))).toEqual(plain);
      }),
      { numRuns: 1000 },
    );
  });
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['570', 570],
    ['"570"', '570'],
    ['yes', 'yes'],
    ['False', false],
    ['!secret github', { '!secret': 'github' }],
    ['[8.8.8.8, "a, b", 3]', ['8.8.8.8', 'a, b', 3]],
    ["{disk: ssd, 'k''s': [1]}", { disk: 'ssd', "k's": [1] }],
    ['[not closed', '[not closed'],
    ['{{ domain_name }}', '{{ domain_name }}'],
  ])('reads %s', (text, expected) => expect(readValue(text)).toEqual(expected));
  it('leaves a text a text where one is wanted', () => {
    expect(readValue('570', true)).toBe('570');
    expect(readValue('!secret a', true)).toEqual({ '!secret': 'a' });
  });
  it('shows a secret by its name', () => expect(showValue({ '!secret': 'github' })).toBe('!secret github'));
});
