import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFault } from '#contract/faults/catalogue.ts';
import { createRedactor } from './redact.ts';
import { Secret } from './secret.ts';

const knowing = (...values: readonly string[]) => {
  const redactor = createRedactor();
  for (const value of values) redactor.add(new Secret(value));
  return redactor;
};

describe('a secret', () => {
  it('is masked wherever it stands', () => {
    const redactor = knowing('hunter2-x');
    expect(redactor.text('a hunter2-x b, "hunter2-x"hunter2-x')).toBe('a [secret] b, "[secret]"[secret]');
    expect(redactor.text('nothing here')).toBe('nothing here');
  });

  it('may contain what means something in a pattern', () => {
    const odd = String.raw`a.*(b)[c]{2}\d$^|?+/-`;
    expect(knowing(odd).text(`x${odd}y`)).toBe('x[secret]y');
    expect(knowing('$& $1').text('say $& $1')).toBe('say [secret]');
  });

  it('goes whole when it contains another', () => {
    expect(knowing('pass', 'password-long').text('password-long pass')).toBe('[secret] [secret]');
  });

  it('that is very short is masked where it stands alone, and does not tear words apart', () => {
    expect(knowing('pi').text('pi: picture, pi')).toBe('[secret]: picture, [secret]');
  });

  it('of many lines is masked line by line, and ordinary words of it are not', () => {
    const key =
      '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END KEY-----\nserver: https://192.0.2.7:16443';
    const redactor = knowing(key);
    expect(redactor.text('> BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj')).toBe('> [secret]');
    expect(redactor.text('server: https://192.0.2.7:16443')).toBe('server: https://192.0.2.7:16443');
  });

  it('is recognised in base64, with whatever stands before and behind it, in URLs and in JSON', () => {
    const text = fc.string({ minLength: 0, maxLength: 20, unit: 'grapheme' });
    const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }).filter((value) => value.trim().length >= 8);
    fc.assert(
      fc.property(secret, text, text, (value, before, behind) => {
        const redactor = knowing(value);
        const encoded = Buffer.from(before + value + behind).toString('base64');
        const masked = redactor.text(encoded);
        expect(masked).toContain('[secret]');
        expect(Buffer.from(masked.replaceAll('[secret]', ''), 'base64').toString()).not.toContain(value);
        expect(redactor.text(`${before}${value}${behind}`)).toContain('[secret]');
        expect(redactor.text(`?p=${encodeURIComponent(value)}`)).toBe('?p=[secret]');
        expect(redactor.text(JSON.stringify({ value }))).toBe('{"value":"[secret]"}');
      }),
    );
  });

  it('is taken out of the sentences and details of a fault', () => {
    const view = describeFault('SCRIPT_FAILED', { host: 'n1', script: 'join', exitCode: 1, lastLine: 'bad token hunter2-x' });
    const clean = knowing('hunter2-x').fault(view);
    expect(JSON.stringify(clean)).not.toContain('hunter2');
    expect(clean).toMatchObject({ code: 'SCRIPT_FAILED', why: 'Its last words: bad token [secret]', details: { exitCode: 1 } });
  });
});
