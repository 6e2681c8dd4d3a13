// Texts about the tokens and passwords of a platform.
import type { PlatformSecret, PlatformSecretKind } from '#contract/platform-secrets.ts';

const kinds: Readonly<Record<PlatformSecretKind, { readonly title: string; readonly hint: string }>> = {
  'admin-password': { title: 'Password of the admin user', hint: 'For the first user of services that have users.' },
  github: { title: 'GitHub token', hint: 'For pipelines and templates; scopes repo, workflow and read:org.' },
  'hugging-face': { title: 'Hugging Face token', hint: 'For models that need a login; reading is enough.' },
  'harbor-robot': { title: 'Harbor robot account', hint: 'A robot of a registry that is there already.' },
  cloudflare: { title: 'Cloudflare API token', hint: 'To prove names; Zone: Read and DNS: Edit for the zone of the domain.' },
};
const states: Readonly<Record<PlatformSecret['state'], string>> = {
  unchecked: 'Not checked',
  valid: 'Valid',
  refused: 'Refused',
  unreachable: 'Not checked: no answer',
};

export const platformSecrets = {
  title: 'Tokens and passwords',
  intro: 'Kept with the secrets of Hearth and never shown again. Each is checked with its service when that answers.',
  table: 'Tokens and passwords of the platform',
  kinds,
  states,
  kept: 'Set',
  unset: 'Not set',
  enter: (title: string) => `Enter ${title}`,
  replace: (title: string) => `Replace ${title}`,
  check: (title: string) => `Check ${title}`,
  remove: (title: string) => `Remove ${title}`,
  enterShort: 'Enter',
  replaceShort: 'Replace',
  checkShort: 'Check',
  removeShort: 'Remove',
  make: 'Make password',
  remakeTitle: 'Make another password?',
  remakeEffect: 'The password that is kept now is replaced and cannot be seen again. What was installed with it keeps it.',
  remakeAction: 'Replace password',
  checked: 'checked',
  value: 'Token',
  password: 'Password',
  passwordHint: '12 to 128 letters, digits and signs, without spaces.',
  host: 'Host of Harbor',
  hostHint: 'Such as harbor.home.lan.',
  name: 'Name of the robot',
  nameHint: 'As Harbor shows it, such as robot$hearth.',
  save: 'Save',
  removeTitle: (title: string) => `Remove ${title}?`,
  removeEffect: 'Hearth forgets it. What was installed with it keeps it.',
  removeAction: 'Remove',
  madeTitle: 'Copy the password now',
  madeText: 'It is kept for the set-up and cannot be shown again.',
  done: 'I have copied it',
};
