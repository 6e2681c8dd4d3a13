import type { Migration } from './migration.ts';

export const documentsAndDrafts: Migration = {
  name: '0003-documents-and-drafts',
  sql: `
    -- The inventory's text, where this revision changed it; such a revision is a version.
    ALTER TABLE platform_revisions ADD COLUMN document TEXT;
    ALTER TABLE platform_revisions ADD COLUMN author TEXT;
    ALTER TABLE platform_revisions ADD COLUMN message TEXT;
    ALTER TABLE platform_revisions ADD COLUMN saved_at INTEGER;
    ALTER TABLE platform_revisions ADD COLUMN changes INTEGER;
    CREATE INDEX platform_versions ON platform_revisions (platform_id, revision) WHERE document IS NOT NULL;

    CREATE TABLE drafts (
      id TEXT PRIMARY KEY,
      platform_id TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      base_revision INTEGER NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('saved', 'version')),
      -- A JSON string: half typed characters, which UTF-8 has no form for, are kept as well.
      snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
      snapshot_seq INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      UNIQUE (platform_id, name)
    ) STRICT;

    -- Every change in its order, what was taken back too: only ever appended to.
    CREATE TABLE draft_edits (
      draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
      label TEXT NOT NULL,
      at INTEGER NOT NULL,
      -- What was put where, and what stood there before.
      edits TEXT NOT NULL CHECK (json_valid(edits)),
      PRIMARY KEY (draft_id, seq)
    ) STRICT, WITHOUT ROWID;
  `,
};
