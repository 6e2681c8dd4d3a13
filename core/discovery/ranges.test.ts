import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFault } from '#core/fault.ts';
import { addressText } from './address-blocks.ts';
import { addressesOf, readRanges } from './ranges.ts';

const problemOf = (text: string) => {
  const { problems } = readRanges(text);
  expect(problems, text).toHaveLength(1);
  return problems[0]?.message;
};
const refusalOf = (act: () => unknown) => {
  try {
    act();
    return 'nothing was refused';
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.view;
  }
};

describe('what is understood', () => {
  test('networks, spans in both forms, and single addresses, separated by anything people put between them', () => {
    const { ranges, problems, addresses } = readRanges('192.168.1.0/24, 10.0.0.10-40;10.0.1.250 - 10.0.2.5\n\n10.9.0.7 172.16.0.4/31');
    expect(problems).toEqual([]);
    expect(ranges.map(({ from, to, addresses }) => `${from} ${to} ${addresses}`)).toEqual([
      '192.168.1.1 192.168.1.254 254',
      '10.0.0.10 10.0.0.40 31',
      '10.0.1.250 10.0.2.5 12',
      '10.9.0.7 10.9.0.7 1',
      '172.16.0.4 172.16.0.5 2',
    ]);
    expect(addresses).toBe(300);
  });

  test('nothing is nothing, and not a problem while somebody types', () => {
    expect(readRanges(' \n, ')).toEqual({ ranges: [], addresses: 0, problems: [] });
  });

  test('an address in several ranges is tried once, in order', () => {
    expect(readRanges('10.0.0.1-3, 10.0.0.2-5, 10.0.0.4').addresses).toBe(5);
    expect(addressesOf('10.0.0.4-5, 10.0.0.1-3, 10.0.0.2-5', 'refuse')).toEqual([
      '10.0.0.1',
      '10.0.0.2',
      '10.0.0.3',
      '10.0.0.4',
      '10.0.0.5',
    ]);
  });
});

describe('what is refused, with the reason', () => {
  test('host bits: the range that is meant is named', () => {
    expect(problemOf('192.168.1.37/24')).toBe('192.168.1.37/24 has host bits set; the range it means is 192.168.1.0/24.');
  });

  test.each([
    ['192.168.1.0/33', 'is not the size of a network'],
    ['192.168.1.0/', 'is not the size of a network'],
    ['192.168.1.256', 'is not an IPv4 address'],
    ['192.168.1', 'is not an IPv4 address'],
    ['192.168.300.0/24', 'is not an IPv4 address'],
    ['192.168.1.40-10', 'ends before it begins'],
    ['192.168.1.10-256', 'is neither an IPv4 address nor a last number'],
    ['192.168.1.10-20-30', 'is not an address range'],
    ['192.168.01.0/24', 'leading zero'],
    ['10.0.0.1-010', 'leading zero'],
    ['fd00::/64', 'is IPv6'],
    ['nas.lan', 'Names are added by hand'],
    ['224.0.0.0/24', 'no machine can have'],
    ['0.0.0.0/0', 'no machine can have'],
    ['223.255.255.250-224.0.0.5', 'no machine can have'],
    ['$(reboot)', 'is not an address range'],
  ])('%s: %s', (text, reason) => {
    expect(problemOf(text)).toContain(reason);
  });

  test('more than 4,096 addresses together, and not one fewer', () => {
    expect(problemOf('10.0.0.0/16')).toContain('These are 65,534 addresses; at most 4,096 are tried at once');
    expect(readRanges('10.0.0.0-10.0.15.255').problems).toEqual([]);
    expect(problemOf('10.0.0.0-10.0.15.255, 10.2.0.1')).toContain('4,097');
    expect(readRanges('10.0.0.0-10.0.15.255, 10.0.3.0/24').problems).toEqual([]);
  });

  test('before a scan the first problem is the refusal of the field', () => {
    expect(refusalOf(() => addressesOf('10.0.0.1, 10.0.0.5/24', 'mine'))).toMatchObject({
      code: 'INPUT_INVALID',
      field: 'ranges',
      details: { reason: '10.0.0.5/24 has host bits set; the range it means is 10.0.0.0/24.' },
    });
    expect(refusalOf(() => addressesOf(' ', 'mine'))).toMatchObject({ code: 'INPUT_INVALID', field: 'ranges' });
  });

  test('public addresses, unless they are said to be one’s own', () => {
    for (const text of ['8.8.8.8', '172.15.255.254-172.16.0.1', '192.169.0.0/30']) {
      expect(readRanges(text).ranges[0]?.kind, text).toBe('public');
      expect(refusalOf(() => addressesOf(`10.0.0.1, ${text}`, 'refuse'))).toMatchObject({ code: 'INPUT_INVALID', field: 'ranges' });
    }
    expect(addressesOf('8.8.8.8', 'mine')).toEqual(['8.8.8.8']);
    for (const text of ['10.255.255.255', '172.31.0.1', '192.168.0.1', '169.254.3.4', '100.127.0.1', '127.0.0.2'])
      expect(addressesOf(text, 'refuse')).toEqual([text]);
  });
});

test('any text is understood or refused, in bounded time and size', () => {
  const alphabet = fc.constantFrom(...'0123456789./-,:; \nabg–'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 300 }), (text) => {
      const read = readRanges(text);
      expect(read.ranges.length + read.problems.length).toBeLessThanOrEqual(text.length + 1);
      if (read.problems.length === 0 && read.ranges.length > 0) expect(addressesOf(text, 'mine')).toHaveLength(read.addresses);
    }),
    { numRuns: 500 },
  );
});

test('every network is read as its own addresses', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0x0a000000, max: 0x0affffff }), fc.integer({ min: 20, max: 30 }), (address, bits) => {
      const size = 2 ** (32 - bits);
      const first = Math.floor(address / size) * size;
      const all = addressesOf(`${addressText(first)}/${bits}`, 'refuse');
      expect([all.length, all[0], all.at(-1)]).toEqual([size - 2, addressText(first + 1), addressText(first + size - 2)]);
    }),
  );
});
