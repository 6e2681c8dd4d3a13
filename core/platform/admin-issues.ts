// Names for the first user that Kubernetes, Linux or the services themselves have taken.
import type { Issue } from '#contract/platforms.ts';
import { error } from './issue.ts';

/** Users that every Debian or Ubuntu brings; a service that makes such a user meets one that is there. */
const taken: ReadonlySet<string> = new Set(
  'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody messagebus syslog sshd snap_daemon'.split(
    ' ',
  ),
);

export function adminIssues(adminUser: string): readonly Issue[] {
  if (taken.has(adminUser) || adminUser.startsWith('systemd-'))
    return [error('settings.adminUser', `${adminUser} is a user of the system itself; choose another name, such as admin.`)];
  if (adminUser === 'system' || adminUser === 'kubernetes-admin')
    return [error('settings.adminUser', `Kubernetes keeps ${adminUser} for itself; choose another name, such as admin.`)];
  return [];
}
