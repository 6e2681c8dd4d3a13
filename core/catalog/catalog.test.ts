import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComponentFile } from '#contract/component-file.ts';
import { closureOf, totalOf } from './closure.ts';
import { editDistance, likelyName } from './likely-name.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { fillValues, revealIn, secretsIn, tokensOf } from './values.ts';
import { canonicalText, valuesHash } from './values-hash.ts';

const component = (id: string, needs: string[] = []): ComponentFile => ({
  id,
  title: id,
  summary: id,
  version: '1',
  core: false,
  needs,
  asks: [],
  resources: { cpuMilli: 100, memoryBytes: 10, storageBytes: 1 },
  architectures: ['amd64'],
  release: { name: id, namespace: id, chart: { name: id, version: '1', from: { kind: 'bundled' } }, values: {}, timeoutSeconds: 60 },
  ready: [{ kind: 'Deployment', name: id }],
  health: null,
  estimateSeconds: 1,
});
const catalogue = [
  component('sso', ['database', 'certs']),
  component('database', ['certs']),
  component('certs'),
  component('wiki', ['sso']),
];

describe('what a choice really means', () => {
  test('needs come first and once, and the total counts them', () => {
    const all = closureOf(['wiki', 'certs'], catalogue);
    expect(all.map((one) => one.id)).toEqual(
      ['certs', 'database', 'sso', 'wiki'].toSorted((a, b) => all.findIndex((x) => x.id === a) - all.findIndex((x) => x.id === b)),
    );
    expect(all.map((one) => one.id)).toEqual(['certs', 'database', 'sso', 'wiki']);
    expect(totalOf(all)).toEqual({ cpuMilli: 400, memoryBytes: 40, storageBytes: 4 });
  });

  test('an unknown name is named with the likely one, a circle with its path', () => {
    expect(() => closureOf(['databse'], catalogue)).toThrow(
      expect.objectContaining({ view: expect.objectContaining({ code: 'COMPONENT_UNKNOWN', why: 'Did you mean database?' }) }),
    );
    const round = [component('a', ['b']), component('b', ['c']), component('c', ['b'])];
    expect(() => closureOf(['a'], round)).toThrow(
      expect.objectContaining({ view: expect.objectContaining({ code: 'PLAN_CYCLE', details: { path: 'b → c → b' } }) }),
    );
  });
});

describe('did you mean', () => {
  test.each([
    ['regsitry', 'registry'],
    ['cert', 'cert-manager'],
    ['REGISTRY', 'registry'],
    ['prometheus', ''],
  ])('%s', (typed, likely) => {
    expect(likelyName(typed, ['cert-manager', 'registry'])).toBe(likely);
  });

  test('the distance is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('values', () => {
  test('tokens are filled in at any depth and only in texts; an unknown one names its place', () => {
    const filled = fillValues(
      { host: 'wiki.${DOMAIN}', list: [{ class: '${STORAGE_CLASS}' }], port: 80, none: null },
      { DOMAIN: 'home.lan', STORAGE_CLASS: 'fast' },
    );
    expect(filled).toEqual({ host: 'wiki.home.lan', list: [{ class: 'fast' }], port: 80, none: null });
    expect(() => fillValues({ a: [{ b: '${DOMIAN}' }] }, { DOMAIN: 'x' })).toThrow(
      'a.0.b: ${DOMIAN} stands for nothing; did you mean ${DOMAIN}?',
    );
  });

  test('what a value contains is never taken for a token again', () => {
    expect(fillValues({ a: '${DOMAIN}' }, { DOMAIN: '${OTHER}' })).toEqual({ a: '${OTHER}' });
  });

  test('variables fill in too; a secret stays a reference until its value is sent', () => {
    const { settings } = sketchPlatform();
    const variables = { disk_size: 20, wiki_token: { '!secret': 'wiki' }, odd: { '!secret': 'No Name' }, domain: 'mine', servers: ['a'] };
    const tokens = tokensOf(settings, variables);
    const planned = fillValues({ size: '${DISK_SIZE}Gi', auth: [{ header: 'Bearer ${WIKI_TOKEN}' }], host: '${DOMAIN}' }, tokens);
    expect(planned).toEqual({ size: '20Gi', auth: [{ header: 'Bearer ${!secret:wiki}' }], host: 'home.lan' });
    expect(secretsIn(planned)).toEqual(['wiki']);
    expect(revealIn(planned, () => 'a"b${DOMAIN}')).toMatchObject({ auth: [{ header: 'Bearer a"b${DOMAIN}' }] });
    for (const none of ['${SERVERS}', '${ODD}']) expect(() => fillValues({ a: none }, tokens)).toThrow('stands for nothing');
  });

  test('the hash does not care about the order of keys, and cares about everything else', () => {
    expect(valuesHash({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(valuesHash({ b: { d: 'x', c: [1, 2] }, a: 1 }));
    expect(valuesHash({})).toMatch(/^[0-9a-f]{16}$/);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
        expect(valuesHash(a) === valuesHash(b)).toBe(canonicalText(a) === canonicalText(b));
      }),
    );
  });
});
