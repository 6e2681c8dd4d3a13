import type { RemedyAction } from '#contract/faults/entry.ts';

const remedies: Readonly<Record<RemedyAction, string>> = {
  retry: 'Try again',
  'edit-node': 'Edit node',
  'edit-settings': 'Edit settings',
  'trust-host-key': 'Compare host keys',
  'enter-password': 'Enter password',
  'install-key': 'Install key',
  'open-log': 'Open log',
  reload: 'Load again',
  'sign-in': 'Sign in again',
  'restore-backup': 'Restore backup',
  'resume-run': 'Open the run',
  'allow-command': 'Review commands',
  none: '',
};

export const faults = {
  remedies,
  connectionLost: {
    what: 'Hearth does not answer.',
    why: 'The engine behind this window has stopped or is restarting.',
    todo: 'It is tried again by itself. Runs go on or are resumed without this window.',
  },
  window: {
    what: 'This part of the window failed.',
    why: 'This is a defect of Hearth, not of your input or your machines.',
    todo: 'Load it again. Nothing of yours was lost.',
  },
  signedOut: {
    what: 'This window is no longer signed in.',
    why: 'Hearth was restarted, or the opening address was already used.',
    todo: 'Open the address that Hearth printed when it started, or sign in with an access token.',
    token: 'Access token',
    tokenHint: 'Made under Settings, Access, or printed at start.',
    signIn: 'Sign in',
    refused: 'This token is not accepted. It may be revoked or expired.',
  },
  details: 'Details',
  code: 'Code',
  copy: 'Copy error',
  dismiss: 'Dismiss',
};
