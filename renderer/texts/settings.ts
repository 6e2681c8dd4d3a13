import type { Scope } from '#contract/base.ts';
import type { SystemInfo } from '#contract/system.ts';
import { platform } from './settings-platform.ts';

const scopes: Readonly<Record<Scope, { title: string; hint: string }>> = {
  read: { title: 'Look', hint: 'Read everything that is not secret.' },
  change: { title: 'Change', hint: 'Start and stop runs, edit platforms.' },
  admin: { title: 'Manage access', hint: 'Make and revoke tokens.' },
};
const secretsIn: Readonly<Record<SystemInfo['secretsIn'], string>> = {
  keychain: 'Keychain of the operating system',
  'encrypted-file': 'Encrypted file in the data folder',
  memory: 'Memory only; gone when Hearth stops',
};

export const settings = {
  title: 'Settings',
  sections: { access: 'Access', platform: 'Platform', appearance: 'Appearance', keyboard: 'Keyboard', about: 'About' },
  access: {
    intro: 'Tokens let programs use Hearth over REST and MCP. A token carries only the rights chosen here, and its value is shown once.',
    create: 'Create token',
    createTitle: 'Create access token',
    label: 'Name',
    labelHint: 'What will use it, such as “backup script”.',
    scopes: 'Rights',
    scopeWords: scopes,
    scopesMissing: 'Choose at least one right.',
    expires: 'Valid for',
    expiry: { '30': '30 days', '90': '90 days', '365': 'One year', never: 'Until revoked' },
    shownTitle: 'Copy the token now',
    shownText: 'It is not kept and cannot be shown again.',
    done: 'I have copied it',
    value: 'Token',
    revoke: 'Revoke token',
    revokeTitle: (label: string) => `Revoke “${label}”?`,
    revokeEffect: 'Whatever uses it is refused from this moment on. This cannot be undone.',
    keep: 'Keep it',
    emptyTitle: 'No tokens',
    empty: 'Make one to let a script or an assistant use Hearth.',
    columns: { label: 'Name', scopes: 'Rights', created: 'Created', used: 'Last used', expires: 'Expires', state: 'State' },
    active: 'Valid',
    revoked: 'Revoked',
    expired: 'Expired',
    neverExpires: 'never',
  },
  platform,
  appearance: {
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    density: 'Density',
    densities: { compact: 'Compact', standard: 'Standard', cosy: 'Cosy' },
    intro: 'Kept in this window and applied at once.',
  },
  about: {
    version: 'Version',
    mode: 'Mode',
    modes: { real: 'Real machines', practice: 'Practice lab' },
    host: 'Shown in',
    hosts: { desktop: 'Desktop window', browser: 'Browser' },
    dataDir: 'Data folder',
    dataDirName: 'data folder',
    started: 'Running since',
    secrets: 'Secrets rest in',
    secretsIn,
    notice: 'Noticed at start',
    licence: 'Licence',
    apache: 'Apache 2.0',
    rest: 'REST',
    mcp: 'MCP',
  },
};
