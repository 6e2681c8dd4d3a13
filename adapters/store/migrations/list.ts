// In order; the place in this list is the version of the schema. Add at the end, change nothing that was released.
import { firstTables } from './0001-first-tables.ts';
import { sessionsAndInstallation } from './0002-sessions-and-installation.ts';
import { documentsAndDrafts } from './0003-documents-and-drafts.ts';
import { inventoryHomes } from './0004-inventory-homes.ts';
import { drift } from './0005-drift.ts';
import { draftBases } from './0006-draft-bases.ts';
import { waits } from './0007-waits.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  firstTables,
  sessionsAndInstallation,
  documentsAndDrafts,
  inventoryHomes,
  drift,
  draftBases,
  waits,
];
