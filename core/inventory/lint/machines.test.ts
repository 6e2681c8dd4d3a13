// Machines that are one and the same, ways to them, and what they lack.
import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { changed, sketchContext } from './fixtures.ts';
import { createLinter } from './linter.ts';

const issuesOf = (text: string) => createLinter(sketchContext())(readDocument(text, yaml));
const found = (text: string) => issuesOf(text).map(({ rule, severity, path, line }) => `${severity} ${rule} ${path.join('.')} @${line}`);
const saidOf = (text: string, rule: string) =>
  issuesOf(text).flatMap((issue) => (issue.rule === rule ? [issue.message, issue.remedy] : []));

describe('one address in two spellings', () => {
  test.each([
    ['fe80::1', 'FE80:0::1'],
    ['::ffff:192.168.1.1', '192.168.1.1'],
    ['::ffff:c0a8:101', '192.168.1.1'],
    ['2001:db8::1:0:0:1', '2001:DB8:0:0:1::1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['nas.home.lan', 'NAS.home.lan'],
  ])('%s and %s', (one, other) => {
    const text = changed('address: 192.168.1.11', `address: "${one}"`).replace('address: 192.168.1.12', `address: "${other}"`);
    expect(saidOf(text, 'duplicate-address')).toEqual([
      `node1 already has the address ${other}.`,
      'Give each machine an address of its own.',
    ]);
  });

  test.each([
    ['fe80::1', 'fe80::1:0'],
    ['::192.168.1.1', '192.168.1.1'],
    ['::', '::1'],
  ])('but not %s and %s', (one, other) => {
    const text = changed('address: 192.168.1.11', `address: "${one}"`).replace('address: 192.168.1.12', `address: "${other}"`);
    expect(saidOf(text, 'duplicate-address')).toEqual([]);
  });

  test('a jump host that is the machine itself', () => {
    const text = changed('address: 192.168.1.12', 'address: "fd00::12"').replace('ubuntu@192.168.1.11:22', 'ubuntu@[FD00:0::12]:22');
    expect(saidOf(text, 'jump-to-itself')).toHaveLength(2);
  });
});

describe('jump hosts by name', () => {
  test('of nobody', () => {
    expect(saidOf(changed('ubuntu@192.168.1.11:22', 'nobody'), 'jump-unknown')).toEqual([
      'No machine is called nobody.',
      'Name a machine of this inventory; any other name must be one that the computer running Hearth can resolve.',
    ]);
    expect(saidOf(changed('ubuntu@192.168.1.11:22', 'noode1'), 'jump-unknown')[0]).toBe('No machine is called noode1. Did you mean node1?');
  });

  test.each(['node1', 'ubuntu@node1:22', 'gate.example.com', 'localhost', '10.0.0.9', '"fd00::9"', 'ubuntu@[fd00::9]:22'])(
    'but not %s',
    (jump) => {
      expect(found(changed('ubuntu@192.168.1.11:22', jump))).toEqual([]);
    },
  );
});

test('what is missing is told at the machine it is missing from', () => {
  const text = changed('    address: 192.168.1.11\n    role: control\n', '');
  const range = { from: text.indexOf('node1:'), to: text.indexOf('node1:') + 'node1'.length };
  const missing = issuesOf(text).filter(({ rule }) => rule.endsWith('-missing'));
  expect(missing.map((issue) => issue.range)).toEqual([range, range]);
});
