// Domains that have the right form and yet do not work, or not as one thinks.
import type { Issue } from '#contract/platforms.ts';
import { addressNumber } from './ipv4.ts';
import { error, warning } from './issue.ts';

const path = 'settings.domain';

interface Special {
  readonly top: string;
  readonly issue: Issue;
}
/** By the last label; RFC 6761 and 6762 give these names a meaning of their own. */
const special: readonly Special[] = [
  {
    top: 'cluster.local',
    issue: error(
      path,
      'Names under cluster.local are those of the cluster itself: its DNS answers for them, and knows nothing of the platform there. Choose home.lan or home.arpa.',
    ),
  },
  {
    top: 'localhost',
    issue: error(path, 'Names under localhost lead every computer to itself; home.lan or home.arpa lead to the platform.'),
  },
  { top: 'invalid', issue: error(path, 'Names under .invalid never resolve; choose home.lan or home.arpa.') },
  {
    top: 'local',
    issue: warning(path, 'Names under .local are answered by mDNS on most computers; home.lan or home.arpa do not collide.'),
  },
  {
    top: 'test',
    issue: warning(path, 'Names under .test are kept for tests; many resolvers answer for none of them unless they are told to.'),
  },
  { top: 'example', issue: warning(path, 'Names under .example are kept for documents; home.lan or home.arpa are meant for use.') },
];

export function domainIssues(domain: string): readonly Issue[] {
  if (addressNumber(domain) !== null) return [error(path, 'This is an IP address; enter a domain such as home.lan.')];
  const found = special.find(({ top }) => domain === top || domain.endsWith(`.${top}`));
  if (found !== undefined) return [found.issue];
  return domain.includes('.') ? [] : [warning(path, 'A domain of one word is taken for a computer name by many programs.')];
}
