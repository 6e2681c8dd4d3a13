import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatBytesOf,
  formatCpu,
  formatDuration,
  formatEstimate,
  formatLeft,
  formatMoment,
  visible,
} from './format.ts';

describe('numbers with units', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1024 ** 2 - 1, '1 MiB'],
    [31.25 * 1024 ** 3, '31.3 GiB'],
    [512 * 1024 ** 4, '512 TiB'],
    [Number.NaN, '–'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('tells a part in the unit of the whole', () => expect(formatBytesOf(512 * 1024 ** 2, 16 * 1024 ** 3)).toBe('0.5 of 16 GiB'));

  it.each([
    [250, '250 m'],
    [1000, '1 core'],
    [1500, '1.5 cores'],
    [24_000, '24 cores'],
  ])('%d millicores are %s', (milli, text) => expect(formatCpu(milli)).toBe(text));

  it.each([
    [0, '0 s'],
    [400, '0.4 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [134_000, '2 min 14 s'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
    [86_400_000 + 5_000, '1 d'],
  ])('%d ms took %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [200_300, '3 min'],
    [12_345, '12 s'],
    [0, '1 s'],
  ])('%d ms as a guess are %s', (ms, text) => expect(formatEstimate(ms)).toBe(text));

  it.each([
    [3_000, 'less than 10 s'],
    [44_000, 'about 40 s'],
    [190_000, 'about 3 min'],
    [2 * 3_600_000, 'about 2 h'],
  ])('%d ms are left: %s', (ms, text) => expect(formatLeft(ms)).toBe(text));

  it.each([
    [200, 'now'],
    [42_000, '42 s'],
    [59 * 60_000, '59 min'],
    [3 * 86_400_000, '3 d'],
  ])('%d ms ago is %s', (ms, text) => expect(formatAge(ms)).toBe(text));
  it.each([
    [1_000_000, 'now'],
    [1_001_000, 'now'],
    [820_000, '3 min ago'],
    [1_000_000 + 2 * 86_400_000, 'in 2 d'],
  ])('the moment %d is %s', (at, text) => expect(formatMoment(at, 1_000_000)).toBe(text));
});

describe('text from elsewhere', () => {
  it('shows characters that hide or reorder text', () => {
    expect(visible('invoice\u202Etxt.exe\u0007')).toBe('invoice\\u202etxt.exe\\u0007');
  });
  it('leaves ordinary text alone, whatever its script', () => {
    const text = 'Größe 日本語 <script> 👩‍🚀\ttab';
    expect(visible(text)).toBe(text);
  });
});
