import type { Migration } from './migration.ts';

export const drift: Migration = {
  name: '0005-drift',
  sql: `
    -- What a run was planned from; needed once it ends well.
    CREATE TABLE begun_runs (
      run_id TEXT PRIMARY KEY,
      platform_id TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT;
    CREATE INDEX begun_runs_by_platform ON begun_runs (platform_id, at);

    CREATE TABLE applied (
      platform_id TEXT PRIMARY KEY REFERENCES platforms (id) ON DELETE CASCADE,
      run_id TEXT NOT NULL,
      revision INTEGER NOT NULL,
      at INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      components TEXT NOT NULL CHECK (json_valid(components))
    ) STRICT, WITHOUT ROWID;

    -- Set-ups that ended well before this was written down: the newest of each platform, with the revision that was there when it began.
    INSERT INTO applied (platform_id, run_id, revision, at, content, components)
    SELECT r.platform_id, r.id, v.revision, coalesce(r.ended_at, r.started_at), v.content, '[]'
    FROM runs r
    JOIN platform_revisions v ON v.platform_id = r.platform_id AND v.revision = (
      SELECT max(revision) FROM platform_revisions
      WHERE platform_id = r.platform_id AND coalesce(content ->> '$.savedAt', 0) <= r.started_at
    )
    WHERE r.rowid = (
      SELECT rowid FROM runs
      WHERE platform_id = r.platform_id AND kind = 'provision' AND state = 'done'
      ORDER BY started_at DESC, rowid DESC LIMIT 1
    );

    CREATE TABLE last_seen (
      platform_id TEXT PRIMARY KEY REFERENCES platforms (id) ON DELETE CASCADE,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE intents (
      id TEXT PRIMARY KEY,
      platform_id TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
      asked_at INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT;
    CREATE INDEX intents_by_platform ON intents (platform_id, asked_at);
  `,
};
