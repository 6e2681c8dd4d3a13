// Whatever is typed, and however far, the linter and the values answer.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadVariables } from '#adapters/catalog/load-variables.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { documentIssue } from '#contract/inventory/document.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { effectiveValues } from '#core/inventory/variables/effective.ts';
import { missingVariables } from '#core/inventory/variables/missing.ts';
import { sketchContext, soundText } from './fixtures.ts';
import { createLinter } from './linter.ts';
import { secretForm } from './secret-forms.ts';

const dictionary = dictionaryOf(loadVariables(join(import.meta.dirname, '../../../catalog/variables')));
const context = sketchContext({ dictionary });

const { value } = fc.letrec<{ value: DocumentValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<DocumentValue>(
      null,
      true,
      0,
      -1,
      22,
      1e300,
      '',
      '{{ a }}',
      '{{ b }} {{ a }}',
      '10.0.0.1',
      '10.0.0.0/99',
      'a-b',
      'k=v:NoSchedule',
    ),
    fc.string(),
    fc.double({ noNaN: true }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('__proto__', 'constructor', '!secret', '!vault', 'mode', 'key-file', 'from', 'x'), tie('value'), {
      maxKeys: 3,
    }),
  ),
}));
const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'b', 'A', 'all', 'k8s', 'ungrouped', 'gpu', ''),
  fc.string({ maxLength: 8 }),
);
const mapWith = (...keys: string[]) => fc.dictionary(fc.oneof(fc.constantFrom(...keys), name), value, { maxKeys: 6 });
const names = fc.array(name, { maxLength: 4 });
const variables = mapWith('domain_name', 'github_token', 'ansible_group_priority', 'dns_servers', 'lan_ip', 'a', 'b');
const entry = (...keys: string[]) => fc.record({ name, groups: names, variables, fields: mapWith(...keys) });
const data: fc.Arbitrary<DocumentData> = fc.record({
  general: mapWith('hearth', 'name', 'distribution', 'channel', 'settings', 'components'),
  variables,
  groups: fc.uniqueArray(entry('vars', 'children'), { maxLength: 4, selector: (one) => one.name }),
  nodes: fc.uniqueArray(entry('address', 'role', 'port', 'user', 'credential', 'jump', 'labels', 'taints'), {
    maxLength: 4,
    selector: (one) => one.name,
  }),
});

function answers(document: InventoryDocument): void {
  const issues = createLinter(context)(document);
  expect(new Set(issues.map(({ id }) => id)).size).toBe(issues.length);
  expect(issues.filter((issue) => !documentIssue.safeParse(issue).success)).toEqual([]);
  for (const node of document.data.nodes)
    for (const found of effectiveValues({ data: document.data, dictionary }, node.name))
      expect(found.sources.at(-1)?.value).toEqual(found.value);
  missingVariables({ data: document.data, dictionary, components: context.components, secretsSet: new Set() });
}

describe('half-typed', () => {
  test('data of any kind', () => {
    const at = (all: DocumentData): InventoryDocument => ({
      text: '',
      data: all,
      nodes: new Map(all.nodes.map((one) => [one.name, one])),
      groups: new Map(all.groups.map((one) => [one.name, one])),
      mistakes: [],
      pieces: [],
      rangeOf: () => null,
    });
    fc.assert(
      fc.property(data, (all) => answers(at(all))),
      { numRuns: 150 },
    );
  });

  test('texts with pieces cut out and put in', () => {
    const piece = fc.constantFrom('', '\n', ':', '- ', '  ', '{', '"', '!secret ', '{{ ', '&a ', '*a', '__proto__: ', 'a: b\n', '🙂');
    const place = fc.nat(soundText.length);
    fc.assert(
      fc.property(place, fc.nat(40), piece, (from, length, put) => {
        answers(readDocument(soundText.slice(0, from) + put + soundText.slice(from + length), yaml));
      }),
      { numRuns: 120 },
    );
  });

  test('a long chain and a large circle of groups', () => {
    const chain = (last: string[]) =>
      Array.from({ length: 5_000 }, (_, index) => ({
        name: `g${index}`,
        groups: index === 4_999 ? last : [`g${index + 1}`],
        variables: { [`v${index}`]: `{{ v${index + 1} }}` },
        fields: {},
      }));
    for (const last of [[], ['g0']]) {
      const all: DocumentData = {
        general: {},
        variables: { domain_name: '{{ v0 }}' },
        groups: chain(last),
        nodes: [{ name: 'n', groups: ['g0'], variables: {}, fields: {} }],
      };
      expect(effectiveValues({ data: all, dictionary }, 'n', 'v0')).toHaveLength(1);
      expect(effectiveValues({ data: all, dictionary }, 'n', 'gitea_url')).toHaveLength(1);
      const document: InventoryDocument = {
        text: '',
        data: all,
        nodes: new Map(),
        groups: new Map(),
        mistakes: [],
        pieces: [],
        rangeOf: () => null,
      };
      expect(createLinter(context)(document).some(({ rule }) => rule === 'group-circle')).toBe(last.length > 0);
    }
  });

  test('thousands of variables, and hundreds of references and groups that lead nowhere', () => {
    const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('');
    const text = [
      `variables:\n${lines(20_000, (index) => `  variable_of_number_${index.toString(36)}: ${index}\n`)}`,
      `groups:\n${lines(2000, (index) => `  group_of_number_${index}: {}\n`)}`,
      `nodes:\n${lines(400, (index) => `  n${index}: {address: 10.20.${Math.floor(index / 200)}.${(index % 200) + 1}, role: worker, groups: [grp_of_number_${index}], variables: {a: "{{ varable_of_nmber_z${index} }}"}}\n`)}`,
    ].join('');
    const issues = createLinter(context)(readDocument(text, yaml));
    expect(issues.filter(({ rule }) => rule === 'reference-unknown')).toHaveLength(400);
    expect(issues.filter(({ rule }) => rule === 'group-unknown')).toHaveLength(400);
  });

  test.each(['a-'.repeat(500_000).concat('://'), 'eyJaaaaaaaaaa-'.repeat(80_000), '-----BEGIN '.repeat(100_000)])(
    'a text that almost has the form of a secret again and again',
    (value) => {
      expect(secretForm(value)).toBe('');
    },
  );
});
