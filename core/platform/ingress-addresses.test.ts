import { expect, test } from 'vitest';
import { fillValues, tokensOf } from '#core/catalog/values.ts';
import { sketchPlatform } from './fixtures.ts';
import { settingsIssues } from './settings-issues.ts';

const withPool = (ingressPool: { from: string; to: string } | null) =>
  sketchPlatform({ settings: { ...sketchPlatform().settings, ingressPool } });
const filled = (ingressPool: { from: string; to: string } | null) =>
  fillValues({ a: '${INGRESS_ADDRESS}', b: '${INGRESS_KN_ADDRESS}', c: '${CERTIFICATE_ISSUER}' }, tokensOf(withPool(ingressPool).settings));

test('charts are told the two addresses by the controllers they belong to, and the issuer', () => {
  expect(filled({ from: '192.168.1.255', to: '192.168.2.10' })).toEqual({ a: '192.168.1.255', b: '192.168.2.0', c: 'hearth-ca' });
  expect(filled(null)).toEqual({ a: '', b: '', c: 'hearth-ca' });
});

test('one address is not enough for two controllers', () => {
  const issues = settingsIssues(withPool({ from: '10.0.0.240', to: '10.0.0.240' }));
  expect(issues).toContainEqual(
    expect.objectContaining({ severity: 'error', path: 'settings.ingressPool.to', message: expect.stringContaining('nginx-kn') }),
  );
  expect(
    settingsIssues(withPool({ from: '10.0.0.240', to: '10.0.0.241' })).filter(({ path }) => path.startsWith('settings.ingressPool')),
  ).toEqual([]);
});
