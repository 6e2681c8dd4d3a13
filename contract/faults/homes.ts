// Errors of an inventory's second home.
import { permanent, transient } from './entry.ts';

export const homeFaults = {
  HOME_DIVERGED: permanent<{ home: string }>({
    status: 409,
    what: (d) => `${d.home} holds changes that are not in the saved inventory.`,
    why: 'It was changed there since both last held the same.',
    todo: 'Merge it in a draft and save that, then write it there. Nothing was overwritten.',
    action: 'reload',
  }),
  HOME_UNREACHABLE: transient<{ home: string; reason: string }>({
    status: 502,
    what: (d) => `${d.home} cannot be reached.`,
    why: (d) => d.reason,
    todo: 'Try again once it can be reached. The inventory is saved here; what was last known of the other place stays in view.',
    action: 'retry',
  }),
  HOME_REFUSED: permanent<{ home: string; reason: string }>({
    status: 422,
    what: (d) => `${d.home} cannot be used as it is.`,
    why: (d) => d.reason,
    todo: 'Mend what is named, or choose another place. The inventory is saved here.',
    action: 'retry',
  }),
};
