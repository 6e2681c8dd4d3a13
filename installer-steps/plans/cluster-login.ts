// Lets people log in to the cluster with their accounts at an issuer: every API server learns of it, one after the other.
import { clusterLoginSettings } from '#contract/cluster-login.ts';
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import { bindingName } from '#core/login/admin-binding.ts';
import { adminGroupOf, loginFlags } from '#core/login/flags.ts';
import { all, line, type PlanParts } from './planned-step.ts';
import { everyControl, wholePlatform } from './subjects.ts';

type LoginWish = Extract<RunWish, { readonly kind: 'cluster-login' }>;

const phases = [
  { id: 'issuer', title: 'Issuer' },
  { id: 'control-plane', title: 'Control plane' },
  { id: 'rights', title: 'Rights' },
];

export function clusterLoginPlan(wish: LoginWish): PlanParts {
  // Its own fields alone: a password that came with the wish must not get into the journal.
  const login = clusterLoginSettings.parse(wish);
  const input = () => ({ login });
  // Nothing of the nodes of an existing cluster is ours to change.
  const controls = (platform: Platform) => (platform.distribution === 'existing' ? [] : everyControl(platform));
  const whole = (platform: Platform) => (platform.distribution === 'existing' ? [] : wholePlatform());
  return {
    title: ({ name }) => `Login to ${name} through ${login.issuer}`,
    phases,
    lines: [
      line({
        step: 'check-issuer',
        phase: 'issuer',
        subjects: controls,
        title: ({ node }) => `Look at the issuer from ${node.name}`,
        needs: [],
        input,
        seconds: 3,
      }),
      line({
        step: 'check-authorization',
        phase: 'issuer',
        subjects: whole,
        title: () => 'Check that a login alone gives no rights',
        needs: [],
        seconds: 1,
      }),
      line({
        step: 'api-server-login',
        phase: 'control-plane',
        subjects: controls,
        title: ({ node }) => `Tell the API server of ${node.name} of the issuer`,
        needs: [all('check-issuer'), all('check-authorization')],
        // While one restarts, the others answer.
        lane: 'api-server',
        changes: ({ node }) => [
          `${node.name}: the API server restarts with ${loginFlags(login, '').join(' ')}`,
          ...(login.caPem === undefined ? [] : [`${node.name}: the certificates of the issuer’s authority, in a file`]),
        ],
        input,
        seconds: 60,
      }),
      line({
        step: 'login-admins',
        phase: 'rights',
        subjects: whole,
        title: () => `Let the group ${adminGroupOf(login)} do everything`,
        needs: [all('api-server-login')],
        changes: () => [`Cluster: ClusterRoleBinding ${bindingName}, cluster-admin for the group ${adminGroupOf(login)}`],
        input,
        seconds: 2,
      }),
    ],
    nothing: 'the API server of an existing cluster is not Hearth’s to change.',
  };
}
