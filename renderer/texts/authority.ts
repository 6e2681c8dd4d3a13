// Texts about who vouches for the platform's names.
import type { CertificateRung, CertificateRungName } from '#contract/authority.ts';

const rungs: Readonly<Record<CertificateRungName, string>> = {
  token: 'API token',
  zone: 'Zone of the domain',
  edit: 'DNS records',
  caa: 'Allowed authorities',
  name: 'Domain, from this computer',
  wildcard: 'Names below it',
  'node-name': 'Domain, from a node',
  ports: 'Ports 80 and 443',
  issuer: 'Issuer in the cluster',
  issue: 'Issue a certificate',
  renew: 'Renew it',
};
const states: Readonly<Record<CertificateRung['state'], string>> = {
  running: 'Looking',
  pass: 'Passed',
  fail: 'Failed',
  skipped: 'Not needed',
  'not-reached': 'Not reached',
};

export const authority = {
  title: 'Certificates',
  modes: {
    'self-signed': {
      label: 'Self-signed by the platform',
      hint: 'An authority of your own; no internet name is needed. Browsers warn until they trust it.',
    },
    'lets-encrypt-http': {
      label: 'Let’s Encrypt over port 80',
      hint: 'Trusted everywhere. Needs a public domain, and port 80 must be reached from the internet.',
    },
    'lets-encrypt-dns': {
      label: 'Let’s Encrypt through DNS at Cloudflare',
      hint: 'Trusted everywhere, and nothing has to be reached from outside. Needs a public domain at Cloudflare and an API token.',
    },
  },
  email: 'E-mail address',
  emailHint: 'Let’s Encrypt ties its account to this address and may write to it.',
  environment: 'Servers of Let’s Encrypt',
  staging: 'Staging',
  stagingHint:
    'Recommended first: the real servers allow only a few tries a week, these as many as it takes. Browsers do not trust their certificates.',
  production: 'Production',
  productionHint: 'Certificates that every browser trusts. A staging certificate has been issued for this domain.',
  productionLater:
    'Production is offered once a staging certificate has been issued for this domain: check the certificates after the set-up.',
  doctor: 'Check certificates',
  doctorAgain: 'Check again',
  doctorBefore: 'Looks at names and tokens as far as that needs no cluster; changes nothing.',
  doctorAll: 'Rehearses issue and renewal with one throw-away certificate, which it deletes again. Nothing else in the cluster is changed.',
  notYet: {
    email: 'Enter the e-mail address; then what is chosen here can be checked.',
    domain: 'Mend the domain; then what is chosen here can be checked.',
    ingressPool: 'Mend the ingress addresses; then what is chosen here can be checked.',
  },
  doctorTable: 'Steps of the check',
  stop: 'Stop',
  passed: 'Everything passed.',
  cut: 'The check was ended before its last step.',
  rungs,
  states,
  state: {
    none: (mode: string) => `The cluster has no issuer for this yet (${mode}).`,
    ready: (name: string) => `The issuer ${name} is ready.`,
    notReady: (name: string, reason: string) => `The issuer ${name} is not ready: ${reason}`,
  },
  trust: {
    title: 'Trust the authority of the platform',
    intro:
      'Every computer that opens the platform’s pages has to be told of it once. It vouches for names of this platform only as long as nobody else has its key, which stays in the cluster.',
    ends: 'Ends',
    fingerprint: 'SHA-256',
    download: 'Download certificate',
    fileName: 'hearth-ca.crt',
    how: 'How',
    linux: 'Linux (Debian, Ubuntu)',
    mac: 'macOS',
    windows: 'Windows',
    firefox: 'Firefox',
    commands: {
      linux: 'sudo cp hearth-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates',
      mac: 'sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain hearth-ca.crt',
      windows: 'certutil -addstore -f Root hearth-ca.crt',
    },
    firefoxText:
      'Settings → Privacy & Security → View Certificates → Authorities → Import, then tick “Trust this CA to identify websites”.',
    windowsText: 'In a terminal that runs as administrator.',
  },
};
