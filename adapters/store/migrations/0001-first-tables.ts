import type { Migration } from './migration.ts';

export const firstTables: Migration = {
  name: '0001-first-tables',
  // The checks of JSON let the integrity check at opening see damage inside the documents too.
  sql: `
    CREATE TABLE platforms (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT;

    CREATE TABLE platform_revisions (
      platform_id TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      PRIMARY KEY (platform_id, revision)
    ) STRICT, WITHOUT ROWID;

    -- The history of runs outlives the platform, so there is no foreign key.
    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      platform_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      state TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      started_by TEXT NOT NULL,
      estimate_ms REAL NOT NULL,
      phases TEXT NOT NULL CHECK (json_valid(phases)),
      seq INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX runs_by_start ON runs (started_at);
    -- The lock of a platform: SQLite itself refuses a second unfinished run.
    CREATE UNIQUE INDEX one_unfinished_run_per_platform ON runs (platform_id)
      WHERE state IN ('running', 'pausing', 'paused', 'cancelling', 'interrupted');

    CREATE TABLE tasks (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      id TEXT NOT NULL,
      position INTEGER NOT NULL,
      step TEXT NOT NULL,
      state TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      fault TEXT CHECK (fault IS NULL OR json_valid(fault)),
      last_line TEXT NOT NULL,
      planned TEXT NOT NULL CHECK (json_valid(planned)),
      PRIMARY KEY (run_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tasks_done_by_step ON tasks (step, ended_at) WHERE state = 'done';

    CREATE TABLE log_lines (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      task_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      stream TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX log_lines_by_task ON log_lines (run_id, task_id, seq);

    CREATE TABLE tokens (
      id TEXT PRIMARY KEY,
      label TEXT NOT NULL,
      scopes TEXT NOT NULL CHECK (json_valid(scopes)),
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      expires_at INTEGER,
      revoked_at INTEGER,
      hash TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      who TEXT NOT NULL,
      door TEXT NOT NULL,
      action TEXT NOT NULL,
      result TEXT NOT NULL
    ) STRICT;
  `,
};
