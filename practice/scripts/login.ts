// Simulated control nodes and their login through OpenID Connect.
import type { PracticeScript } from './script.ts';

const restartMs = 1500;
const caFile = '/var/snap/practice/hearth-login-ca.crt';

export const loginScripts: Readonly<Record<string, PracticeScript>> = {
  'api-login-state': async ({ machine }) => ({
    flag: (machine.marks.get('login-flags') ?? '').split('\n').filter((flag) => flag !== ''),
    'ca-file': caFile,
    ca: machine.marks.get('login-ca') ?? '',
    trying: 'false',
    ours: String(machine.marks.has('login-flags')),
    api: String(machine.memberOf !== ''),
  }),
  'api-login-set': async ({ machine, args: { flags = '', ca = '' }, say, spend }) => {
    say('The API server restarts.');
    await spend(restartMs);
    if (flags.includes('--oidc-client-id=broken'))
      return { outcome: 'reverted', reason: 'invalid authentication config: issuer.audiences is wrong' };
    if (flags === '') {
      machine.marks.delete('login-flags');
      machine.marks.delete('login-ca');
    } else {
      machine.marks.set('login-flags', flags);
      machine.marks.set('login-ca', ca);
    }
    return { outcome: 'done' };
  },
  'issuer-check': async ({ args: { url = '' }, spend }) => {
    await spend(restartMs / 5);
    const issuer = url.replace('/.well-known/openid-configuration', '');
    return { asked: 'true', status: '200', body: JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }) };
  },
};
