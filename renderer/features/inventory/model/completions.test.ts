import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { Variable } from '#contract/inventory/variables.ts';
import { offersAt, variableAt } from './completions.ts';
import type { CompletionWorld } from './completions.ts';

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  title: `Title of ${name}`,
  description: `About ${name}`,
  type: 'text',
  sensitive: false,
  scope: 'platform',
  neededBy: [],
  usedBy: [],
  origin: 'hearth',
  aliases: [],
  ...more,
});
const world: CompletionWorld = {
  data: { general: {}, variables: { own: 1 }, groups: [{ name: 'gpu', groups: [], variables: {}, fields: {} }], nodes: [] },
  dictionary: [variable('domain_name'), variable('token', { sensitive: true }), variable('mode', { type: 'choice', choices: ['a', 'b'] })],
  components: [{ id: 'cert-manager', title: 'cert-manager' }],
  secrets: ['github'],
};
/** The bar is where the cursor stands. */
function at(text: string) {
  const position = text.indexOf('|');
  return { doc: Text.of(text.replace('|', '').split('\n')), position };
}
function labels(text: string): readonly string[] {
  const { doc, position } = at(text);
  return offersAt(doc, position, world)?.offers.map((offer) => offer.label) ?? [];
}

describe('completion', () => {
  it.each<[string, string, string]>([
    ['keys at the top', 'no|', 'nodes'],
    ['settings', 'settings:\n  do|', 'domain'],
    ['how certificates are made', 'settings:\n  certificates:\n    mode: |', 'lets-encrypt-dns'],
    ['components', 'components:\n  - |', 'cert-manager'],
    ['components at the margin', 'components:\n- |', 'cert-manager'],
    ['fields of a node', 'nodes:\n  n1:\n    address: 1.1.1.1\n    |', 'role'],
    ['roles', 'nodes:\n  n1:\n    role: |', 'worker'],
    ['groups of a node', 'nodes:\n  n1:\n    groups: [g|', 'gpu'],
    ['variables of a node', 'nodes:\n  n1:\n    variables:\n      dom|', 'domain_name'],
    ['variables of this document', 'variables:\n  o|', 'own'],
    ['names in braces', 'variables:\n  a: "{{ dom|', 'domain_name'],
    ['secrets', 'variables:\n  token: !secret g|', 'github'],
    ['that a secret belongs there', 'variables:\n  token: |', '!secret'],
    ['choices of a variable', 'groups:\n  gpu:\n    variables:\n      mode: |', 'b'],
  ])('offers %s', (_what, text, label) => expect(labels(text)).toContain(label));
  it.each(['# no|', 'nodes:\n  n|', 'nodes:\n  n1:\n    address: 1|', 'settings:\n  domain: no|'])('offers nothing in %s', (text) =>
    expect(labels(text)).toEqual([]),
  );
  it('replaces the word before the cursor', () => {
    const { doc, position } = at('settings:\n  dom|');
    expect(offersAt(doc, position, world)?.from).toBe(position - 3);
  });
});

describe('the variable under the pointer', () => {
  it.each<[string, string | null]>([
    ['variables:\n  domain|_name: x', 'domain_name'],
    ['nodes:\n  n1:\n    variables:\n      to|ken: x', 'token'],
    ['variables:\n  a: "{{ domain|_name }}"', 'domain_name'],
    ['settings:\n  dom|ain: x', null],
    ['variables:\n  domain_name: x|y', null],
  ])('%s', (text, name) => {
    const { doc, position } = at(text);
    expect(variableAt(doc, position)?.name ?? null).toBe(name);
  });
});
