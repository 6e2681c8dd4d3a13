import { ansible } from './ansible.ts';
import { drafts } from './drafts.ts';
import { drift } from './drift.ts';
import { homes } from './homes.ts';
import { secrets } from './secrets.ts';
import { variables } from './variables.ts';
import { versions } from './versions.ts';

export const inventory = { drafts, versions, homes, drift, secrets, ansible, variables };
