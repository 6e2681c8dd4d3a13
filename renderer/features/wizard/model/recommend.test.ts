import { describe, expect, test } from 'vitest';
import { facts, node } from './fixtures.ts';
import { adviseRange, adviseRoles, advisePool, cidrRange, ipNumber, ipText, overlap } from './recommend.ts';

describe('the control node', () => {
  const small = node('small', { facts: facts({ cores: 4, memoryGib: 8 }) });
  const big = node('big', { facts: facts({ cores: 8, memoryGib: 32 }) });
  const gpu = node('gpu', { facts: facts({ cores: 32, memoryGib: 128, gpuCount: 2 }) });

  test('is the strongest machine that is not wanted for GPU work', () => {
    expect(adviseRoles([small, gpu, big])).toEqual({
      controlIds: ['big'],
      reason: { kind: 'strongest-without-gpu', name: 'big', cores: 8, memoryBytes: 32 * 2 ** 30, gpuMachines: ['gpu'] },
    });
    expect(adviseRoles([small, big]).reason.kind).toBe('strongest');
    expect(adviseRoles([gpu, node('gpu2', { facts: facts({ gpuCount: 1 }) })]).reason.kind).toBe('only-gpu-machines');
  });

  test('are three where there are machines enough, and none of them for GPU work', () => {
    const plain = [1, 2, 3, 4, 5].map((number) => node(`n${number}`, { facts: facts({ memoryGib: 8 * number }) }));
    expect(adviseRoles([gpu, ...plain])).toEqual({ controlIds: ['n5', 'n4', 'n3'], reason: { kind: 'three', names: ['n5', 'n4', 'n3'] } });
    expect(adviseRoles([gpu, ...plain.slice(1)]).controlIds).toEqual(['n5']);
  });

  test('are as many as the person wants, once that is chosen', () => {
    const plain = [1, 2, 3, 4, 5].map((number) => node(`n${number}`, { facts: facts({ memoryGib: 8 * number }) }));
    expect(adviseRoles(plain, 1).controlIds).toEqual(['n5']);
    expect(adviseRoles([small, big, gpu], 3)).toEqual({
      controlIds: ['big', 'small', 'gpu'],
      reason: { kind: 'several', names: ['big', 'small', 'gpu'] },
    });
    expect(adviseRoles(plain, 5).controlIds).toEqual(['n5', 'n4', 'n3', 'n2', 'n1']);
  });

  test('is the only one, or the first while nothing is known', () => {
    expect(adviseRoles([small])).toEqual({ controlIds: ['small'], reason: { kind: 'single', name: 'small' } });
    expect(adviseRoles([node('a'), node('b')])).toEqual({ controlIds: ['a'], reason: { kind: 'no-facts', name: 'a' } });
    expect(adviseRoles([]).controlIds).toEqual([]);
  });
});

describe('addresses', () => {
  test('the pool lies in the network of most machines and holds none of them', () => {
    const nodes = [node('a', { address: '192.168.1.21' }), node('b', { address: '192.168.1.245' }), node('c', { address: '10.0.0.1' })];
    expect(advisePool(nodes)).toEqual({ from: '192.168.1.230', to: '192.168.1.240', network: '192.168.1.0/24', machines: 2 });
    expect(advisePool([node('a', { address: 'shelf.lan' })])).toBeNull();
  });

  test('the pool leaves out the gateway, and stays in a network that is known to be small', () => {
    const placed = (address: string, gateway: string, prefix: number) =>
      node('a', {
        address,
        facts: facts({
          gateway,
          nics: [
            { name: 'eth0', mac: '', addresses: [address], mtu: 1500, networks: [{ address, prefix, dynamic: false }], defaultRoute: true },
          ],
        }),
      });
    expect(advisePool([placed('192.168.1.21', '192.168.1.250', 24)])).toMatchObject({ from: '192.168.1.230', to: '192.168.1.240' });
    const small = { from: '192.168.1.52', to: '192.168.1.62', network: '192.168.1.32/27' };
    expect(advisePool([placed('192.168.1.40', '192.168.1.33', 27)])).toMatchObject(small);
  });

  test('a range that holds a machine is not recommended', () => {
    expect(adviseRange('podCidr', [node('a', { address: '192.168.1.2' })])).toEqual({ cidr: '10.1.0.0/16', usual: true });
    expect(adviseRange('podCidr', [node('a', { address: '10.1.2.3' })])).toEqual({ cidr: '10.64.0.0/16', usual: false });
  });

  test('ranges are read by their network, whatever host part is written', () => {
    expect(cidrRange('10.1.2.3/16')).toEqual({ from: ipNumber('10.1.0.0'), to: ipNumber('10.1.255.255') });
    expect(cidrRange('0.0.0.0/0')).toEqual({ from: 0, to: 2 ** 32 - 1 });
    for (const bad of ['10.1.0.0', '10.1.0.0/33', 'x/8', '10.1.0.256/8']) expect(cidrRange(bad)).toBeNull();
    expect(ipText(ipNumber('203.0.113.77') ?? 0)).toBe('203.0.113.77');
    expect(overlap({ from: 1, to: 5 }, { from: 5, to: 9 })).toBe(true);
    expect(overlap({ from: 1, to: 4 }, { from: 5, to: 9 })).toBe(false);
  });
});
