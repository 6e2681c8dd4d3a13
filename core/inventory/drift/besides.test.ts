import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { besidesTold } from '#contract/inventory/drift.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { besidesOf } from './besides.ts';

const compared = (before: string, after: string, distribution: 'microk8s' | 'existing' = 'microk8s') => {
  const document = readDocument(after, yaml);
  return besidesOf(readDocument(before, yaml, document), document, distribution);
};
const sentences = (...given: Parameters<typeof compared>) => compared(...given).differences.map(({ sentence }) => sentence);
const oak = (rest: string) => `nodes:\n  oak: {address: 10.0.0.1, role: control${rest}}\n`;

test.each<[what: string, texts: [before: string, after: string], expected: string]>([
  ['a variable', [oak(''), `variables: {dns_servers: [10.0.0.53]}\n${oak('')}`], 'The variable dns_servers is new: 10.0.0.53.'],
  ['a group', [oak(''), `groups: {gpu: {variables: {tier: hot}}}\n${oak('')}`], 'The group gpu is new.'],
  ['a variable of a node', [oak(''), oak(', variables: {ntp: a}')], 'oak: the variable ntp is new: a.'],
  ['the way to a machine', [oak(', port: 22'), oak(', port: 2222')], 'oak: the port is 2222, it was 22.'],
  ['the name of the platform', ['name: home\n', 'name: lab\n'], 'The name is lab, it was home.'],
  ['a key that Hearth does not know', ['', 'rack: {row: 4}\n'], 'The entry rack is new: row=4.'],
  [
    'a setting that Hearth does not know, beside one that it does',
    ['', 'settings: {domain: lab.example.com, colour: red}\n'],
    'The entry settings is new: colour=red.',
  ],
  ['the order of the nodes', ['nodes: {a: {}, b: {}}\n', 'nodes: {b: {}, a: {}}\n'], 'The nodes stand in another order.'],
  ['a secret by its name only', ['', 'variables: {db: {password: s3cret}}\n'], 'The variable db is new: password=….'],
])('tells %s', (_, [before, after], expected) => {
  expect(sentences(before, after)).toEqual([expected]);
});

test.each([
  ['labels', oak(''), oak(', labels: {disk: ssd}')],
  ['one label', oak(', labels: {disk: hdd, tier: hot}'), oak(', labels: {disk: ssd, tier: hot}')],
  ['taints', oak(''), oak(', taints: ["gpu=true:NoSchedule"]')],
  ['a role', oak(''), 'nodes:\n  oak: {address: 10.0.0.1, role: worker}\n'],
  ['an address', oak(''), 'nodes:\n  oak: {address: 10.0.0.9, role: control}\n'],
  ['another name', oak(''), 'nodes:\n  elm: {address: 10.0.0.1, role: control}\n'],
  ['a node that came', oak(''), `${oak('')}  elm: {address: 10.0.0.2, role: worker, variables: {ntp: a}}\n`],
  ['a node that went', oak(''), 'nodes: {}\n'],
  ['components', 'components: [a]\n', 'components: [a, b]\n'],
  ['channel and distribution', 'channel: 1.35/stable\n', 'channel: 1.36/stable\ndistribution: microk8s\n'],
  ['settings', 'settings: {domain: a.lan, podCidr: 10.1.0.0/16}\n', 'settings: {domain: b.lan, podCidr: 10.2.0.0/16}\n'],
  ['settings that are new', '', 'settings: {domain: b.lan}\n'],
])('leaves to the other differences: %s', (_, before, after) => {
  expect(compared(before, after)).toEqual({ differences: [], more: 0 });
});

test('of nodes of a cluster that was there already, which nothing else looks at, everything is told', () => {
  expect(sentences(oak(''), oak(', labels: {disk: ssd}'), 'existing')).toEqual(['oak: label disk=ssd added.']);
});

test('so many that nobody reads them are counted', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `  v${index}: 1\n`).join('');
  const told = compared('', `variables:\n${many}`);
  expect([told.differences.length, told.more]).toEqual([besidesTold, 1000 - besidesTold]);
});
