import { expect, test } from 'vitest';
import { acmeWith, emailPath, unstored, withEmail } from './certificates.ts';
import { fieldOf } from './fields.ts';
import { content } from './fixtures.ts';

test('Let’s Encrypt begins with its staging servers, and another way to prove names keeps the servers that were chosen', () => {
  const first = acmeWith('lets-encrypt-http', 'ada@rivers.dev', { mode: 'self-signed' });
  expect(first).toEqual({ mode: 'lets-encrypt-http', email: 'ada@rivers.dev', environment: 'staging' });
  const real = acmeWith('lets-encrypt-dns', 'ada@rivers.dev', { mode: 'lets-encrypt-http', email: 'x@y.dev', environment: 'production' });
  expect(real).toEqual({ mode: 'lets-encrypt-dns', email: 'ada@rivers.dev', environment: 'production', provider: 'cloudflare' });
});

test('an address is written when it is one, and said to be none otherwise', () => {
  const field = fieldOf(emailPath);
  expect(field?.apply(content(), 'ada@')).toMatchObject({ ok: false, message: expect.stringContaining('e-mail') });
  expect(field?.apply(content(), ' ada@rivers.dev ')).toMatchObject({ ok: true, content: withEmail(content(), 'ada@rivers.dev') });
  expect(field?.read(withEmail(content(), 'ada@rivers.dev'))).toBe('ada@rivers.dev');
});

test('certificates are checked only for what the screen shows', () => {
  const stored = acmeWith('lets-encrypt-dns', 'ada@rivers.dev', { mode: 'self-signed' });
  expect(unstored({}, stored, 'lets-encrypt-dns')).toBeNull();
  expect(unstored({ 'certificates.mode': 'lets-encrypt-dns', [emailPath]: '' }, { mode: 'self-signed' }, 'lets-encrypt-dns')).toBe('email');
  expect(unstored({ [emailPath]: 'ada@' }, stored, 'lets-encrypt-dns')).toBe('email');
  expect(unstored({ 'settings.domain': 'Not A Domain' }, stored, 'lets-encrypt-dns')).toBe('domain');
});
