import { describe, expect, test } from 'vitest';
import type { ComponentFile } from '#contract/component-file.ts';
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { variable, type Variable } from '#contract/inventory/variables.ts';
import { dictionaryOf } from './dictionary.ts';
import { missingVariables } from './missing.ts';

const known = (name: string, more: Partial<Variable> = {}): Variable =>
  variable.parse({ name, title: name, description: `What ${name} is.`, type: 'text', origin: 'hearth', neededBy: ['wiki'], ...more });
const component = (id: string, needs: string[] = []): ComponentFile => ({
  id,
  title: id.toUpperCase(),
  summary: id,
  version: '1',
  core: false,
  needs,
  asks: [],
  resources: { cpuMilli: 1, memoryBytes: 1, storageBytes: 0 },
  architectures: ['amd64'],
  release: { name: id, namespace: id, chart: { name: id, version: '1', from: { kind: 'bundled' } }, values: {}, timeoutSeconds: 60 },
  ready: [{ kind: 'Deployment', name: id }],
  health: null,
  estimateSeconds: 1,
});
const sketch = (more: Partial<DocumentData>): DocumentData => ({ general: {}, variables: {}, groups: [], nodes: [], ...more });
const missing = (data: Partial<DocumentData>, variables: Variable[], secrets: string[] = []) =>
  missingVariables({
    data: sketch(data),
    dictionary: dictionaryOf(variables),
    components: [component('wiki'), component('blog', ['wiki'])],
    secretsSet: new Set(secrets),
  });
const ofWiki = (...args: Parameters<typeof missing>) =>
  missing(...args)
    .find(({ component }) => component === 'wiki')
    ?.missing.map(({ variable }) => variable);

test('each component names what it lacks, in the words of the dictionary; what is needed by a chosen one is chosen', () => {
  expect(
    missing({ general: { components: ['blog', 'blog', 7, 'no such one'] } }, [
      known('key', { sensitive: true, neededBy: ['wiki', 'forum'] }),
    ]),
  ).toEqual([
    { component: 'blog', title: 'BLOG', chosen: true, missing: [] },
    { component: 'wiki', title: 'WIKI', chosen: true, missing: [{ variable: 'key', description: 'What key is.', sensitive: true }] },
    { component: 'forum', title: 'forum', chosen: false, missing: [{ variable: 'key', description: 'What key is.', sensitive: true }] },
  ]);
});

describe('a variable is there when', () => {
  const nodes = ['a', 'b'].map((name) => ({ name, groups: [], variables: {}, fields: { role: 'worker' } }));
  test.each<[string, boolean, DocumentValue, string[]]>([
    ['it has a value', true, 'x', []],
    ['it is false or zero', true, 0, []],
    ['nothing stands behind its name', false, null, []],
    ['its text is empty', false, '', []],
    ['its secret has a value', true, { '!secret': 'wiki' }, ['wiki']],
    ['its secret has none', false, { '!secret': 'wiki' }, ['other']],
    ['its secret has no name', false, { '!secret': null }, []],
    ['it is sealed by Ansible', true, { '!vault': 'x' }, []],
  ])('%s', (...[, there, value, secrets]) => {
    expect(ofWiki({ variables: { key: value }, nodes }, [known('key')], secrets)).toEqual(there ? [] : ['key']);
  });

  test('a setting or a default says it; a default that names what is missing does not', () => {
    const email = known('email', { setting: 'settings.certificates.email' });
    expect(ofWiki({}, [known('a', { default: 'x' }), email])).toEqual(['email']);
    expect(ofWiki({ general: { settings: { certificates: { email: 'me@home.org' } } } }, [email])).toEqual([]);
    expect(ofWiki({}, [known('a', { default: 'wiki.{{ domain_name }}' })])).toEqual(['a']);
    expect(ofWiki({ variables: { domain_name: 'home.lan' } }, [known('a', { default: 'wiki.{{ domain_name }}' })])).toEqual([]);
  });

  test('one of machines is there on each of them', () => {
    const lan = known('lan_ip', { scope: 'node' });
    const [a, b] = nodes;
    if (a === undefined || b === undefined) throw new Error('two nodes');
    expect(ofWiki({ nodes: [{ ...a, variables: { lan_ip: '10.0.0.1' } }, b] }, [lan])).toEqual(['lan_ip']);
    expect(
      ofWiki(
        {
          nodes: [
            { ...a, variables: { lan_ip: '10.0.0.1' } },
            { ...b, variables: { lan_ip: '10.0.0.2' } },
          ],
        },
        [lan],
      ),
    ).toEqual([]);
    expect(ofWiki({ nodes, groups: [{ name: 'k8s', groups: [], variables: { lan_ip: 'x' }, fields: {} }] }, [lan])).toEqual([]);
  });
});
