import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { changed, sketchContext } from './fixtures.ts';
import { createLinter } from './linter.ts';

const issuesOf = (text: string) => createLinter(sketchContext())(readDocument(text, yaml));
const found = (text: string) => issuesOf(text).map(({ rule, severity, path, line }) => `${severity} ${rule} ${path.join('.')} @${line}`);
const saidOf = (text: string, rule: string) =>
  issuesOf(text).flatMap((issue) => (issue.rule === rule ? [issue.message, issue.remedy] : []));
const fixOf = (text: string, rule: string) => issuesOf(text).find((issue) => issue.rule === rule)?.fix?.changes;

describe('a name near that of a known variable', () => {
  const both = changed('site: "{{ domain_name }}"', 'dns_server: [10.0.0.1]\n  dns_servers: [10.0.0.1]');
  test('beside the known one', () => {
    expect(found(both)).toEqual(['warning variable-unknown variables.dns_server @18']);
    expect(saidOf(both, 'variable-unknown')).toEqual([
      'Nothing is known to read dns_server; dns_servers, which was probably meant, stands here as well.',
      'Keep dns_servers alone, or leave both if dns_server is a variable of your own.',
    ]);
    expect(fixOf(both, 'variable-unknown')).toBeUndefined();
  });

  test('but not where a template reads it', () => {
    for (const template of ['{{ dns_server | first }}', '{% for one in dns_server %}{{ one }}{% endfor %}'])
      expect(found(both.replace('disk_label: fast', `disk_label: "${template}"`))).toEqual([]);
  });

  test('the known one that is added later is seen', () => {
    const lint = createLinter(sketchContext());
    const alone = changed('site: "{{ domain_name }}"', 'dns_server: 10.0.0.1');
    const first = readDocument(alone, yaml);
    expect(lint(first)[0]?.fix).not.toBeNull();
    const after = readDocument(alone.replace('10.0.0.1', '10.0.0.1\n  dns_servers: [10.0.0.1]'), yaml, first);
    expect(lint(after)[0]?.fix).toBeNull();
  });
});
