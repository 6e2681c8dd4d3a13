import { inventoryAnsible } from './ansible.ts';
import { inventoryDrafts } from './drafts.ts';
import { inventoryDrift } from './drift.ts';
import { inventoryHomes } from './home.ts';
import { inventorySecrets } from './secrets.ts';
import { inventoryVariables } from './variables.ts';
import { inventoryVersions } from './versions.ts';

export const inventory = {
  drafts: inventoryDrafts,
  versions: inventoryVersions,
  homes: inventoryHomes,
  drift: inventoryDrift,
  secrets: inventorySecrets,
  ansible: inventoryAnsible,
  variables: inventoryVariables,
};
