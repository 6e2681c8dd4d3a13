// The settings of a cluster login as flags of the API server. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens
import type { ClusterLoginSettings } from '#contract/cluster-login.ts';

/** `caFile`: where the certificates of the issuer's authority lie on the node; "" when the usual authorities vouch for it. */
export function loginFlags(settings: ClusterLoginSettings, caFile: string): readonly string[] {
  return [
    `--oidc-issuer-url=${settings.issuer}`,
    `--oidc-client-id=${settings.clientId}`,
    `--oidc-username-claim=${settings.usernameClaim}`,
    `--oidc-username-prefix=${settings.groupPrefix}`,
    `--oidc-groups-claim=${settings.groupsClaim}`,
    `--oidc-groups-prefix=${settings.groupPrefix}`,
    ...(caFile === '' ? [] : [`--oidc-ca-file=${caFile}`]),
  ];
}

/** As the cluster calls the group. */
export const adminGroupOf = ({ groupPrefix, adminGroup }: Pick<ClusterLoginSettings, 'groupPrefix' | 'adminGroup'>) =>
  `${groupPrefix}${adminGroup}`;
