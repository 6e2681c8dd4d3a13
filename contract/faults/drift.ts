// Errors of plans that are no longer what was read, and of files of secrets.
import { permanent } from './entry.ts';

export const driftFaults = {
  PLAN_CHANGED: permanent<{ title: string }>({
    status: 409,
    what: (d) => `"${d.title}" was not started: its plan is no longer the one that was shown.`,
    why: 'The inventory, the machines or the catalogue changed since then.',
    todo: 'Read the plan as it is now, then confirm again.',
    action: 'reload',
  }),
  SEAL_WRONG: permanent<{ reason: string }>({
    status: 422,
    what: 'The file of secrets was not opened; nothing was changed.',
    why: (d) => d.reason,
    todo: 'Check the passphrase, and that the file is whole.',
  }),
};
