import { describe, expect, test } from 'vitest';
import { goodFacts, sketchNode, sketchPlatform } from './fixtures.ts';
import { settingsIssues } from './settings-issues.ts';

const said = (from: string, to: string, nodes = sketchPlatform().nodes) => {
  const { settings, ...platform } = sketchPlatform({ nodes });
  return settingsIssues({ ...platform, settings: { ...settings, ingressPool: { from, to } } }).map(
    ({ path, severity, message }) => `${severity} ${path}: ${message}`,
  );
};
const field = 'settings.ingressPool.from';

describe('addresses for ingress', () => {
  test.each([
    ['the gateway', ['10.0.0.250', '10.0.0.254'], '10.0.0.254, the gateway'],
    ["a machine's own address", ['10.0.0.2', '10.0.0.9'], '10.0.0.2, the address of node2'],
    ["the network's own address", ['10.0.0.0', '10.0.0.0'], '10.0.0.0, the address of the network 10.0.0.0/24'],
    ['the broadcast address', ['10.0.0.255', '10.0.1.9'], '10.0.0.255, the broadcast address of 10.0.0.0/24'],
  ] as const)('must not hold %s', (_, [from, to], held) => {
    expect(said(from, to)).toContainEqual(expect.stringContaining(`error ${field}: The ingress addresses hold ${held}`));
  });

  test.each([
    ['another private network', '192.168.1.1', '192.168.1.9'],
    ['the internet', '8.8.8.8', '8.8.8.9'],
  ])('of %s may be meant, and are asked about', (_, from, to) => {
    expect(said(from, to)).toEqual([expect.stringContaining(`warning ${field}: The ingress addresses lie outside 10.0.0.0/24.`)]);
  });

  test('are not judged before the machines were looked at, but for their own addresses', () => {
    const unknown = [1, 2, 3].map((number) => sketchNode(number, { facts: null }));
    expect(said('10.0.0.250', '10.0.0.255', unknown)).toEqual([]);
    expect(said('10.0.0.2', '10.0.0.9', unknown)).toEqual([expect.stringContaining(`error ${field}`)]);
  });

  test('may lie in the network of any of the machines', () => {
    const [nic] = goodFacts(4).nics;
    const facts = goodFacts(4, {
      gateway: '10.0.7.1',
      nics: nic === undefined ? [] : [{ ...nic, addresses: ['10.0.7.4'], networks: [{ address: '10.0.7.4', prefix: 24, dynamic: false }] }],
    });
    expect(said('10.0.7.200', '10.0.7.210', [...sketchPlatform().nodes, sketchNode(4, { address: '10.0.7.4', facts })])).toEqual([]);
  });

  test('that a load balancer has put on a machine are its own business', () => {
    const facts = goodFacts(1);
    const ipvs = { mac: '', mtu: 1500, name: 'kube-ipvs0', defaultRoute: false, addresses: ['10.0.0.240'] };
    const nics = [...facts.nics, { ...ipvs, networks: [{ address: '10.0.0.240', prefix: 32, dynamic: false }] }];
    expect(said('10.0.0.240', '10.0.0.241', [sketchNode(1, { facts: { ...facts, nics } })])).toEqual([]);
  });
});
