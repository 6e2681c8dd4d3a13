import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { changed, sketchContext } from './fixtures.ts';
import { createLinter } from './linter.ts';

const issuesOf = (text: string) => createLinter(sketchContext())(readDocument(text, yaml));
const found = (text: string) => issuesOf(text).map(({ rule, severity, path, line }) => `${severity} ${rule} ${path.join('.')} @${line}`);
const saidOf = (text: string, rule: string) =>
  issuesOf(text).flatMap((issue) => (issue.rule === rule ? [issue.message, issue.remedy] : []));

describe('templates', () => {
  const block = (value: string) => changed('"{{ domain_name }}"', `|-\n    ${value}`);
  test.each([
    ['{{ unclosed', 'This reference is not closed: }} is missing.'],
    ['{{ site_a }} and {{ site_b }', 'This reference is not closed: }} is missing.'],
    ["{{ 'open }}", 'This reference is not closed: }} is missing.'],
    ['{{ lookup("env", "HOME" }}', 'This reference is not closed: }} is missing.'],
    ['{% if x }}', 'This statement is not closed: %} is missing.'],
    ['echo ${#list[@]}', 'This begins a comment that is not closed: #} is missing.'],
    ['{% raw %}{{ x }}', 'What begins with {% raw %} is not closed: {% endraw %} is missing.'],
    ['domain_name }}', 'This reference is not opened: {{ is missing.'],
    ['{ domain_name }}', 'This reference is not opened: {{ is missing.'],
    ['{{ 1 + }}', 'This reference cannot be read: an operator has nothing on one of its sides.'],
    ['{{ domain_name | }}', 'This reference cannot be read: an operator has nothing on one of its sides.'],
    ['{{ | lower }}', 'This reference cannot be read: an operator has nothing on one of its sides.'],
    ['{{ x and }}', 'This reference cannot be read: an operator has nothing on one of its sides.'],
  ])('%s', (value, message) => {
    expect(saidOf(block(value), 'template-broken')[0]).toBe(message);
    expect(issuesOf(block(value)).find(({ rule }) => rule === 'template-broken')).toMatchObject({ severity: 'warning', line: 18 });
  });

  test.each([
    "{{ '{{' }}",
    '{{ "}} {%" }}',
    "{{ 'it\\'s }}' | length }}",
    '{{- domain_name -}}',
    "{{ {'a': {'b': 1}} }}",
    "{{ {'a': {'b': 1}}['a'] | to_json }}",
    '{{ -1 }} {{ [1, 2,] }} {{ not x }}',
    "{{ x | default('-') }}",
    "{{ x | regex_replace('^(.*)+$', '\\\\1 +') }}",
    '{% raw %}{{ 1 + {% if {% endraw %}',
    '{%- raw -%}{{ 1 + {%- endraw -%}',
    "{% set a = {'b': {'c': '%}'}} %}{{ a }}",
    "{# it's {{ unclosed #}",
    '{"a": {"b": 1}}',
    '{"a": {"b": "{{ domain_name }}"}}',
    '{"a": {{ domain_name | to_json }}}',
    '${a:-${b}}',
    "sed 's/}}/x/'",
    'curl -w "%{http_code}" {a,b}',
    "docker ps --format '{% raw %}{{.Names}}{% endraw %}'",
    "{{ 'a' if x is not defined else 'b' }}",
    '{{ notin }} {{ orders }} {{ x.is }}',
    '{{ a\n    + b }}',
  ])('but not %s', (value) => {
    expect(saidOf(block(value), 'template-broken')).toEqual([]);
  });

  test('inside lists and maps, and of machines and groups', () => {
    expect(found(changed('"{{ domain_name }}"', '[a, {b: "{{ x"}]'))).toEqual(['warning template-broken variables.site.1.b @18']);
    expect(found(changed('disk_label: fast', 'disk_label: "{{ x"'))).toEqual([
      'warning template-broken groups.gpu.variables.disk_label @22',
    ]);
  });
});
