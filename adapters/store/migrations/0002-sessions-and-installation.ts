import type { Migration } from './migration.ts';

export const sessionsAndInstallation: Migration = {
  name: '0002-sessions-and-installation',
  sql: `
    -- Whether a task had begun its effect. Older journals do not know; their tasks are judged by their state.
    ALTER TABLE tasks ADD COLUMN acted INTEGER NOT NULL DEFAULT 0 CHECK (acted IN (0, 1));

    -- Hashes only: the values are in the browsers.
    CREATE TABLE sessions (
      hash TEXT PRIMARY KEY,
      began_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Who this data folder is to a cluster that several consoles look after.
    CREATE TABLE installation (
      only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
      id TEXT NOT NULL
    ) STRICT;

    CREATE INDEX audit_by_time ON audit (at);
  `,
};
