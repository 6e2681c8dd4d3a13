import { expect, test } from 'vitest';
import { certificateIssues } from './certificate-issues.ts';

const letsEncrypt = (domain: string, email = 'ada@rivers.dev') =>
  certificateIssues({ domain, certificates: { mode: 'lets-encrypt-http', email, environment: 'production' } });

test.each(['home.lan', 'lab.local', 'home.arpa', 'x.home.arpa', 'cluster', 'a.internal'])('Let’s Encrypt cannot vouch for %s', (domain) => {
  expect(letsEncrypt(domain)).toEqual([
    expect.objectContaining({ severity: 'error', path: 'settings.certificates.mode', message: expect.stringContaining('public domain') }),
  ]);
});

test.each(['example.dev', 'home.rivers.dev', 'atlantis.org'])('%s is fine', (domain) => {
  expect(letsEncrypt(domain)).toEqual([]);
});

test('an address that nobody reads is refused; staging is only a warning; an authority of one’s own asks nothing', () => {
  expect(letsEncrypt('home.rivers.dev', 'me@example.com')).toMatchObject([{ severity: 'error', path: 'settings.certificates.email' }]);
  const staging = certificateIssues({
    domain: 'home.rivers.dev',
    certificates: { mode: 'lets-encrypt-dns', email: 'ada@rivers.dev', environment: 'staging', provider: 'cloudflare' },
  });
  expect(staging).toMatchObject([{ severity: 'warning', path: 'settings.certificates.environment' }]);
  expect(certificateIssues({ domain: 'home.lan', certificates: { mode: 'self-signed' } })).toEqual([]);
});
