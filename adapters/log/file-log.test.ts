import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openFileLog } from './file-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const open = (maxBytes?: number) => openFileLog({ dir, clock: virtualClock(), ...(maxBytes === undefined ? {} : { maxBytes }) });
const read = (name = 'hearth.log') => readFileSync(join(dir, 'logs', name), 'utf8');
const entries = () =>
  read()
    .trim()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));

describe('the log file', () => {
  it('has one line of JSON for each entry, whatever is in it', () => {
    const log = open();
    const circle: Record<string, unknown> = { big: 12n, text: 'two\nlines' };
    circle['self'] = circle;
    log.info('begun', { circle });
    log.warn('hm');
    log.close();
    expect(entries()).toMatchObject([
      { at: '2023-11-14T22:13:20.000Z', level: 'info', message: 'begun', details: { circle: { big: '12', text: 'two\nlines' } } },
      { level: 'warn', message: 'hm' },
    ]);
  });

  it('has an error under the reference that the person sees, with its causes', () => {
    const log = open();
    const reference = log.error('failed', fault('INTERNAL', { reference: 'x' }, { cause: new RangeError('deep') }));
    expect(reference).toMatch(/^[2-9B-Z]{6}$/);
    expect(entries()[0]).toMatchObject({
      reference,
      error: { fault: { code: 'INTERNAL' }, cause: { name: 'RangeError', message: 'deep' } },
    });
    log.close();
  });

  it('never has a secret it was told of, in any of its forms', () => {
    const log = open();
    const value = 'pa"ss\\word-7f3e';
    log.hide(new Secret(value));
    log.info(`login with ${value}`, {
      url: `http://x/?p=${encodeURIComponent(value)}`,
      basic: Buffer.from(`u:${value}`).toString('base64'),
    });
    log.error('failed', new Error(`bad ${value}`));
    log.info('a secret prints as nothing', { secret: new Secret('never-told') });
    log.close();
    expect(entries()).toHaveLength(3);
    expect(read()).not.toMatch(/7f3e|N2YzZ|dzNl|never-told/);
  });

  it('is rotated by size and keeps five files, for the owner only', () => {
    const log = open(1000);
    for (let number = 0; number < 100; number += 1) log.info(`entry ${number} ${'x'.repeat(100)}`);
    log.close();
    const names = readdirSync(join(dir, 'logs')).toSorted();
    expect(names).toEqual(['hearth.log', 'hearth.log.1', 'hearth.log.2', 'hearth.log.3', 'hearth.log.4']);
    for (const name of names) {
      expect(statSync(join(dir, 'logs', name)).size).toBeLessThanOrEqual(1000);
      expect(statSync(join(dir, 'logs', name)).mode & 0o777).toBe(0o600);
    }
    expect(read()).toContain('entry 99 ');
  });

  it('goes on where it was after a restart', () => {
    open().info('first');
    open().info('second');
    expect(entries().map((entry) => entry['message'])).toEqual(['first', 'second']);
  });
});
