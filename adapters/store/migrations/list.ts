// In order; the place in this list is the version of the schema. Add at the end, change nothing that was released.
import { firstTables } from './0001-first-tables.ts';
import { sessionsAndInstallation } from './0002-sessions-and-installation.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [firstTables, sessionsAndInstallation];
