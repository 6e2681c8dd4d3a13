// What keeps Let's Encrypt from vouching for a domain. The form of the e-mail address is the contract's matter.
import type { Issue, Settings } from '#contract/platforms.ts';
import { error, warning } from './issue.ts';

/** Ends of names that mean something inside a house only; nobody outside can be asked about them. */
const insideOnly: readonly string[] = [
  'lan',
  'local',
  'home.arpa',
  'internal',
  'localhost',
  'test',
  'example',
  'invalid',
  'onion',
  'home',
  'corp',
  'localdomain',
];
/** Mail to these reaches nobody, and Let's Encrypt refuses an account with them. */
const mailless: readonly string[] = ['example.com', 'example.net', 'example.org', ...insideOnly];

const liesUnder = (name: string, end: string) => name === end || name.endsWith(`.${end}`);

export function certificateIssues({ domain, certificates }: Pick<Settings, 'domain' | 'certificates'>): readonly Issue[] {
  if (certificates.mode === 'self-signed') return [];
  return [...publicDomainIssues(domain), ...mailIssues(certificates.email), ...stagingIssues(certificates)];
}

function publicDomainIssues(domain: string): readonly Issue[] {
  const inside = insideOnly.find((end) => liesUnder(domain, end));
  if (inside === undefined && domain.includes('.')) return [];
  const reason = inside === undefined ? `${domain} is a single word` : `names under .${inside} exist in your own network only`;
  return [
    error(
      'settings.certificates.mode',
      `Let’s Encrypt vouches for public domains only, and ${reason}. Enter a domain that you own, such as home.example.com, or choose self-signed.`,
    ),
  ];
}

function mailIssues(email: string): readonly Issue[] {
  const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!mailless.some((end) => liesUnder(host, end))) return [];
  return [error('settings.certificates.email', `Let’s Encrypt takes no address at ${host}; enter one that you read.`)];
}

const stagingIssues = ({ environment }: Extract<Settings['certificates'], { readonly environment: unknown }>): readonly Issue[] =>
  environment === 'production'
    ? []
    : [warning('settings.certificates.environment', 'Staging certificates prove that everything works; no browser trusts them.')];
