import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { changed, sketchContext } from './fixtures.ts';
import { createLinter } from './linter.ts';

const issuesOf = (text: string) => createLinter(sketchContext())(readDocument(text, yaml));
const found = (text: string) => issuesOf(text).map(({ rule, severity, path, line }) => `${severity} ${rule} ${path.join('.')} @${line}`);
const saidOf = (text: string, rule: string) =>
  issuesOf(text).flatMap((issue) => (issue.rule === rule ? [issue.message, issue.remedy] : []));

test('tags of Ansible and of YAML are known, a slip is told', () => {
  for (const value of ['!vault abc', '!unsafe "{{ x"', '!!binary aGk=', '!!set {a, b}', '[!secret github, {a: !unsafe b}]'])
    expect(found(changed('"{{ domain_name }}"', value))).toEqual([]);
  expect(saidOf(changed('"{{ domain_name }}"', '[a, {b: !valt abc}]'), 'tag-unknown')).toEqual([
    'Nothing is known to read the tag !valt. Did you mean !vault?',
    'Write !secret, !vault, !unsafe, or the value without a tag.',
  ]);
  // What stands behind it may be the secret itself.
  expect(issuesOf(changed('!secret github', '!secrt "Tell nobody"')).map(({ fix }) => fix)).toEqual([null]);
});
