import { clusterLoginSettings, type ClusterLoginSettings } from '#contract/cluster-login.ts';

/** As it is typed. */
export type LoginForm = Readonly<Record<keyof ClusterLoginSettings, string>>;

export const emptyForm = (domain: string): LoginForm => ({
  issuer: `https://auth.${domain}/realms/home`,
  clientId: 'kubernetes',
  usernameClaim: 'preferred_username',
  groupsClaim: 'groups',
  groupPrefix: 'oidc:',
  adminGroup: 'thinkube-admins',
  caPem: '',
});

export const formOf = (settings: ClusterLoginSettings): LoginForm => ({ ...settings, caPem: settings.caPem ?? '' });

/** What it says, and what is wrong with it by field. */
export function readForm(form: LoginForm) {
  const read = clusterLoginSettings.safeParse({ ...form, caPem: form.caPem.trim() === '' ? undefined : form.caPem });
  const complaints = new Map(read.success ? [] : read.error.issues.map(({ path, message }) => [String(path[0]), message]));
  return { read, complaints };
}
